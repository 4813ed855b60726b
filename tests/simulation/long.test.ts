import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { calmed, expectTogether } from './convergence';
import type { Member } from './member';
import { PASSING, press, someMember, trouble } from './story';
import { World } from './world';

/** Virtual hours: `LONG_HOURS=24 npm run simulate`. */
const HOURS = Number(process.env.LONG_HOURS ?? 0);
const SEED = Number(process.env.SEED_BASE ?? 1);
const HOUR_MS = 3_600_000;
/** Everybody is looked at this often. */
const LOOK_MS = 600_000;
/** Something happens this often, on average; then all is left alone for a while. */
const EVENTS_MS = [5_000, 120_000] as const;
/** Longer than any day: nobody meets the end of it. */
const FILM_S = 400_000;
/** A person who finds the room over opens the link again after so long. */
const NOTICED_MS = 10_000;
/** What may be left of an hour: the network's memory of peers that are gone, and what people pressed. */
const GROWTH_MAX_BYTES = 1_000_000;

/** Bytes in use, once all that nobody holds is gone. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

test.runIf(HOURS > 0)(
  `${HOURS} hours with sleep, hiding, stalls, cuts, reloads and presses: no invariant broken, nothing piles up`,
  async () => {
    const world = new World(SEED);
    const { random, time } = world;
    const someone = (name: string) => {
      const options = someMember(random, name);
      const quirks = { ...options.quirks, durationS: FILM_S, mediaPpm: random.between(-200, 200) };
      return { ...options, quirks, machine: { ...options.machine, skewPpm: random.between(-200, 200) } };
    };
    const host = world.add(someone('host'));
    host.create();
    host.video.by('person', (video) => video.play().catch(() => {}));
    await world.run(2_000);
    for (let i = 1; i <= 3; i++) world.add(someone(`guest${i}`)).join(world.code);
    await world.run(10_000);

    const used: number[] = [];
    for (let hour = 0; hour < HOURS; hour++) {
      const until = (hour + 1) * HOUR_MS;
      if (random.chance(0.3)) {
        host.service.perform({ type: 'set-together', together: random.chance(0.5) });
      }
      while (time.now < until) {
        const look = time.now + LOOK_MS;
        while (time.now < look) {
          await world.run(random.between(...EVENTS_MS));
          const member = random.pick(world.present);
          if (random.chance(0.5)) press(random, member);
          else if (member !== host && random.chance(0.02)) await lunch(world, member);
          else trouble(random, member, PASSING);
          if (random.chance(0.02)) member.machine.stepWall(random.pick([-HOUR_MS, HOUR_MS]));
        }
        await world.run(Math.max(0, world.quietAt - time.now));
        await rejoin(world);
        await expectTogether(await calmed(world));
      }
      used.push(usedBytes());
    }
    console.log(`heap after each hour, MB: ${used.map((bytes) => (bytes / 1e6).toFixed(1)).join(' ')}`);
    const [first = 0] = used;
    expect((used.at(-1) ?? 0) - first).toBeLessThan(GROWTH_MAX_BYTES * HOURS);
  },
  Math.max(1, HOURS) * 120_000,
);

/** A computer sleeps for so long that its room is over, and its person opens the link again. */
async function lunch(world: World, member: Member) {
  member.sleep(world.random.between(130_000, 1_800_000));
  await world.run(Math.max(0, world.quietAt - world.time.now));
}

async function rejoin(world: World) {
  await world.run(NOTICED_MS);
  for (const member of world.present) {
    if (member.service.view().state === 'room') continue;
    member.trace('opens the link again');
    member.join(world.code);
  }
  await world.run(NOTICED_MS);
}
