import { describe, expect, test } from 'vitest';
import { calmed, expectTogether } from './convergence';
import type { Member } from './member';
import { plain, playing } from './people';
import type { World } from './world';

const STEP_MS = 2;
/** A start is one moment for all: players differ by some ms in getting going, and clocks by less. */
const SPREAD_MS = 40;
/** The host’s word, half the slowest round trip, and players that get ready (SPEC WA-3). */
const START_MS = 700;
const WAIT_MAX_MS = 12_000;

/** A room that waits for everyone, in step. */
async function waitingRoom(seed: number) {
  const [world, host, near, far] = await playing(
    seed,
    plain('host'),
    plain('near', { up: { delayMs: 10 } }),
    plain('far', { up: { delayMs: 120, jitterMs: 20 } }),
  );
  if (!near || !far) throw new Error('nobody came');
  host.service.perform({ type: 'set-together', together: true });
  await world.run(12_000);
  return { world, host, near, far };
}

/** Runs until nobody's film moves, and then until all of these films do. @returns how long that took each, true ms */
async function startsOf(world: World, members: readonly Member[], limitMs: number): Promise<number[]> {
  const end = world.time.now + limitMs;
  while (world.time.now < end && members.some(({ video }) => video.moving)) await world.run(STEP_MS);
  const stood = world.time.now;
  const began = new Map<Member, number>();
  while (world.time.now < end && began.size < members.length) {
    await world.run(STEP_MS);
    for (const member of members) {
      if (member.video.moving && !began.has(member)) began.set(member, world.time.now - stood);
    }
  }
  return [...began.values()];
}

const spread = (times: readonly number[]) => Math.max(...times) - Math.min(...times);
const toggle = (member: Member) =>
  member.video.by('person', (video) => (video.paused ? void video.play().catch(() => {}) : video.pause()));

describe.each([1, 2, 3, 4])('seed %i: a common start', (seed) => {
  test('after a wait begins at one moment for all (WA-3)', async () => {
    const { world, near } = await waitingRoom(seed);
    near.stall(3_000);
    const starts = await startsOf(world, world.members, 8_000);
    expect(starts).toHaveLength(3);
    expect(spread(starts)).toBeLessThan(SPREAD_MS);
    await expectTogether(await calmed(world));
  });

  test.each(['host', 'near', 'far'] as const)('after a press at %s, too (WA-4)', async (name) => {
    const { world, [name]: presser } = await waitingRoom(seed);
    toggle(presser);
    await world.run(3_000);
    toggle(presser);
    const starts = await startsOf(world, world.members, 3_000);
    expect(starts).toHaveLength(3);
    expect(spread(starts)).toBeLessThan(SPREAD_MS);
    await expectTogether(await calmed(world));
  });
});

describe.each(['host', 'far'] as const)('WA-9: a countdown by %s', (name) => {
  test('begins the film at one moment for all, wherever they wait', async () => {
    const { world, [name]: member } = await waitingRoom(6);
    toggle(member);
    await world.run(3_000);
    member.service.perform({ type: 'start-together', on: true });
    const starts = await startsOf(world, world.members, 6_000);
    expect(starts).toHaveLength(3);
    expect(spread(starts)).toBeLessThan(SPREAD_MS);
    expect(Math.min(...starts)).toBeGreaterThan(3_000);
    await expectTogether(await calmed(world));
  });

  test('WA-11: is over where somebody presses play meanwhile', async () => {
    const { world, near, [name]: member } = await waitingRoom(6);
    toggle(member);
    await world.run(3_000);
    member.service.perform({ type: 'start-together', on: true });
    await world.run(1_000);
    toggle(near);
    await world.run(START_MS);
    expect(world.members.map(({ video }) => video.moving)).toEqual([true, true, true]);
    await expectTogether(await calmed(world));
  });
});

/** Until somebody's seek that is not answered is known to be late: what the player waits, the room, and the way there. */
const LATE_MS = 1_000;

