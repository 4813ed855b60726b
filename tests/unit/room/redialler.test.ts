import { beforeEach, describe, expect, test } from 'vitest';
import type { Problem } from '../../../lib/core/ports/room-view';
import { Backoff } from '../../../lib/room/backoff';
import { DialError, type Reached } from '../../../lib/room/dialler';
import { Redialler } from '../../../lib/room/redialler';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';

const ROUND_MS = 1_000;
const nobody = () => new DialError('room-not-found', true);
const cutOff = () => new DialError('server-unreachable', false);

/** Dials of a guest whose host was last met in epoch 6. */
class Side {
  readonly time = new VirtualTime();
  /** When each round began, and what comes of it: a failure, or a host. */
  readonly rounds: number[] = [];
  outcome: (round: number) => DialError | undefined = cutOff;
  welcome: () => Promise<void> = async () => {};
  readonly asked: number[] = [];
  takesOver = false;
  isMember = false;
  result: Problem | 'nothing' | 'dials' = 'dials';
  readonly redialler = new Redialler({
    scheduler: trueScheduler(this.time),
    random: () => 0,
    backoff: () => new Backoff(trueScheduler(this.time), [250, 500, 1_000, 2_000, 4_000, 8_000], () => 0),
    firstEpoch: () => 6,
    dialler: {
      hasAtNeed: false,
      isBest: () => true,
      dialBetter: () => Promise.reject(new Error('there is none')),
      dialAtNeed: () => Promise.reject(new Error('there are none')),
      dial: async (slots, signal) => {
        expect(slots).toEqual([2, 3, 0, 1]);
        this.rounds.push(this.time.now);
        await new Promise<void>((resolve) => void this.time.after(ROUND_MS, resolve));
        const failure = signal.aborted ? cutOff() : this.outcome(this.rounds.length);
        if (failure) throw failure;
        return {} as Reached;
      },
    },
    isMember: () => this.isMember,
    reached: () => this.welcome(),
    nobody: (since) => {
      this.asked.push(since);
      return this.takesOver;
    },
  });

  dial(forMs = 120_000) {
    this.result = 'dials';
    this.redialler.dial(forMs).then((problem) => {
      this.result = problem ?? 'nothing';
    });
  }
}
let side: Side;
beforeEach(() => {
  side = new Side();
});

describe('HB-2: a guest dials', () => {
  test('until a host is reached', async () => {
    side.outcome = (round) => (round < 4 ? cutOff() : undefined);
    side.dial();
    await side.time.run(60_000);
    expect(side.rounds).toEqual([0, 1_250, 2_750, 4_750]);
    expect(side.result).toBe('nothing');
  });

  test('again where the host then says nothing', async () => {
    side.outcome = () => undefined;
    let times = 0;
    side.welcome = async () => {
      if (++times < 3) throw new Error('silent');
    };
    side.dial();
    await side.time.run(60_000);
    expect([side.rounds.length, side.result]).toEqual([3, 'nothing']);
  });

  test('for so long, and says why it gave up', async () => {
    side.dial(20_000);
    await side.time.run(60_000);
    expect(side.result).toBe('server-unreachable');
    expect(side.rounds.at(-1)).toBeLessThan(30_000);
  });

  test.each(['room-full', 'room-locked', 'not-let-in', 'removed', 'version-ours-old', 'version-theirs-old'] as const)(
    'on as a member, though somebody who has proved nothing says %s',
    async (problem) => {
      side.isMember = true;
      side.outcome = (round) => (round < 4 ? new DialError(problem, false) : undefined);
      side.dial();
      await side.time.run(60_000);
      expect([side.rounds.length, side.result]).toEqual([4, 'nothing']);
    },
  );

  test('once as a member, too, where the host has proved to say so', async () => {
    side.isMember = true;
    side.outcome = () => new DialError('removed', false, true);
    side.dial();
    await side.time.run(60_000);
    expect([side.rounds.length, side.result]).toEqual([1, 'removed']);
  });

  test('as a member for no longer than else, and then says what it was told', async () => {
    side.isMember = true;
    side.outcome = () => new DialError('removed', false);
    side.dial(20_000);
    await side.time.run(60_000);
    expect(side.result).toBe('removed');
  });

  test.each(['room-full', 'removed', 'version-ours-old', 'version-theirs-old', 'webrtc-disabled'] as const)(
    'once where the answer is %s',
    async (problem) => {
      side.outcome = () => new DialError(problem, false);
      side.dial();
      await side.time.run(60_000);
      expect([side.rounds.length, side.result]).toEqual([1, problem]);
    },
  );

  test('once at a time, not while the host is heard again, and not after the end', async () => {
    side.dial();
    side.dial();
    expect(side.rounds).toEqual([0]);
    await side.time.run(1_100);
    side.redialler.stop();
    await side.time.run(10_000);
    expect(side.rounds).toEqual([0]);
    side.dial();
    await side.time.run(10_500);
    expect(side.rounds).toEqual([0, 10_000]);
    side.redialler.close();
    side.dial();
    await side.time.run(60_000);
    expect([side.rounds, side.result]).toEqual([[0, 10_000], 'nothing']);
  });
});

describe('SU-2: nobody is there', () => {
  test('is said after a second look, and dialling is over once this member is host', async () => {
    side.outcome = nobody;
    side.dial();
    await side.time.run(2_000);
    expect(side.asked).toEqual([]);
    side.takesOver = true;
    await side.time.run(60_000);
    expect([side.asked, side.rounds.length, side.result]).toEqual([[1_000], 2, 'nothing']);
  });

  test('counts from when it is known, and the waits begin anew then', async () => {
    side.outcome = (round) => (round < 8 ? cutOff() : nobody());
    side.dial();
    await side.time.run(50_000);
    const known = (side.rounds[7] ?? 0) + ROUND_MS;
    expect(new Set(side.asked)).toEqual(new Set([known]));
    expect((side.rounds[8] ?? 0) - known).toBe(250);
  });

  test('counts anew where meanwhile nobody could say', async () => {
    side.outcome = (round) => (round === 3 ? cutOff() : nobody());
    side.dial();
    await side.time.run(8_000);
    expect(side.asked[0]).toBe(1_000);
    expect(side.asked.at(-1)).toBeGreaterThan(4_000);
  });
});
