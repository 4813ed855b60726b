import { beforeEach, describe, expect, test } from 'vitest';
import { ClockSampler } from '../../../../lib/core/time/clock-sampler';
import { trueScheduler, VirtualTime } from '../../../helpers/virtual-time';

const GAP_MS = 30;

describe('a sampler of another clock', () => {
  let time: VirtualTime;
  let asked: number[];
  let sampler: ClockSampler;
  beforeEach(() => {
    time = new VirtualTime();
    asked = [];
    sampler = new ClockSampler(trueScheduler(time), GAP_MS, (sent) => asked.push(sent));
  });
  const wait = (ms: number) => time.run(time.now + ms);
  /** An answer to a question that was sent just now, over no distance. */
  const answer = (offsetMs: number) => {
    const { now } = time;
    return sampler.answered({ sent: now, received: now + offsetMs, answered: now + offsetMs, returned: now });
  };

  test('asks eight times at first, and says when that is done (CL-6)', async () => {
    let done = 0;
    sampler.burst(() => done++);
    await wait(6 * GAP_MS);
    expect([asked.length, done]).toEqual([7, 0]);
    await wait(1_000);
    expect(asked).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((i) => i * GAP_MS));
    expect(done).toBe(1);
  });

  test('begins a burst anew rather than run two at once, and ends one that is not wanted any more', async () => {
    sampler.burst();
    await wait(2 * GAP_MS + 1);
    sampler.burst();
    await wait(1_000);
    expect(asked).toHaveLength(3 + 8);
    sampler.burst();
    sampler.stop();
    await wait(1_000);
    expect(asked).toHaveLength(3 + 8 + 1);
  });

  test('asks on demand, but not again within the period', async () => {
    sampler.sample(5_000);
    await wait(5_000);
    sampler.sample(5_000);
    expect(asked).toEqual([0]);
    await wait(1);
    sampler.sample(5_000);
    sampler.sample();
    expect(asked).toEqual([0, 5_001, 5_001]);
  });

  test('reads the clock, says when it has changed, and may forget it (CL-4)', async () => {
    expect(sampler.reading()).toBeUndefined();
    expect([answer(100), answer(100)]).toEqual([false, false]);
    expect(sampler.reading()?.offsetMs).toBeCloseTo(100);
    await wait(10);
    expect([answer(900), answer(900), answer(900)]).toEqual([false, false, true]);
    expect(sampler.reading()?.offsetMs).toBeCloseTo(900);
    sampler.forget();
    expect(sampler.reading()).toBeUndefined();
  });
});
