import type { Random } from '../helpers/virtual-random';
import { LIES, lies } from './liar';
import type { Member } from './member';
import type { World } from './world';

/** A member is found dead, and another is host, within this long. */
const HOST_GONE_MS = 15_000;

/** What goes wrong in some parties at the room itself; drawn apart from everything else, so that a seed stays its story. */
export function planRoomFaults(world: World, random: Random, until: number) {
  const sometime = (task: () => void) => world.time.after(random.between(0, until - world.time.now), task);
  // A wire that is no reliable channel: what is lost is said anew by the next heartbeat.
  if (random.chance(0.15)) {
    world.wasLossy = true;
    world.wire = {
      duplicate: random.between(0, 0.1),
      reorder: random.between(0, 0.1),
      drop: random.pick([0, random.between(0, 0.02)]),
    };
    world.time.after(until - world.time.now, () => {
      world.wire = {};
    });
  }
  if (random.chance(0.15)) sometime(() => signallingFails(world, random.between(1_000, 20_000)));
  if (random.chance(0.15)) sometime(() => unregistered(world, random.pick(['forget', 'deafen'])));
  if (random.chance(0.15)) sometime(() => hostDies(world));
  // Whoever has followed it dies, too.
  if (random.chance(0.05)) sometime(() => hostDies(world));
  if (random.chance(0.15)) {
    const how = random.pick(LIES);
    const forMs = random.between(1_000, 15_000);
    sometime(() => void lies(world, random, how, forMs));
  }
  for (let i = random.pick([0, 0, 0, 1, 2]); i > 0; i--) {
    const act = random.pick(['replaceTab', 'goAside'] as const);
    const forMs = random.between(500, 8_000);
    sometime(() => {
      const member = random.pick(world.present);
      if (member.isUp && member.record) member[act](forMs);
    });
  }
}

/** Whoever introduces members is gone for so long: who is in the room goes on, and nobody new comes. */
function signallingFails(world: World, forMs: number) {
  world.trace(`signalling fails for ${forMs.toFixed(0)} ms`);
  world.network.signalling(false);
  world.trouble(forMs, () => {
    world.trace('signalling is back');
    world.network.signalling(true);
  });
}

/** The server has forgotten the host, or its socket to the host is dead; to the host it still looks open. */
function unregistered(world: World, how: 'forget' | 'deafen') {
  world.trace(`the server ${how}s ${world.host.name}`);
  world.host.loseRegistration(how);
}

/** Who has never heard of the room's film cannot go on with it. */
export const knowsTheRoom = ({ room }: Member) =>
  room?.clock() !== undefined && room.order().revision >= 0 && room.facts.members.length > 0;

/** The host's machine is off for good, where somebody is there to follow it. */
function hostDies(world: World) {
  const { host } = world;
  const others = world.present.filter(
    (member: Member) => member !== host && member.room?.facts.host === host.room?.self && knowsTheRoom(member),
  );
  if (others.length === 0 || host.room === undefined) return;
  host.kill();
  world.trouble(HOST_GONE_MS, () => {});
}
