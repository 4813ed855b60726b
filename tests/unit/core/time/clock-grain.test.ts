import { describe, expect, test } from 'vitest';
import { addSample, emptyClock, readClock } from '../../../../lib/core/time/clock';
import { grainOf } from '../../../../lib/core/time/clock-grain';
import { seeded } from '../../../helpers/virtual-random';

describe('CL-7: a clock that goes in steps', () => {
  const random = seeded(7);
  const stamps = (grain: number, count = 40) =>
    Array.from({ length: count }, () => Math.round(Math.floor(random.between(0, 60_000) / grain) * grain * 100) / 100);

  test.each([16.666_666, 100])('of %d ms is known for it', (grain) => {
    expect(grainOf(stamps(grain))).toBeCloseTo(grain, 1);
  });

  test('one that does not is not, nor is one of which too little is known', () => {
    expect(grainOf(Array.from({ length: 40 }, () => random.between(0, 60_000)))).toBe(0);
    expect(grainOf(Array.from({ length: 40 }, (_, i) => i * 0.1))).toBe(0);
    expect(grainOf([0, 16.67, 33.33])).toBe(0);
  });

  test.each([0, 16.666_666, 100])(
    'in steps of %d ms is not taken for one that has changed, again and again',
    (grain) => {
      const step = (at: number) => (grain === 0 ? at : Math.floor(at / grain) * grain);
      let state = emptyClock;
      let resets = 0;
      const errors: number[] = [];
      for (let i = 0; i < 120; i++) {
        const at = i < 8 ? 1_000 + i * 30 : i * 1_000;
        const [there, back] = [random.between(0.3, 3), random.between(0.3, 3)];
        const received = at + there + 5_000;
        const taken = addSample(state, {
          ...{ sent: step(at), received, answered: received + 0.1 },
          returned: step(at + there + 0.1 + back),
        });
        state = taken.state;
        // Until some steps have been seen nobody knows of them.
        if (i < 20) continue;
        if (taken.reset) resets++;
        errors.push(Math.abs((readClock(state, at)?.offsetMs ?? 0) - 5_000 - grain / 2));
      }
      expect(resets).toBe(0);
      expect(errors.sort((a, b) => a - b)[Math.floor(errors.length * 0.95)]).toBeLessThan(Math.max(2, grain / 2 + 2));
    },
  );
});
