import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ownClock } from '../../../lib/core/time/clock';
import type { Room } from '../../../lib/room/room';
import { Skips } from '../../../lib/room/skips';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';

/** Ann's side of a room in which Ben's player has skipped. */
class Side {
  readonly time = new VirtualTime();
  readonly show = vi.fn();
  readonly asked = vi.fn();
  readonly go = vi.fn();
  readonly changed = vi.fn();
  readonly room = {
    self: 'ann',
    members: [
      { id: 'ann', name: 'Ann', state: 'in-sync' },
      { id: 'ben', name: 'Ben', state: 'catching-up' },
    ],
    canControl: true,
    facts: { playback: { position: 60, rate: 1, paused: false, at: 0 } },
    skip: undefined as Room['skip'],
    clock: () => ownClock as ReturnType<Room['clock']>,
  };
  open = true;
  here = true;
  readonly skips = new Skips({
    scheduler: trueScheduler(this.time),
    room: () => (this.open ? (this.room as unknown as Room) : undefined),
    isHere: () => this.here,
    show: this.show,
    asked: this.asked,
    go: this.go,
    changed: this.changed,
  });
  offer(by = 'ben', to = 75) {
    this.room.skip = { by, to, at: this.time.now };
    this.skips.look();
  }
}

let side: Side;
beforeEach(() => {
  side = new Side();
});
const BEN = { who: 'Ben', to: 75, may: true };

describe('RO-9: an offer', () => {
  test('is shown once, until the room is there', async () => {
    side.offer();
    side.skips.look();
    expect(side.show.mock.calls).toEqual([[BEN]]);
    await side.time.run(14_400);
    expect(side.skips.question).toEqual(BEN);
    await side.time.run(14_600);
    expect(side.show.mock.calls).toEqual([[BEN], [undefined]]);
    expect(side.changed).toHaveBeenCalledTimes(2);
  });

  test('is shown again to a page that is new', () => {
    side.skips.look(true);
    side.offer();
    side.skips.look(true);
    expect(side.show.mock.calls).toEqual([[BEN], [BEN]]);
  });

  test('is shown without its buttons to who may not drive', () => {
    side.room.canControl = false;
    side.offer();
    expect(side.skips.question).toEqual({ ...BEN, may: false });
  });

  test.each<[string, () => void]>([
    ['the room is over', () => Object.assign(side, { open: false })],
    ['the room’s time is not known', () => Object.assign(side.room, { clock: () => undefined })],
    ['the page here shows another film', () => Object.assign(side, { here: false })],
    ['its member has left', () => side.room.members.pop()],
  ])('is not shown where %s', (_, change) => {
    change();
    side.offer();
    expect(side.show).not.toHaveBeenCalled();
  });

  test('of the player here is told of, once', () => {
    side.offer('ann');
    side.skips.look();
    expect(side.asked).toHaveBeenCalledOnce();
    expect(side.show).not.toHaveBeenCalled();
  });

  test('is taken, and gone', () => {
    side.offer();
    side.skips.answer('skip', 75);
    expect(side.go.mock.calls).toEqual([[75]]);
    expect(side.show.mock.lastCall).toEqual([undefined]);
  });

  test('is declined, and does not come back; another does', async () => {
    side.offer();
    side.skips.answer('stay', 75);
    side.skips.look(true);
    expect(side.go).not.toHaveBeenCalled();
    expect(side.show.mock.calls).toEqual([[BEN], [undefined]]);
    await side.time.run(6_000);
    side.offer('ben', 90);
    expect(side.skips.question?.to).toBe(90);
  });

  test('is not what was answered where another came meanwhile', () => {
    side.offer();
    side.skips.answer('skip', 60);
    expect(side.go).not.toHaveBeenCalled();
    expect(side.skips.question).toEqual(BEN);
  });

  test('is not looked at any more once the room is closed', async () => {
    side.offer();
    side.skips.close();
    await side.time.run(20_000);
    expect(side.show).toHaveBeenCalledOnce();
  });
});
