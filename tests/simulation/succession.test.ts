import { describe, expect, test } from 'vitest';
import { calmed, expectTogether } from './convergence';
import { LIES, lies } from './liar';
import type { Member } from './member';
import { plain, playing } from './people';
import type { World } from './world';

/** Everybody is together again so long after the host has died, true ms. */
const TOGETHER_AGAIN_MS = 10_000;
/** Between two tries of one that has tried for long. */
const LONGEST_WAIT_MS = 8_000;

async function four(seed: number) {
  return playing(
    seed,
    plain('host'),
    plain('near', { up: { delayMs: 5 } }),
    plain('middle', { up: { delayMs: 60, jitterMs: 20 } }),
    plain('far', { up: { delayMs: 180, jitterMs: 40 } }),
  );
}
const others = (world: World) => world.present.filter((member) => member !== world.host);
const epochs = (world: World) => new Set(world.present.map(({ room }) => room?.facts.epoch));
const hostsOf = (world: World) =>
  world.present.filter(({ room }) => room?.powers !== undefined).map(({ name }) => name);

describe.each([1, 2, 3, 4, 5, 6])('SU-2, seed %i: the host dies', (seed) => {
  test('and everybody is together again within ten seconds, while the film plays on', async () => {
    const [world, host] = await four(seed);
    host.kill();
    const stood = new Set<string>();
    const begins = world.time.now;
    while (world.time.now - begins < TOGETHER_AGAIN_MS) {
      await world.run(50);
      for (const { name, video } of world.present) if (!video.moving) stood.add(name);
    }
    expect([hostsOf(world).length, epochs(world).size]).toEqual([1, 1]);
    expect([...stood]).toEqual([]);
    await expectTogether(world);
  });

  test('the next one too, and the one after it follows', async () => {
    const [world, host] = await four(seed);
    const [next] = others(world);
    host.kill();
    next?.kill();
    await world.run(TOGETHER_AGAIN_MS + 5_000);
    expect([hostsOf(world).length, epochs(world).size]).toEqual([1, 1]);
    await expectTogether(await calmed(world));
  });

  test('while nobody can be introduced: one follows as soon as somebody can, and only one', async () => {
    const [world, host] = await four(seed);
    world.network.signalling(false);
    host.kill();
    await world.run(40_000);
    world.network.signalling(true);
    await world.run(LONGEST_WAIT_MS + TOGETHER_AGAIN_MS);
    expect([hostsOf(world).length, epochs(world).size]).toEqual([1, 1]);
    await expectTogether(await calmed(world));
  });
});

describe.each([1, 2, 3])('SU-3, seed %i: a network that was in two', (seed) => {
  test.each<[string, (world: World, host: Member) => void]>([
    ['a host that was cut off', (_, host) => host.offline(40_000)],
    [
      'one whose room place died meanwhile, and came back at the same place',
      (world, host) => {
        host.offline(20_000);
        world.time.after(10_000, () => host.restartPlace());
      },
    ],
    [
      'two halves',
      (world, host) => {
        host.offline(30_000);
        const [, second] = others(world);
        second?.offline(30_000);
      },
    ],
    ['a host whom the server has forgotten', (_, host) => host.loseRegistration('forget')],
    ['a host whom the server does not reach', (_, host) => host.loseRegistration('deafen')],
  ])('%s', async (_, act) => {
    const [world, host] = await four(seed);
    act(world, host);
    await world.run(45_000);
    await expectTogether(await calmed(world));
    expect(epochs(world).size).toBe(1);
    expect(hostsOf(world)).toHaveLength(1);
  });
});

describe.each(LIES)('somebody who has the code and %s', (how) => {
  test.each([1, 2])('moves nobody and parts nobody, seed %i', async (seed) => {
    const [world, host] = await four(seed);
    const before = { epoch: host.room?.facts.epoch ?? 0, change: host.room?.facts.change };
    lies(world, world.random, how, 20_000);
    for (let i = 0; i < 40; i++) {
      await world.run(1_000);
      expect(hostsOf(world)).toEqual(['host']);
      for (const { service } of world.present) {
        const view = service.view();
        expect(view.state === 'room' && view.connection).toBe('open');
        const known =
          view.state === 'room' ? view.members.map(({ name }) => name).filter((name) => name !== 'Liar') : [];
        // One that calls itself nothing is called something.
        expect(known.filter((name) => name !== 'guest').sort()).toEqual(['far', 'host', 'middle', 'near']);
      }
    }
    expect(host.room?.facts.change).toBe(before.change);
    if (how !== 'knows-better') expect(host.room?.facts.epoch).toBe(before.epoch);
    await expectTogether(world);
  });
});

test.each([1, 2, 3])(
  'SU-1, seed %i: a stranger that claims the place of a host that lives gets nobody',
  async (seed) => {
    const [world] = await four(seed);
    lies(world, world.random, 'usurps', 60_000);
    const [first, second] = others(world);
    world.time.after(5_000, () => first?.offline(4_000));
    world.time.after(20_000, () => second?.restartPlace());
    await world.run(65_000);
    expect(hostsOf(world)).toEqual(['host']);
    await expectTogether(await calmed(world));
  },
);
