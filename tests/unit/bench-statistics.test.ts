import { describe, expect, test } from 'vitest';
import { driftSeries, quantile, settledAt, smoothed, spread } from '../bench/statistics.mjs';

const still = { rate: 1, paused: false, seeking: false, muted: false };
/** A player's samples every 20 ms: `position` from the time in ms. */
const samples = (from: number, to: number, position: (at: number) => number) =>
  Array.from({ length: (to - from) / 20 + 1 }, (_, i) => ({
    ...still,
    at: from + i * 20,
    position: position(from + i * 20),
  }));

describe('quantiles', () => {
  test('are values that were there', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(quantile(values, 0.5)).toBe(50);
    expect(quantile(values, 0.95)).toBe(95);
    expect(quantile(values, 1)).toBe(100);
    expect(quantile([7], 0.5)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });

  test('count what never happened apart', () => {
    expect(spread([1, Number.NaN, 3])).toEqual({ median: 1, p95: 3, max: 3, n: 2, missed: 1 });
  });
});

describe('drift', () => {
  test('is taken at one moment, though the samples are of different ones', () => {
    const host = samples(0, 1_000, (at) => at / 1000);
    const guest = samples(7, 967, (at) => at / 1000 + 0.003);
    const points = driftSeries(host, guest);
    expect(points).toHaveLength(guest.length);
    for (const point of points) expect(point.ms).toBeCloseTo(3, 6);
  });

  test('is not made up where the host was not seen, or outside of the time asked for', () => {
    const host = samples(200, 400, (at) => at / 1000);
    const guest = samples(0, 1_000, (at) => at / 1000);
    expect(driftSeries(host, guest).every(({ at }) => at > 200 && at <= 400)).toBe(true);
    expect(driftSeries(host, guest, 300, 340).map(({ at }) => at)).toEqual([300, 320, 340]);
  });

  test('tells when one of them stands', () => {
    const host = samples(0, 400, (at) => at / 1000).map((sample) => ({ ...sample, paused: sample.at > 200 }));
    const points = driftSeries(
      host,
      samples(10, 390, (at) => at / 1000),
    );
    expect(points.filter(({ moving }) => moving).every(({ at }) => at < 200)).toBe(true);
  });
});

describe('settled', () => {
  const points = (...values: number[]) => values.map((ms, i) => ({ at: i * 20, ms, moving: true }));

  test('is who stays in the bound for so long', () => {
    expect(settledAt(points(90, 4, 60, 4, -3, 2, 1, 0), 5, 60)).toBe(60);
  });

  test('is not who passes through it, or stands there', () => {
    expect(settledAt(points(90, 4, 60, 4, 60), 5, 40)).toBeNaN();
    const standing = points(0, 0, 0, 0).map((point) => ({ ...point, moving: false }));
    expect(settledAt(standing, 5, 40)).toBeNaN();
  });

  test('is told apart from who shows the place of a seek and has not got going there', () => {
    const jumps = (at: number, standsMs: number) =>
      at < 300 ? at / 1000 : 50 + Math.max(0, at - 300 - standsMs) / 1000;
    const points = driftSeries(
      samples(0, 1_000, (at) => jumps(at, 80)),
      samples(0, 1_000, (at) => jumps(at, 120)),
      290,
    );
    expect(settledAt(points, 50, 200)).toBe(300);
    expect(settledAt(points, 50, 200, ({ advancing }) => advancing)).toBe(440);
  });
});

describe('a position that moves in steps', () => {
  const steps = (at: number) => Math.floor(at / 40) * 0.04;

  test('is laid on the line that it follows', () => {
    const drifts = driftSeries(smoothed(samples(0, 3_000, (at) => at / 1000)), smoothed(samples(10, 2_990, steps)));
    // Half a step behind, since a step is seen as late as it comes.
    const inner = drifts.filter(({ at }) => at > 800 && at < 2_200);
    for (const { ms } of inner) expect(Math.abs(ms + 15)).toBeLessThan(6);
    expect(Math.max(...inner.map(({ ms }) => ms)) - Math.min(...inner.map(({ ms }) => ms))).toBeLessThan(3);
  });

  test('is not blended with what came before a jump', () => {
    const jumping = samples(0, 2_000, (at) => at / 1000 + (at > 1_000 ? 30 : 0));
    for (const [i, sample] of smoothed(jumping).entries())
      expect(sample.position).toBeCloseTo(jumping[i]?.position ?? 0, 6);
  });

  test('keeps its place while it rests', () => {
    const resting = samples(0, 400, () => 5).map((sample) => ({ ...sample, paused: true }));
    expect(smoothed(resting)).toEqual(resting);
  });
});
