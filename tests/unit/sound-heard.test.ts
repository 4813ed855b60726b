import { describe, expect, test } from 'vitest';
import { seeded } from '../bench/impaired-path.mjs';
import { fft, findIn } from '../sound/correlate.mjs';
import { keepArrivals } from '../sound/ear.mjs';
import { heardApart, ownSound, positionAt, windowsOf } from '../sound/heard.mjs';
import { calmest } from '../sound/sound-clock.mjs';

const RATE = 48_000;
const noiseOf = (samples: number, seed = 1) => {
  const random = seeded(seed);
  return Float32Array.from({ length: samples }, () => random() - 0.5);
};

describe('the transform', () => {
  test('of a sine is its frequency, and nothing else', () => {
    const size = 64;
    const re = Float64Array.from({ length: size }, (_, i) => Math.cos((2 * Math.PI * 5 * i) / size));
    const im = new Float64Array(size);
    fft(re, im);
    const sizes = [...re].map((value, k) => Math.hypot(value, im[k] ?? 0));
    for (const [k, value] of sizes.entries()) expect(value).toBeCloseTo(k === 5 || k === size - 5 ? size / 2 : 0, 9);
  });
});

describe('one sound in another', () => {
  const reach = 1_000;
  const long = noiseOf(4_096 + 2 * reach);

  test.each([0, 1, -37, 640, reach, -reach])('is found %i samples away, to the sample', (lag) => {
    const { lag: found, likeness } = findIn(long.slice(reach + lag, reach + lag + 4_096), long);
    expect(found).toBe(lag);
    expect(likeness).toBeCloseTo(1, 6);
  });

  test('is found though it is quieter, turned into something a little else, and with noise over it', () => {
    const other = noiseOf(4_096, 2);
    const short = long.slice(reach + 99, reach + 99 + 4_096).map((value, i) => 0.1 * value + 0.05 * (other[i] ?? 0));
    const { lag, likeness } = findIn(short, long);
    expect(lag).toBe(99);
    expect(likeness).toBeCloseTo(1 / Math.hypot(1, 0.5), 1);
  });

  test('is not found where there is another sound, or none', () => {
    expect(findIn(noiseOf(4_096, 2), long).likeness).toBeLessThan(0.1);
    expect(findIn(new Float32Array(4_096), long)).toEqual({ lag: -reach, likeness: 0 });
    expect(findIn(noiseOf(4_096), new Float32Array(long.length)).likeness).toBe(0);
  });

  test('is found where a loud passage is beside it', () => {
    const short = long.slice(reach, reach + 4_096);
    const loud = long.map((value, i) => (i < 500 ? 50 * value : value));
    expect(findIn(short, loud).lag).toBe(0);
  });

  test('must be the shorter one', () => {
    expect(() => findIn(long, noiseOf(10))).toThrow('no room');
  });
});

describe('two members', () => {
  const film = noiseOf(4 * RATE);
  const take =
    (aheadMs: number) =>
    (place: 'host' | 'guest' | 'clock', from: number, count: number): Float32Array => {
      const start = RATE + from + (place === 'guest' ? Math.round(aheadMs * 48) : 0);
      return film.slice(start, start + count);
    };

  test.each([0, 12.5, -40, 200])('are heard %f ms apart', (aheadMs) => {
    const apart = heardApart(take(aheadMs), { from: 0, to: 2 * RATE });
    expect(apart.length).toBeGreaterThan(1);
    for (const ms of apart) expect(ms).toBeCloseTo(aheadMs, 1);
  });

  test('of whom one is silent are not heard', () => {
    const silent = (place: 'host' | 'guest' | 'clock', from: number, count: number) =>
      place === 'guest' ? new Float32Array(count) : take(0)(place, from, count);
    expect(heardApart(silent, { from: 0, to: 2 * RATE }).every(Number.isNaN)).toBe(true);
  });

  test('are looked at only where there is sound to both sides', () => {
    for (const start of windowsOf({ from: 1_000, to: 1_000 + 2 * RATE })) {
      expect(start - RATE / 4).toBeGreaterThanOrEqual(1_000);
      expect(start + RATE / 2).toBeLessThanOrEqual(1_000 + 2 * RATE);
    }
    expect(windowsOf({ from: 0, to: 100 })).toEqual([]);
  });
});

describe('one member', () => {
  const noise = noiseOf(6 * RATE);
  const still = { rate: 1, paused: false, seeking: false, muted: false };
  /** A player that is at `at / 1000 + offset` s, in a recording that began at 0 ms. */
  const track = (offset: number) =>
    Array.from({ length: 300 }, (_, i) => ({ ...still, at: i * 20 + 7, position: (i * 20 + 7) / 1000 + offset }));
  const heard = (aheadMs: number, offset: number) =>
    ownSound({
      take: (_, from, count) => {
        // The film's sound goes round: 5 s into it and on.
        const start = from + offset * RATE - aheadMs * 48;
        return Float32Array.from({ length: count }, (_, i) => noise[(start + i) % noise.length] ?? 0);
      },
      listening: { from: RATE / 2, to: 3 * RATE },
      place: 'guest',
      track: track(offset),
      heardAt: (sample) => sample / 48,
      noise,
    });

  test.each([0, 25, -46])('whose picture is %i ms ahead of its sound', (aheadMs) => {
    for (const ms of heard(aheadMs, 1)) expect(ms).toBeCloseTo(aheadMs, 1);
  });

  test('is placed in a film that is longer than its noise', () => {
    for (const ms of heard(10, 5)) expect(ms).toBeCloseTo(10, 1);
  });

  test('is nowhere while it stands, seeks, or was not seen', () => {
    expect(positionAt(track(0), 1_000)).toBeCloseTo(1, 9);
    expect(positionAt(track(0), -1)).toBeUndefined();
    expect(positionAt(track(0), 100_000)).toBeUndefined();
    const paused = track(0).map((sample) => ({ ...sample, paused: true }));
    expect(positionAt(paused, 1_000)).toBeUndefined();
  });
});

describe('what the clock is set by', () => {
  test('is those looks that follow each other and were least disturbed', () => {
    const looks = [[10, 11], [40], [12, 12], [12.5, 11.5], [12], [70]];
    expect(calmest(looks, 3)).toEqual({ heardAfterMs: 12, noiseMs: 1 });
  });

  test('is nothing while too few looks have heard anything', () => {
    expect(calmest([[10], [10]], 3).noiseMs).toBe(Number.POSITIVE_INFINITY);
    expect(calmest([[10], [], [10]], 3).noiseMs).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('when a recording began', () => {
  test('is told by the piece that was least late of those asked for', () => {
    const arrivals = keepArrivals();
    for (const [i, lateMs] of [20, 3, 150, 8, 1].entries()) {
      const samples = (i + 1) * RATE;
      arrivals.note(samples, 5_000 + (i + 1) * 1_000 + lateMs);
    }
    expect(arrivals.originMs(RATE, 4 * RATE)).toBeCloseTo(5_003, 6);
    expect(arrivals.originMs(0, 10 * RATE)).toBeCloseTo(5_001, 6);
    expect(() => arrivals.originMs(20 * RATE, 30 * RATE)).toThrow('nothing was recorded');
  });
});
