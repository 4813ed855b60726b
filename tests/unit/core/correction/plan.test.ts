import { describe, expect, test } from 'vitest';
import type { Drift } from '../../../../lib/core/correction/drift';
import {
  type Correction,
  type CorrectionContext,
  holdMaxS,
  planCorrection,
  SEEK_S,
  TOLERANCE_S,
} from '../../../../lib/core/correction/plan';
import { seeded } from '../../../helpers/virtual-random';

const LONG = 1e6;
const steady: CorrectionContext = {
  sinceMomentMs: LONG,
  sinceNudgeMs: LONG,
  rate: 1,
  seekCooling: false,
  nudging: true,
  seeking: true,
  seekLeadMs: 100,
  toleranceS: 0,
};
const fresh: CorrectionContext = { ...steady, sinceMomentMs: 500 };
const seen = (seconds: number, more: Partial<Drift> = {}): Drift => ({
  seconds,
  samples: 20,
  spanMs: 1_500,
  noise: 0.0001,
  ...more,
});

/** Media seconds by which a nudge moves the player against the room. */
const shift = (plan: Correction, rate: number) =>
  plan.kind === 'nudge' ? (rate * (plan.factor - 1) * plan.durationMs) / 1000 : Number.NaN;

test.each([[undefined], [seen(0.02, { samples: 2 })], [seen(0.02, { samples: 4, spanMs: 100, noise: 0.01 })]])(
  'too little has been seen: look (%o)',
  (drift) => {
    expect(planCorrection(drift, fresh).kind).toBe('measure');
  },
);

describe('CO-25: looks fall evenly into the steps of a place, whatever the speed', () => {
  test.each([0.25, 0.5, 0.75, 0.9, 1.1, 1.25, 1.5, 1.75, 2, 3, 4])('at %d times the speed', (rate) => {
    for (const few of [seen(0.01, { samples: 2 }), seen(0.03 * rate, { noise: 0.005 * rate })]) {
      const plan = planCorrection(few, { ...steady, rate });
      if (plan.kind !== 'measure') throw new Error(`there is no look, but a ${plan.kind}`);
      const parts = Array.from({ length: 10 }, (_, i) => ((i * plan.inMs * rate) / 40) % 1).sort((a, b) => a - b);
      const gaps = parts.map((part, i) => (parts[i + 1] ?? 1) - part);
      expect(Math.min(...gaps)).toBeGreaterThan(0.05);
      expect(plan.inMs).toBeGreaterThan(10);
      expect(plan.inMs).toBeLessThanOrEqual(27);
    }
  });
});

test.each([0.02, -0.2, 2.9, -2.9])('drift of %f s is left alone on a player that bears 3 s', (seconds) => {
  for (const context of [steady, fresh]) {
    expect(planCorrection(seen(seconds), { ...context, toleranceS: 3 })).toEqual({ kind: 'none' });
  }
});

test('and beyond that it is sought, as everywhere', () => {
  expect(planCorrection(seen(-3.1), { ...steady, toleranceS: 3 }).kind).toBe('seek');
});

test('few readings that agree are enough right after a start', () => {
  expect(planCorrection(seen(0.03, { samples: 3, spanMs: 60 }), fresh).kind).toBe('nudge');
});

describe('CO-2: a planned nudge shifts by exactly the drift', () => {
  test.each([0.004, -0.004, 0.02, -0.039, 0.1, -0.24])('%d s as heard, in steady state', (seconds) => {
    for (const rate of [0.5, 1, 2]) {
      const plan = planCorrection(seen(seconds * rate), { ...steady, rate });
      expect(shift(plan, rate)).toBeCloseTo(-seconds * rate, 9);
    }
  });
});

