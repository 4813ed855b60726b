import { SIGNS } from '../../lib/core/wire/chat-words';
import type { Random } from '../helpers/virtual-random';
import { knowsTheRoom } from './faults';
import type { Member, MemberOptions } from './member';
import { goesOver, type World } from './world';

/** A host that leaves is gone, and another is host, within this long. */
const HANDED_OVER_MS = 15_000;
const SHARE_LATE_SOUND = 0.2;
/** So many of a member's last words are said again to another host. */
const SAID_AGAIN_MAX = 3;

/** Some loudspeakers are late, and their person has said by how much (SPEC PL-10). */
export function withSound(options: MemberOptions, random: Random): MemberOptions {
  return random.chance(SHARE_LATE_SOUND) ? { ...options, soundLateMs: random.between(20, 500) } : options;
}

/**
 * What people do in a room beside watching: they write to each other, say who may drive, make another host, leave as host,
 * move the room to another tab, and have ads. Drawn apart from everything else, so that a seed stays its story.
 */
export function planRoomLife(world: World, random: Random, until: number) {
  const sometime = (task: () => void) => world.time.after(random.between(0, until - world.time.now), task);
  const someone = () => random.pick(world.present);
  if (random.chance(0.5)) {
    for (let i = random.whole(1, 8); i > 0; i--) sometime(() => says(random, someone()));
  }
  if (random.chance(0.25)) {
    for (let i = random.whole(1, 4); i > 0; i--) sometime(() => setsRights(world, random));
    // Some evenings only the host drives to the end.
    if (random.chance(0.5)) {
      world.time.after(until - world.time.now, () => {
        world.host.trace('lets everyone drive');
        world.host.service.perform({ type: 'set-control', control: 'everyone' });
      });
    }
  }
  if (random.chance(0.15)) sometime(() => handsOver(world, random));
  if (random.chance(0.15)) sometime(() => hostLeaves(world));
  for (let i = random.pick([0, 0, 0, 1, 2]); i > 0; i--) {
    sometime(() => {
      const member = someone();
      if (member.isUp && member.record) member.moveHere();
    });
  }
  for (let i = random.pick([0, 0, 0, 1, 2]); i > 0; i--) {
    const forMs = random.between(1_000, 20_000);
    sometime(() => {
      const member = someone();
      if (member.isUp) member.advertise(forMs);
    });
  }
}

function says(random: Random, member: Member) {
  const chat = member.room?.chat;
  if (!chat || member.machine.asleep || member.isPlaceDead) return;
  const what = random.pick(['write', 'write', 'write', 'type', 'react'] as const);
  member.trace(`${what}s in the chat`);
  if (what === 'type') return chat.type();
  if (what === 'react') return chat.react(random.pick(SIGNS));
  chat.write(member.world.writes(member));
}

function setsRights(world: World, random: Random) {
  const { host } = world;
  const control = random.pick(['host', 'chosen', 'everyone'] as const);
  const guest = random.pick(world.present);
  host.trace(`lets ${control} drive`);
  host.service.perform({ type: 'set-control', control });
  const id = guest.room?.self;
  if (id === undefined) return;
  if (random.chance(0.5)) host.service.perform({ type: 'set-driver', id, may: random.chance(0.7) });
  if (!random.chance(0.5) || guest === host || guest.machine.asleep) return;
  guest.trace('asks to drive');
  guest.service.perform({ type: 'ask-to-drive' });
  world.time.after(random.between(500, 3_000), () => {
    world.host.service.perform({ type: 'let-drive', id, may: random.chance(0.7) });
  });
}

/** Members that follow this host, and know the room that they may be given. */
const heirs = ({ host, present }: World) =>
  present.filter((member) => member !== host && goesOver(member, host) && knowsTheRoom(member));

function handsOver(world: World, random: Random) {
  const { host } = world;
  const to = heirs(world);
  if (to.length === 0 || host.machine.asleep || !host.room?.powers) return;
  const next = random.pick(to);
  host.trace(`makes ${next.name} host`);
  host.service.perform({ type: 'make-host', id: next.room?.self ?? '' });
  world.trouble(HANDED_OVER_MS, () => {});
}

/** The host goes home, and lets the others go on (SPEC SU-4). */
function hostLeaves(world: World) {
  const { host } = world;
  if (heirs(world).length === 0 || host.machine.asleep || !host.room?.powers) return;
  host.leave();
  world.trouble(HANDED_OVER_MS, () => {});
}

/** Its author says it to each host anew (SPEC CH-20). */
function isSaidAgain({ room }: Member, id: string, text: string): boolean {
  const own = room?.chat.log.lines.filter(({ by }) => by === id) ?? [];
  return own.slice(-SAID_AGAIN_MAX).some((line) => line.text === text);
}

/**
 * What was written is heard by all who were there, once, in its author's words.
 * @throws Error with the seed and the last events
 */
export function expectHeard(world: World): World {
  for (const reader of world.present) {
    const lines = reader.room?.chat.log.lines ?? [];
    const texts = lines.map(({ text }) => text);
    if (new Set(texts).size < texts.length) throw world.failure(`${reader.name} hears twice: ${texts}`);
    for (const { text, by } of lines) {
      const written = world.written.find((one) => one.text === text);
      if (written?.id !== by) throw world.failure(`${reader.name} hears what nobody has said: ${text} by ${by}`);
    }
    for (const { text, author, id, ...then } of world.written) {
      // A host that is gone, or whose room place has died, may have told some of those who were there.
      if (then.deaths < world.deaths || world.wasLossy) continue;
      if (then.epoch !== world.host.room?.facts.epoch && !isSaidAgain(author, id, text)) continue;
      const failed = author.room?.chat.unsent.all.some(({ message, failed }) => message.text === text && failed);
      if (!author.gone && !failed && !texts.includes(text)) throw world.failure(`${reader.name} has not heard ${text}`);
    }
  }
  return world;
}
