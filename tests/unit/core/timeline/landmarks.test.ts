import { describe, expect, test } from 'vitest';
import { LANDMARKS_MAX, type Landmark } from '../../../../lib/core/time/playback';
import {
  type BufferWatch,
  landmarkName,
  landmarksOf,
  noBuffer,
  shiftBetween,
  watchBuffer,
} from '../../../../lib/core/timeline/landmarks';

/** Watches how far a player has buffered, at these moments (ms). */
const watched = (seen: readonly (readonly [at: number, to: number])[]): BufferWatch =>
  seen.reduce((watch, [at, to]) => watchBuffer(watch, to, at), noBuffer);
const marks = (...places: readonly (readonly [name: number, place: number])[]): Landmark[] =>
  places.map(([name, place]) => ({ name, place }));

describe('LV-6: where a segment ends', () => {
  const buffer = watched([
    [0, 10],
    [1_000, 12],
    [3_000, 14],
  ]);

  test('is where the buffer ended once it had come', () => {
    const fetched = [
      { name: 1, at: 950 },
      { name: 2, at: 2_980 },
    ];
    expect(landmarksOf(buffer, fetched, 4_000)).toEqual(marks([1, 12], [2, 14]));
  });

  test('is not said of the first thing that was there, nor before the browser has told of all that came', () => {
    const fetched = [
      { name: 1, at: -100 },
      { name: 2, at: 2_980 },
    ];
    expect(landmarksOf(buffer, fetched, 3_300)).toEqual([]);
  });

  test('holds for sound and picture that come together', () => {
    const fetched = [
      { name: 1, at: 900 },
      { name: 2, at: 950 },
    ];
    expect(landmarksOf(buffer, fetched, 4_000)).toEqual(marks([1, 12], [2, 12]));
  });

  test('is known of the last one only where several came at once', () => {
    const fetched = [1, 2, 3].map((name) => ({ name, at: 900 + name }));
    expect(landmarksOf(buffer, fetched, 4_000)).toEqual(marks([3, 12]));
  });

  test('is asked of the newest', () => {
    const long = watched(Array.from({ length: 20 }, (_, i) => [i * 1_000, i * 2] as const));
    const fetched = Array.from({ length: 20 }, (_, i) => ({ name: i, at: i * 1_000 - 10 }));
    const known = landmarksOf(long, fetched, 60_000);
    expect(known).toHaveLength(LANDMARKS_MAX);
    expect(known.at(-1)).toEqual({ name: 19, place: 38 });
  });

  test('a little more is the sound of a segment whose picture is yet to come', () => {
    const watch = watched([
      [0, 10],
      [1_000, 10.02],
      [1_100, 12],
    ]);
    expect(landmarksOf(watch, [{ name: 1, at: 990 }], 4_000)).toEqual(marks([1, 12]));
  });

  test('begins anew with a buffer that was thrown away', () => {
    expect(watchBuffer(buffer, 3, 5_000).growth).toEqual([{ at: 5_000, to: 3 }]);
    expect(watchBuffer(buffer, Number.NaN, 5_000)).toBe(buffer);
  });
});

describe('LV-6: how two viewers’ places go together', () => {
  test.each<[string, Landmark[], Landmark[], number | undefined]>([
    ['two segments agree', marks([1, 12], [2, 14]), marks([1, 112], [2, 114]), -100],
    ['one alone may be a chance', marks([1, 12], [2, 14]), marks([1, 112], [3, 116]), undefined],
    ['they share none', marks([1, 12]), marks([5, 12]), undefined],
    ['none is known', [], marks([5, 12]), undefined],
    ['one of three was mistaken', marks([1, 12], [2, 14], [3, 16]), marks([1, 114], [2, 114], [3, 116]), -100],
    [
      'half of them say otherwise',
      marks([1, 1], [2, 2], [3, 3], [4, 4]),
      marks([1, 1], [2, 2], [3, 8], [4, 9]),
      undefined,
    ],
    ['they differ by a frame of sound', marks([1, 12], [2, 14], [3, 16.02]), marks([1, 12], [2, 14], [3, 16]), 0],
  ])('%s', (_, ours, theirs, shift) => {
    const found = shiftBetween(ours, theirs);
    if (shift === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(shift, 9);
  });
});

describe('LV-6: a segment’s name', () => {
  test('is its file’s, wherever that lies', () => {
    expect(landmarkName('/a/720p/seg17.ts')).toBe(landmarkName('/cdn9/480p/seg17.ts'));
    expect(landmarkName('seg17.ts')).toBe(landmarkName('/x/seg17.ts'));
    expect(landmarkName('/x/seg17.ts')).not.toBe(landmarkName('/x/seg18.ts'));
  });

  test('has 32 bits', () => {
    for (let i = 0; i < 100; i++) {
      const name = landmarkName(`/seg${i}.m4s`);
      expect(Number.isInteger(name) && name >= 0 && name <= 0xffffffff).toBe(true);
    }
  });
});
