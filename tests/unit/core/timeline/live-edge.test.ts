import { describe, expect, test } from 'vitest';
import { type EdgeWatch, edgeOffsetOf, notLive, watchLive } from '../../../../lib/core/timeline/live-edge';

const INFINITE = Number.POSITIVE_INFINITY;

/** Watches at these moments (s): an edge, or with `duration` a length. */
function watched(seen: readonly (readonly [atS: number, edge: number])[], as: 'edge' | 'duration' = 'edge'): EdgeWatch {
  return seen.reduce(
    (watch, [atS, value]) =>
      watchLive(
        watch,
        as === 'edge'
          ? { duration: INFINITE, seekableEnd: value, sign: false }
          : { duration: value, seekableEnd: Number.NaN, sign: false },
        atS * 1000,
      ),
    notLive,
  );
}

describe('LV-2: the line of the edge', () => {
  test('is not known while nothing shows it', () => {
    expect(edgeOffsetOf(watched([[1, Number.NaN]]), 1_000)).toBeUndefined();
  });

  test('is guessed from where the edge stands, and sure once it has moved', () => {
    expect(edgeOffsetOf(watched([[1, 101]]), 1_000)).toEqual({ s: 100, sure: false });
    const moved = watched([
      [1, 101],
      [3, 107],
    ]);
    expect(edgeOffsetOf(moved, 3_000)).toEqual({ s: 104, sure: true });
  });

  test('is laid through the tops of the steps', () => {
    const steps: [number, number][] = [];
    for (let t = 0; t < 20; t += 0.25) steps.push([t, 100 + 4 * Math.floor(t / 4 + 0.5)]);
    expect(edgeOffsetOf(watched(steps), 20_000)).toEqual({ s: 102, sure: true });
  });

  test('moves on with an edge that moves all the time', () => {
    const steps = Array.from({ length: 400 }, (_, i) => [i / 10, 50 + i / 10] as const);
    const watch = watched(steps);
    expect(edgeOffsetOf(watch, 40_000)?.s).toBeCloseTo(50, 6);
    expect(watch.advances.length).toBeLessThanOrEqual(31);
  });

  test('keeps the higher of two tops within a second', () => {
    const twice = (first: number, second: number) =>
      edgeOffsetOf(
        watched([
          [0, 100],
          [1, first],
          [1.5, second],
        ]),
        2_000,
      )?.s;
    expect(twice(103, 105)).toBe(103.5);
    expect(twice(103, 103.2)).toBe(102);
  });

  test('forgets tops of half a minute ago', () => {
    const watch = watched([
      [0, 100],
      [1, 104],
      [2, 104],
    ]);
    expect(edgeOffsetOf(watch, 32_000)).toEqual({ s: 102, sure: false });
  });

  test('begins anew where the edge goes back, as for another stream', () => {
    const watch = watched([
      [0, 100],
      [1, 104],
      [2, 50],
    ]);
    expect(edgeOffsetOf(watch, 2_000)).toEqual({ s: 48, sure: false });
    expect(watch.since).toBe(0);
  });
});

describe('LV-1: a duration that grows', () => {
  const growing = (bySeconds: number, everyS: number, times = 6) =>
    Array.from({ length: times }, (_, i) => [i * everyS, 60 + i * bySeconds] as const);

  test.each<[string, readonly (readonly [number, number])[], boolean]>([
    ['as fast as the time is a stream', growing(4, 4), true],
    ['faster is a film that is being fetched', growing(20, 4), false],
    ['by roundings is a film', growing(0.01, 4), false],
    ['three times only may be anything', growing(4, 4, 3), false],
    ['all at once may be anything', growing(0.2, 0.2), false],
    ['and shrinks begins anew', [...growing(4, 4, 3), [13, 10] as const, [16, 14] as const], false],
    ['not at all is a film', growing(0, 4), false],
    ['from nothing is a film', [[0, 0] as const, [4, 0] as const], false],
  ])('%s', (_, seen, grows) => {
    expect(watched(seen, 'duration').grows).toBe(grows);
  });

  test('stays a stream, and its end is its edge', () => {
    const watch = watched([...growing(4, 4), [25, 80], [60, 80]], 'duration');
    expect(watch.grows).toBe(true);
    expect(edgeOffsetOf(watch, 21_000)?.s).toBe(60);
  });
});
