import { someQuirks, type VideoQuirks } from '../helpers/model-quirks';
import { type Random, seeded } from '../helpers/virtual-random';
import { knowsTheRoom, planRoomFaults } from './faults';
import type { Member, MemberOptions } from './member';
import { nothingOwn, someOddity, someOwnDoings } from './oddities';
import { planRoomLife, withSound } from './room-life';
import { planWatchingAlone } from './watching-alone';
import { World } from './world';

/** How long people press and things go wrong, true ms. */
const TROUBLE_MS = [10_000, 30_000] as const;
const HOUR_MS = 3_600_000;
/** Presses start in here: nobody meets the end of the film. */
const FILM_S = [0, 3_000] as const;

export function someMember(random: Random, name: string): MemberOptions {
  const skewPpm = random.pick([0, random.between(-100, 100)]);
  const delayMs = random.pick([random.between(0, 5), random.between(5, 60), random.between(60, 200)]);
  const jitterMs = random.pick([0, random.between(0, 10), random.between(0, 40)]);
  const resend = random.pick([0, 0, random.between(0, 0.05)]);
  const other = random.chance(0.3) ? random.between(0, 150) : delayMs;
  return {
    name,
    machine: {
      offsetMs: random.pick([0, random.between(-1e9, 1e9)]),
      wallOffsetMs: random.between(-4e6, 4e6),
      skewPpm,
      clockRunsAsleep: random.chance(0.5),
    },
    // Sound card and system clock often hang on the same crystal; where not, they differ as crystals do.
    quirks: { ...someQuirks(random), mediaPpm: random.chance(0.5) ? skewPpm : random.between(-100, 100) },
    up: { delayMs, jitterMs, resend },
    down: { delayMs: other, jitterMs, resend },
    secondFrame: random.chance(0.2),
  };
}

/** What may come on top of ordinary people, machines and networks; drawn apart, so that a seed stays its story. */
interface Extras {
  readonly random: Random;
  readonly film: Partial<VideoQuirks>;
  /** What pages do by themselves; undefined: nothing. */
  readonly doings: Random | undefined;
}

function someExtras(seed: number, withDoings: boolean): Extras {
  const random = seeded(~seed);
  const film = random.chance(0.05)
    ? { durationS: Number.POSITIVE_INFINITY, segments: seed % 8 < 4 }
    : random.chance(0.08)
      ? { durationS: random.between(40, 120) }
      : {};
  return { random, film, doings: withDoings ? seeded(seed ^ 0x0dd5) : undefined };
}

/** Crystals worse than they should be, pages that resist. */
function withExtras(options: MemberOptions, { random, film, doings }: Extras): MemberOptions {
  const { quirks, hopeless } = someOddity(random);
  const own = doings ? someOwnDoings(doings) : nothingOwn;
  const site = { ...quirks.site, ...own.site };
  const factor = random.chance(0.3) ? 2 : 1;
  const { machine } = options;
  return {
    ...options,
    machine: { ...machine, skewPpm: machine.skewPpm * factor },
    quirks: { ...options.quirks, mediaPpm: options.quirks.mediaPpm * factor, ...film, ...quirks, site },
    hopeless: hopeless || own.hopeless,
  };
}

/** Things that only some parties have, spread over the time until `until`. */
function planExtras(world: World, { random, doings }: Extras, until: number) {
  const sometime = (task: () => void) => world.time.after(random.between(0, until - world.time.now), task);
  if (random.chance(0.4)) {
    for (let i = random.whole(1, 3); i > 0; i--) {
      const together = random.chance(0.7);
      sometime(() => {
        world.host.trace(together ? 'waits for everyone' : 'carries on');
        world.host.machine.perform(() => world.host.service.perform({ type: 'set-together', together }));
      });
    }
    for (let i = 0; i < 4; i++) {
      sometime(() => {
        const member = random.pick(world.present);
        if (world.room.state?.waiting === undefined || member.machine.asleep) return;
        member.trace('goes on without');
        world.room.allow(1);
        member.service.perform({ type: 'continue' });
      });
    }
  }
  for (let i = random.pick([0, 0, 1, 2]); i > 0; i--) {
    sometime(() => {
      const member = random.pick(world.present);
      const forMs = random.between(300, 1_500);
      if (member.isUp) member.storm(forMs);
    });
  }
  for (let i = doings?.pick([0, 1, 2]) ?? 0; i > 0 && doings; i--) {
    world.time.after(doings.between(0, until - world.time.now), () => {
      const member = doings.pick(world.present);
      if (member.isUp) member.turnAway(doings.between(500, 6_000));
    });
  }
  if (random.chance(0.3)) sometime(() => random.pick(world.present).machine.stepWall(random.pick([-HOUR_MS, HOUR_MS])));
}

