import { beforeEach, describe, expect, test } from 'vitest';
import type { Cause } from '../../../lib/core/wire/protocol';
import { Presses } from '../../../lib/room/presses';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';

let time: VirtualTime;
let applied: [at: number, who: string, id: number, cause: Cause][];
let presses: Presses;
beforeEach(() => {
  time = new VirtualTime();
  applied = [];
  presses = new Presses(trueScheduler(time), (who, { id, cause }) => applied.push([time.now, who, id, cause]));
});
const press = (who: string, id: number, cause: Cause = 'seek') =>
  presses.take(who, { id, cause, playback: { position: id, rate: 1, paused: false, at: 0 } });
/** Presses of one member, so many a second, for a second. */
function hammer(perSecond: number) {
  for (let i = 0; i < perSecond; i++) time.at((i * 1000) / perSecond, () => press('ann', i + 1));
}

describe('RO-12: how often a member’s presses move everybody', () => {
  test('a press now and then counts at once', async () => {
    press('ann', 1, 'pause');
    press('ann', 2, 'play');
    await time.run(2_000);
    press('ann', 3);
    expect(applied.map(([at]) => at)).toEqual([0, 0, 2_000]);
  });

  test.each([10, 30, 1_000])('of %i a second eight at most count in any second, the last one among them', async (n) => {
    hammer(n);
    await time.run(3_000);
    for (const [from] of applied)
      expect(applied.filter(([at]) => at >= from && at < from + 1_000).length).toBeLessThan(9);
    expect(applied.at(-1)?.[2]).toBe(n);
    expect(applied.map(([, , id]) => id)).toEqual([...applied.map(([, , id]) => id)].sort((a, b) => a - b));
  });

  test('one member’s hammering costs another nothing', async () => {
    hammer(100);
    time.at(500, () => press('ben', 1));
    await time.run(2_000);
    expect(applied.find(([, who]) => who === 'ben')).toEqual([500, 'ben', 1, 'seek']);
  });

  test('a pause that has to wait is not lost to the jump after it, and of play and pause the last one counts', async () => {
    press('ann', 1);
    press('ann', 2);
    press('ann', 3, 'pause');
    press('ann', 4);
    press('ann', 5, 'play');
    press('ann', 6, 'pause');
    await time.run(1_000);
    expect(applied.slice(2).map(([, , id, cause]) => [id, cause])).toEqual([
      [4, 'seek'],
      [6, 'pause'],
    ]);
  });

  test('an older press that comes late on another link does not undo a newer one', async () => {
    press('ann', 1);
    press('ann', 2);
    press('ann', 5);
    press('ann', 4);
    await time.run(1_000);
    expect(applied.at(-1)?.[2]).toBe(5);
  });

  test('nothing is applied for who has gone, nor after the end', async () => {
    for (let id = 1; id < 4; id++) {
      press('ann', id);
      press('ben', id);
    }
    presses.forget('ann');
    presses.close();
    await time.run(1_000);
    expect(applied).toHaveLength(4);
  });
});
