import { describe, expect, test } from 'vitest';
import {
  addSample,
  type ClockState,
  composeClocks,
  emptyClock,
  ownClock,
  readClock,
  toRemote,
} from '../../../../lib/core/time/clock';
import type { ClockSample } from '../../../../lib/core/time/clock-interval';
import { seeded } from '../../../helpers/virtual-random';

/** A sample at local time `sent`, of a remote clock `offset` ahead, with the two legs' delays. */
const sample = (sent: number, offset: number, up = 20, down = 20): ClockSample => ({
  sent,
  received: sent + up + offset,
  answered: sent + up + offset + 0.1,
  returned: sent + up + 0.1 + down,
});

const all = (samples: readonly ClockSample[]): ClockState =>
  samples.reduce((state, each) => addSample(state, each).state, emptyClock);

test('CL-1: nothing is known before the first sample', () => {
  expect(readClock(emptyClock, 0)).toBeUndefined();
});

test('CL-1: the fastest leg of each direction counts, whichever samples they were in', () => {
  const state = all([sample(0, 500, 20, 90), sample(100, 500, 90, 20)]);
  const reading = readClock(state, 200);
  expect(reading?.offsetMs).toBeCloseTo(500, 1);
  expect(reading?.uncertaintyMs).toBeCloseTo(55, 1);
});

test('a reading goes on with the fitted skew, and two in a row make one', () => {
  const near = { offsetMs: 1_000, skew: 1e-5, at: 50, uncertaintyMs: 1 };
  const far = { offsetMs: -400, skew: 2e-5, at: 1_050, uncertaintyMs: 30 };
  const both = composeClocks(near, far);
  expect(toRemote(both, 50)).toBeCloseTo(650, 6);
  expect(toRemote(both, 100_050)).toBeCloseTo(toRemote(far, toRemote(near, 100_050)), 3);
  expect(both.uncertaintyMs).toBe(31);
  expect(toRemote(ownClock, 123)).toBe(123);
});

describe('CL-2: over any delays, loss and skew', () => {
  /** Ends of a path: base delay, what comes on top, and how often. */
  const delays = (random: ReturnType<typeof seeded>) => {
    const kind = random.whole(0, 2);
    const spread = random.between(0, 80);
    const base = random.between(0, 150);
    return {
      base,
      next: () => {
        if (kind === 0) return base + random.between(0, spread);
        if (kind === 1) return base - Math.log(1 - random.next()) * (spread / 4);
        return base + (random.chance(0.2) ? spread * 5 : 0);
      },
    };
  };

  test.each(Array.from({ length: 40 }, (_, seed) => seed))('seed %i the error keeps its bound', (seed) => {
    const random = seeded(seed);
    const [up, down] = [delays(random), delays(random)];
    const skew = random.between(-200e-6, 200e-6);
    const offset = random.between(-1e9, 1e9);
    const loss = random.between(0, 0.3);
    const remote = (local: number) => local * (1 + skew) + offset;
    let state = emptyClock;
    const taken: { up: number; down: number; at: number }[] = [];
    for (let i = 0; i < 240; i++) {
      const sent = i < 8 ? i * 60 : (i - 7) * 1_000;
      const legs = { up: up.next(), down: down.next(), at: sent };
      if (random.chance(loss)) continue;
      const received = remote(sent + legs.up);
      const result = addSample(state, { sent, received, answered: received, returned: sent + legs.up + legs.down });
      expect(result.reset, 'the clock never changed').toBe(false);
      state = result.state;
      taken.push(legs);
      const now = sent + legs.up + legs.down;
      const reading = readClock(state, now);
      const error = (reading?.offsetMs ?? Number.NaN) - (remote(now) - now);
      const kept = taken.slice(-state.samples.length);
      // The least excess of what is kept, if age is counted at 50 ppm; and how far the clocks may have gone apart
      // since the oldest of it, but for what has been fitted.
      const excess = (leg: 'up' | 'down', base: number) =>
        Math.min(...kept.map((k) => k[leg] - base + 50e-6 * (now - k.at)));
      const apart = Math.abs(skew - state.skew) * (now - (kept[0]?.at ?? now));
      const asymmetry = Math.abs(up.base - down.base);
      const bound = (excess('up', up.base) + excess('down', down.base) + asymmetry) / 2 + apart + 0.1;
      expect(Math.abs(error), `after ${i}`).toBeLessThanOrEqual(bound);
    }
  });
});