describe('after a jump to what is not loaded', () => {
  /** In a room that waits for everyone, whose guest takes so long for each seek. */
  async function jumped(seekMs: number) {
    const [world, host, near, slow] = await playing(
      7,
      plain('host'),
      plain('near', { up: { delayMs: 10 } }),
      plain('slow', { quirks: { seekMs: [seekMs, seekMs + 100] } }),
    );
    if (!near || !slow) throw new Error('nobody came');
    host.service.perform({ type: 'set-together', together: true });
    await world.run(12_000);
    host.video.by('person', (video) => (video.currentTime = 2_000));
    await world.run(LATE_MS);
    return { world, host, near, slow };
  }

  test('the room stands still until the slowest is there, and all start together (WA-5)', async () => {
    const { world, host, near, slow } = await jumped(4_000);
    expect([host.video.paused, near.video.paused]).toEqual([true, true]);
    const view = host.service.view();
    expect(view.state === 'room' && view.waiting).toEqual(['slow']);
    const changes = world.room.state?.change ?? Number.NaN;
    const starts = await startsOf(world, [host, near, slow], WAIT_MAX_MS);
    expect(starts).toHaveLength(3);
    expect(spread(starts)).toBeLessThan(SPREAD_MS);
    // It has got there, and not been gone on without.
    expect(Math.abs(slow.video.truePosition - host.video.truePosition)).toBeLessThan(SPREAD_MS / 1000);
    await expectTogether(await calmed(world));
    // In one go: the room has stood still, and gone on.
    expect(world.room.state?.change).toBe(changes + 1);
  });

  test('a stream does not stand still and go on by turns for who has to seek after each time (WA-5)', async () => {
    const quirks = { durationS: Number.POSITIVE_INFINITY, segments: true };
    const slow = { ...quirks, seekMs: [4_000, 4_100] as const };
    const [world, host] = await playing(7, plain('host', { quirks }), plain('slow', { quirks: slow }));
    host.service.perform({ type: 'set-together', together: true });
    await world.run(20_000);
    host.video.by('person', (video) => (video.currentTime = video.truePosition - 20));
    await world.run(30_000);
    const pauses = host.video.writes.filter(({ by, what }) => by === 'lockstep' && what === 'pause');
    expect(pauses.length).toBeLessThanOrEqual(1);
  });

  test('a stream stands still for one that has run dry, until it has not', async () => {
    const quirks = { durationS: Number.POSITIVE_INFINITY, segments: true };
    const [world, host, guest] = await playing(7, plain('host', { quirks }), plain('guest', { quirks }));
    host.service.perform({ type: 'set-together', together: true });
    await world.run(20_000);
    guest?.stall(3_000);
    await world.run(2_000);
    const pauses = () => host.video.writes.filter(({ by, what }) => by === 'lockstep' && what === 'pause').length;
    expect([host.video.paused, pauses()]).toEqual([true, 1]);
    await world.run(10_000);
    expect([host.video.paused, pauses()]).toEqual([false, 1]);
  });

  test('a room of quick players stands still for nobody', async () => {
    const { world, host } = await jumped(150);
    const before = host.video.writes.length;
    await world.run(5_000);
    expect(host.video.writes.slice(before).map(({ what }) => what)).not.toContain('pause');
  });

  test('and nobody is shown to be nearly there while nothing is measured (ME-2)', async () => {
    const { host, slow } = await jumped(4_000);
    const view = host.service.view();
    if (view.state !== 'room') throw new Error('no room');
    expect(view.members.find(({ name }) => name === slow.name)).toEqual(
      expect.not.objectContaining({ driftMs: expect.anything() }),
    );
  });
});