/**
 * Plays a whole party by its seed, until the last trouble is over.
 * @param before may plan things of its own
 * @param all with pages that resist, waiting, storms and the like; without, the seed's party as it was before those
 * @param withDoings and with what pages do by themselves
 * @param withLife and with what people do in a room beside watching
 */
export async function party(
  seed: number,
  all = true,
  before: (world: World) => void = () => {},
  withDoings = false,
  withLife = false,
): Promise<World> {
  const world = new World(seed);
  before(world);
  const { random } = world;
  const extras = all ? someExtras(seed, withDoings) : undefined;
  const life = withLife ? seeded(seed ^ 0x11fe) : undefined;
  const someone = (name: string) => {
    const options = someMember(random, name);
    const odd = extras ? withExtras(options, extras) : options;
    return life ? withSound(odd, life) : odd;
  };
  const host = world.add(someone('host'));
  host.create();
  host.video.by('person', (video) => random.chance(0.8) && video.play().catch(() => {}));
  await world.run(random.between(200, 3_000));
  const guests = random.whole(1, 4);
  const until = world.time.now + random.between(...TROUBLE_MS);
  for (let i = 1; i <= guests; i++) {
    const late = random.chance(0.3) ? random.between(0, until - world.time.now) : random.between(0, 2_000);
    const options = someone(`guest${i}`);
    world.time.after(late, () => world.add(options).join(world.code));
  }
  if (extras) {
    planExtras(world, extras, until);
    planRoomFaults(world, seeded(seed ^ 0x5eed), until);
    planWatchingAlone(world, seeded(seed ^ 0xa10e), until);
  }
  if (life) planRoomLife(world, life, until);
  while (world.time.now < until) {
    await world.run(random.pick([random.between(20, 300), random.between(500, 6_000)]));
    const member = random.pick(world.present);
    if (random.chance(0.7)) press(random, member);
    else trouble(random, member);
  }
  await world.run(Math.max(0, world.quietAt - world.time.now));
  return world;
}

/** The person at this computer does something, if there is anything to press. */
export function press(random: Random, member: Member) {
  if (!member.isUp || member.video.readyState < 1) return;
  const what = random.pick(['toggle', 'toggle', 'seek', 'seek', 'rate', 'scrub'] as const);
  member.video.by('person', (video) => {
    switch (what) {
      case 'toggle':
        if (video.paused) video.play().catch(() => {});
        else video.pause();
        return;
      case 'seek':
        video.currentTime = random.pick([random.between(...FILM_S), video.truePosition + random.pick([-10, 10, 0.5])]);
        return;
      case 'rate':
        video.playbackRate = random.pick([0.75, 1, 1, 1.25, 1.5, 2]);
        return;
      case 'scrub':
        for (let i = 0; i < 8; i++) {
          const place = random.between(...FILM_S);
          member.world.time.after(i * 60, () =>
            member.video.by('person', (scrubbed) => (scrubbed.currentTime = place)),
          );
        }
    }
  });
}

type Trouble = 'stall' | 'cut' | 'sleep' | 'restart' | 'reload' | 'leave' | 'kill' | 'hide';
/** What people live through and stay. */
export const PASSING: readonly Trouble[] = ['stall', 'stall', 'cut', 'sleep', 'restart', 'reload', 'hide'];
/** The order is the seeds': another one would tell other stories. */
const ALL: readonly Trouble[] = ['stall', 'stall', 'cut', 'sleep', 'restart', 'reload', 'leave', 'kill', 'hide'];

/** Something goes wrong at this member. */
export function trouble(random: Random, member: Member, kinds = ALL) {
  const { world } = member;
  const what = random.pick(kinds);
  if (!member.isUp) return;
  switch (what) {
    case 'stall':
      return member.stall(random.between(50, 4_000));
    case 'cut':
      return member.offline(random.pick([random.between(100, 3_000), random.between(6_000, 15_000)]));
    case 'sleep':
      return member.sleep(random.pick([random.between(500, 5_000), random.between(5_000, 20_000)]));
    case 'restart':
      // A room place that dies before there is a room leaves nothing to take up.
      return member.record ? member.restartPlace() : undefined;
    case 'reload':
      return member.reloadPage();
    case 'leave':
    case 'kill':
      if (member === world.host || !hasHeir(world, member) || !random.chance(0.5)) return;
      // Where a network is in two, the host of the other part ends the room for those who are with it.
      if (what === 'kill' || !leads(member)) member[what]();
      return;
    case 'hide':
      return member.hide(random.between(1_000, 10_000));
  }
}

function leads(member: Member): boolean {
  const view = member.service.view();
  return view.state === 'room' && view.isHost;
}

/** Somebody is left who knows the room. */
const hasHeir = ({ present, host }: World, leaving: Member) =>
  present.some((member) => member !== leaving && (member === host || knowsTheRoom(member)));