describe('CL-4: a clock that changes', () => {
  const steady = (count: number, offset = 0) => all(Array.from({ length: count }, (_, i) => sample(i * 1_000, offset)));

  test.each([40_000, -40_000, 3_600_000, -3_600_000])('a step of %i ms resets within three samples', (step) => {
    let state = steady(30);
    const resets: boolean[] = [];
    for (let i = 0; i < 3; i++) {
      const result = addSample(state, sample(40_000 + i * 60, step));
      state = result.state;
      resets.push(result.reset);
    }
    expect(resets).toEqual([false, false, true]);
    expect(readClock(state, 41_000)?.offsetMs).toBeCloseTo(step, 0);
  });

  test('one bad sample moves nothing', () => {
    const before = steady(30);
    const { state, reset } = addSample(before, sample(30_000, 5_000));
    expect(reset).toBe(false);
    expect(readClock(state, 31_000)?.offsetMs).toBeCloseTo(0, 1);
    const after = addSample(state, sample(31_000, 0)).state;
    expect(after.suspects).toEqual([]);
  });

  test.each<[string, ClockSample]>([
    ['not a number', { sent: 0, received: Number.NaN, answered: 0, returned: 1 }],
    ['infinite', { sent: 0, received: 0, answered: 0, returned: Number.POSITIVE_INFINITY }],
    ['back before it left', { sent: 10, received: 5, answered: 5, returned: 9 }],
    ['answered before it came', { sent: 0, received: 5, answered: 4, returned: 10 }],
    ['kept for longer than it took', { sent: 0, received: 5, answered: 500, returned: 10 }],
  ])('refuses a sample that is %s', (_, wrong) => {
    expect(addSample(emptyClock, wrong)).toEqual({ state: emptyClock, reset: false });
  });
});

describe('CL-5: frequency', () => {
  const skewed = (skew: number, count: number, noise = 0, seed = 1) => {
    const random = seeded(seed);
    return all(
      Array.from({ length: count }, (_, i) =>
        sample(i * 1_000, i * 1_000 * skew, 20 + random.between(0, noise), 20 + random.between(0, noise)),
      ),
    );
  };

  test.each([100e-6, -200e-6, 30e-6])('finds a skew of %d', (skew) => {
    expect(skewed(skew, 110, 1).skew).toBeCloseTo(skew, 5);
  });

  test('fits nothing without history or without enough samples', () => {
    expect(skewed(100e-6, 20).skew).toBe(0);
    expect(all(Array.from({ length: 6 }, (_, i) => sample(i * 10_000, i))).skew).toBe(0);
  });

  test('a fit is believed as far as it stands out of its own noise, and says how far that is', () => {
    const clear = skewed(100e-6, 110, 1);
    expect(clear.skewError).toBeLessThan(6e-6);
    const seeds = Array.from({ length: 40 }, (_, seed) => skewed(0, 110, 40, seed));
    const within = seeds.filter(({ skew, skewError }) => Math.abs(skew) <= 2 * skewError);
    expect(within.length).toBeGreaterThan(32);
    const mean = seeds.reduce((sum, { skewError }) => sum + skewError, 0) / seeds.length;
    expect(mean).toBeGreaterThan(3 * clear.skewError);
  });

  test('over a path that shakes, the estimate is not thrown to and fro', () => {
    const random = seeded(3);
    const skew = 118e-6;
    let state = emptyClock;
    const errors: number[] = [];
    for (let i = 0; i < 900; i++) {
      const taken = sample(i * 1_000, i * 1_000 * skew, 145 + random.between(0, 36), 145 + random.between(0, 36));
      state = addSample(state, taken).state;
      const now = taken.returned;
      if (i > 120) errors.push((readClock(state, now)?.offsetMs ?? Number.NaN) - i * 1_000 * skew);
    }
    const steps = errors.slice(2).map((error, i) => Math.abs(error - (errors[i] ?? Number.NaN)));
    // A fit of 118 ppm that came and went threw it by 6 ms.
    expect(Math.max(...steps)).toBeLessThan(4);
  });

  test('a slope that no crystal has is noise', () => {
    // 380 ppm between samples and a jump that stays inside what the samples allow: the fit is thrown away.
    const jitter = Array.from({ length: 100 }, (_, i) => sample(i * 1_000, 0, 20 + i, 120 - i));
    expect(all(jitter).skew).toBe(0);
  });
});