describe('CO-2: tolerance and hysteresis', () => {
  test.each([0, TOLERANCE_S, -TOLERANCE_S])('%d s is left alone', (seconds) => {
    expect(planCorrection(seen(seconds), steady)).toEqual({ kind: 'none' });
  });

  test.each([0.5, 2])('at %d× a place is weighed as it is heard', (rate) => {
    const context = { ...steady, rate };
    expect(planCorrection(seen(0.99 * TOLERANCE_S * rate), context)).toEqual({ kind: 'none' });
    expect(planCorrection(seen(1.01 * TOLERANCE_S * rate), context).kind).toBe('nudge');
    expect(planCorrection(seen(-1.01 * SEEK_S * rate), context)).toEqual({ kind: 'seek' });
  });

  test('CO-3: a small drift waits for the last nudge to be 30 s ago, a bigger one does not', () => {
    expect(planCorrection(seen(0.005), { ...steady, sinceNudgeMs: 29_000 })).toEqual({ kind: 'none' });
    expect(planCorrection(seen(0.005), { ...steady, sinceNudgeMs: 30_000 }).kind).toBe('nudge');
    expect(planCorrection(seen(0.009), { ...steady, sinceNudgeMs: 1_000 }).kind).toBe('nudge');
  });

  test('a fine nudge needs readings over a second; scattered ones are read closely first', () => {
    expect(planCorrection(seen(0.005, { spanMs: 500 }), steady).kind).toBe('measure');
    expect(planCorrection(seen(0.009, { noise: 0.003 }), steady).kind).toBe('measure');
    expect(planCorrection(seen(0.009, { noise: 0.003, samples: 60 }), steady).kind).toBe('nudge');
  });

  test('a drift inside the scatter of its readings is none', () => {
    expect(planCorrection(seen(0.006, { noise: 0.004, samples: 60 }), steady)).toEqual({ kind: 'none' });
  });

  test('for ten seconds after a press the rest is trimmed closer', () => {
    expect(planCorrection(seen(0.002), { ...steady, sinceMomentMs: 9_000 }).kind).toBe('nudge');
    expect(planCorrection(seen(0.002), steady)).toEqual({ kind: 'none' });
  });
});

describe('how strong a nudge is', () => {
  const strength = (plan: Correction) => (plan.kind === 'nudge' ? Math.abs(plan.factor - 1) : Number.NaN);

  test.each([
    [0.004, 0.005],
    [0.0079, 0.005],
    [0.0081, 0.0081],
    [0.02, 0.02],
    [0.04, 0.02],
    [0.041, 0.041],
    [0.1, 0.08],
    [0.25, 0.08],
  ])('CO-3, CO-15, CO-4: in steady state %s s gets %s', (seconds, part) => {
    for (const sign of [1, -1]) expect(strength(planCorrection(seen(sign * seconds), steady))).toBeCloseTo(part, 9);
  });

  test.each([
    [0.007, 0.01],
    [0.05, 0.05],
    [-0.1, 0.08],
  ])('CO-4: right after a press %s s gets %s', (seconds, part) => {
    expect(strength(planCorrection(seen(seconds), fresh))).toBeCloseTo(part, 9);
  });

  test('CO-4: and what is ahead by 60 ms stands still, but only then', () => {
    expect(planCorrection(seen(0.061), fresh)).toEqual({ kind: 'wait', durationMs: 61 });
    expect(planCorrection(seen(0.061), steady).kind).toBe('nudge');
  });
});

describe('CO-5: far away', () => {
  test('behind: seek, unless seeks are being spared', () => {
    expect(planCorrection(seen(-0.3), steady)).toEqual({ kind: 'seek' });
    const cooling = { ...steady, seekCooling: true };
    expect(planCorrection(seen(-0.3), cooling)).toMatchObject({ kind: 'nudge', durationMs: expect.closeTo(3_750, 6) });
    expect(planCorrection(seen(-0.3), { ...cooling, nudging: false })).toEqual({ kind: 'none' });
    expect(planCorrection(seen(-400), cooling)).toEqual({ kind: 'none' });
  });

  test('ahead by up to a second and a half: stand still; by more: seek', () => {
    expect(planCorrection(seen(0.6), { ...steady, rate: 2 })).toEqual({ kind: 'wait', durationMs: 300 });
    expect(planCorrection(seen(2), steady)).toEqual({ kind: 'seek' });
  });

  test('CO-4: right after a press a player that is ahead stands still; in steady state it is slowed', () => {
    expect(planCorrection(seen(0.1), fresh)).toEqual({ kind: 'wait', durationMs: 100 });
    expect(planCorrection(seen(0.1), steady).kind).toBe('nudge');
  });
});