describe('who is waited for', () => {
  const LONG_MS = 60_000;

  /** The others stand still from when a player has been dry for half a second, and go on so much later. */
  async function waitedFor(act: (far: Member, world: World) => void, together = true): Promise<[World, number]> {
    const { world, host, near, far } = await waitingRoom(5);
    far.stall(LONG_MS);
    await world.run(2_000);
    expect([host.video.paused, near.video.paused, world.room.state?.waiting?.for.length]).toEqual([true, true, 1]);
    const since = world.time.now;
    act(far, world);
    const starts = await startsOf(world, [host, near], WAIT_MAX_MS + 5_000);
    expect(starts).toHaveLength(2);
    if (together) expect(spread(starts)).toBeLessThan(SPREAD_MS);
    return [world, world.time.now - since];
  }

  test('and leaves is waited for no longer', async () => {
    const [world, ms] = await waitedFor((far) => far.leave());
    expect(ms).toBeLessThan(START_MS);
    await expectTogether(await calmed(world));
  });

  test.each<[string, (far: Member) => void]>([
    ['dies', (far) => far.kill()],
    ['falls asleep', (far) => far.sleep(40_000)],
    ['is cut off', (far) => far.offline(40_000)],
  ])('and %s is waited for until it is missed', async (_, act) => {
    const [world, ms] = await waitedFor(act);
    expect(ms).toBeLessThan(6_000 + 1_000 + START_MS);
    await world.run(LONG_MS);
    await expectTogether(await calmed(world));
  });

  test('and stays dry is gone on without after twelve seconds, and not waited for again', async () => {
    const [world, ms] = await waitedFor(() => {});
    expect(ms).toBeLessThan(WAIT_MAX_MS + START_MS);
    for (let i = 0; i < 10; i++) {
      await world.run(1_000);
      expect([world.host.video.paused, world.room.state?.waiting]).toEqual([false, undefined]);
    }
    await world.run(LONG_MS);
    await expectTogether(await calmed(world));
  });

  test.each(['host', 'near'] as const)('is gone on without at once when %s says so', async (name) => {
    const [world, ms] = await waitedFor((_, { members, room }) => {
      room.allow(1);
      members.find((member) => member.name === name)?.service.perform({ type: 'continue' });
    });
    expect(ms).toBeLessThan(START_MS);
    await world.run(LONG_MS);
    await expectTogether(await calmed(world));
  });

  test.each(['host', 'near'] as const)('WA-6: is gone on without when %s says so, whose page is gone', async (name) => {
    const { world, far, ...others } = await waitingRoom(5);
    const { [name]: presser, [name === 'host' ? 'near' : 'host']: other } = others;
    far.stall(LONG_MS);
    await world.run(2_000);
    expect([other.video.paused, world.room.state?.waiting?.for.length]).toEqual([true, 1]);
    world.room.allow(1);
    presser.closePage();
    await world.run(200);
    presser.service.perform({ type: 'continue' });
    await world.run(START_MS);
    expect([other.video.moving, world.room.state?.waiting]).toEqual([true, undefined]);
  });

  test('is gone on without when the room no longer waits', async () => {
    const [world, ms] = await waitedFor((_, { host }) =>
      host.service.perform({ type: 'set-together', together: false }),
    );
    expect(ms).toBeLessThan(START_MS);
    await world.run(LONG_MS);
    await expectTogether(await calmed(world));
  });

  test('and comes back just as another runs dry: the film goes on within twelve seconds', async () => {
    const { world, host, near, far } = await waitingRoom(6);
    let stoodSince = world.time.now;
    for (let i = 0; i < 60; i++) {
      if (i % 6 === 0) (i % 4 === 0 ? near : far).stall(3_000);
      await world.run(500);
      if (host.video.moving) stoodSince = world.time.now;
      expect(world.time.now - stoodSince).toBeLessThan(WAIT_MAX_MS + START_MS);
    }
    await expectTogether(await calmed(world));
  });

  test('when the host’s room place dies does not stop the film for good', async () => {
    // A guest notices only after six seconds that its host is another.
    const [world, ms] = await waitedFor((_, { host }) => host.restartPlace(), false);
    expect(ms).toBeLessThan(WAIT_MAX_MS + START_MS);
    await world.run(LONG_MS);
    await expectTogether(await calmed(world));
  });
});