test('gentle correction switched off: only seeks and holds are left', () => {
  const hard = { ...steady, nudging: false };
  expect(planCorrection(seen(0.005), hard)).toEqual({ kind: 'none' });
  expect(planCorrection(seen(-0.1), hard)).toEqual({ kind: 'none' });
  expect(planCorrection(seen(-0.3), hard)).toEqual({ kind: 'seek' });
  expect(planCorrection(seen(-0.3), { ...hard, seeking: false })).toEqual({ kind: 'none' });
  expect(planCorrection(seen(0.4), { ...hard, rate: 2 })).toEqual({ kind: 'wait', durationMs: 200 });
  expect(planCorrection(seen(3), hard)).toEqual({ kind: 'seek' });
});

test('CO-19: for ten seconds after a press less is left where nothing may be nudged', () => {
  const hard = { ...steady, nudging: false };
  const [justNow, later] = [{ ...hard, sinceMomentMs: 5_000 }, hard];
  expect(planCorrection(seen(-0.06), justNow)).toEqual({ kind: 'seek' });
  expect(planCorrection(seen(-0.06), later)).toEqual({ kind: 'none' });
  expect(planCorrection(seen(0.03), justNow)).toEqual({ kind: 'wait', durationMs: 30 });
  expect(planCorrection(seen(0.03), later)).toEqual({ kind: 'none' });
  expect(planCorrection(seen(0.08), later)).toEqual({ kind: 'wait', durationMs: 80 });
  // What may be the scatter of its own readings is no reason to stand still.
  expect(planCorrection(seen(0.03, { noise: 0.02 }), justNow)).toEqual({ kind: 'none' });
});

test('CO-10: a site’s own tolerance is left alone; where nothing may be nudged, standing still is', () => {
  const netflix = { ...steady, nudging: false, toleranceS: 3 };
  expect(planCorrection(seen(-2.9), netflix)).toEqual({ kind: 'none' });
  expect(planCorrection(seen(-3.1), netflix)).toEqual({ kind: 'seek' });
  expect(planCorrection(seen(1), netflix)).toEqual({ kind: 'wait', durationMs: 1_000 });
  expect(planCorrection(seen(-0.5), { ...steady, toleranceS: 1 })).toEqual({ kind: 'none' });
  expect(planCorrection(seen(-0.3), { ...steady, seeking: false }).kind).toBe('nudge');
});

test('CO-3, CO-4: whatever was seen, no plan exceeds the limits', () => {
  const random = seeded(7);
  for (let i = 0; i < 20_000; i++) {
    const spread = random.pick([0.01, 0.3, 10, 1e6]);
    const context = {
      sinceMomentMs: random.pick([0, 2_000, 5_000, LONG]),
      sinceNudgeMs: random.pick([0, 10_000, LONG]),
      rate: random.pick([0.0625, 0.5, 1, 2, 16]),
      seekCooling: random.chance(0.5),
      nudging: random.chance(0.9),
      seeking: random.chance(0.9),
      seekLeadMs: random.pick([0, 100, 7_500]),
      toleranceS: 0,
    };
    const drift = seen(random.between(-spread, spread), {
      samples: random.whole(1, 80),
      spanMs: random.between(0, 2_000),
      noise: random.between(0, 0.01),
    });
    const plan = planCorrection(drift, context);
    if (plan.kind === 'nudge') {
      const by = Math.abs(plan.factor - 1);
      expect(by).toBeLessThanOrEqual(0.1 + 1e-9);
      expect(Math.sign(plan.factor - 1)).toBe(-Math.sign(drift.seconds));
      expect(Math.abs(drift.seconds) <= SEEK_S * context.rate || plan.durationMs <= 4_000).toBe(true);
      expect(plan.durationMs).toBeGreaterThan(0);
      expect((by * plan.durationMs * context.rate) / 1000).toBeCloseTo(Math.abs(drift.seconds), 6);
    }
    if (plan.kind === 'wait') expect(plan.durationMs).toBeLessThanOrEqual(holdMaxS(context.seekLeadMs) * 1_000);
    if (plan.kind === 'measure') expect(plan.inMs).toBeGreaterThan(0);
  }
});
