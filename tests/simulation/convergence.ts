import { LIVE_BASE_S, type Playback, positionAt } from '../../lib/core/time/playback';
import { LIVE_WINDOW_S } from '../helpers/model-quirks';
import type { Member } from './member';
import type { World } from './world';

/** What is left for a tolerance of 3 ms, an 8 ms threshold of urgency, a 12 ms anchor, clock and audio skew. */
const STEADY_S = 0.015;
/** Where a host's page cannot be compared with, the room is; and that may just have been laid through that page (SPEC SY-8). */
const ANCHORED_S = 0.012;
/** A film that is as good as over is left to run out (SPEC SY-10). */
const OVER_S = 0.3;
const LAST_S = 2.5;
/** A live stream's edge is known to about a segment. */
const EDGE_S = 4;
/** What is known by its segments is followed like a film; the host's readings of itself come on top. */
const SEGMENTS_S = 0.03;
/** What a slip may be made good by (SPEC CO-3). */
const NUDGE_MAX = 0.02;
/** A paused frame is the same to the player's rounding. */
const PAUSED_S = 0.001;
/** Once settled, so many changes of rate in `WATCH_MS` are fine nudges (two writes each); more is ping-pong. */
const RATES_MAX = 4;
export const WATCH_MS = 10_000;

/**
 * Within this after the last trouble everybody is together. A cut may first have to be noticed. In a stream a player that
 * was moved twice waits 10 s before it is sought again, and what is left over of up to 0.75 s takes 15 s at a rate of 0.95.
 * Where a page undoes the first seeks, and the next ones land anywhere within 0.8 s, the waits between them are 4, 8 and
 * 16 s, and what is left takes 8 s at 1.08.
 */
const CALM_MS = 48_000;
/** The rest after a press, a seek or a start is trimmed for so long (SPEC CO-3): what is steady is looked at after it. */
const TRIMMED_MS = 11_000;
const LOOK_MS = 1_000;

/** Runs until all are together and no player has been sought, stopped or started for a while; at most `CALM_MS`. */
export async function calmed(world: World): Promise<World> {
  const end = world.time.now + CALM_MS;
  while (world.time.now < end && !isCalm(world)) await world.run(LOOK_MS);
  return world;
}

function isCalm(world: World): boolean {
  const since = world.time.now - TRIMMED_MS;
  const atRest = ({ video, frame, machine, adOverAt }: Member) =>
    Math.max(video.stirredAt, frame.watch.movedAt, machine.wokeAt, adOverAt) < since;
  return (
    !isFetchedBack(world) && world.present.every((member) => atRest(member) && whatIsWrong(member, world).length === 0)
  );
}

/** A stream's room that nobody can be sought to is laid through its host's player, some seconds of it at a time. */
function isFetchedBack({ host }: World): boolean {
  const truth = host.frame.watch.order?.playback;
  return truth?.live === true && !truth.paused && !host.options.hopeless && isOutOfWindow(host, truth);
}

/**
 * Everybody who is there is together and stays so for another `WATCH_MS` without being hunted about.
 * @throws Error with the seed and the last events
 */
export async function expectTogether(world: World): Promise<void> {
  const counts = world.present.map((member) => member.video.writes.length);
  for (let i = 0; i < 4; i++) {
    const wrong = world.present.flatMap((member) => whatIsWrong(member, world));
    if (wrong.length > 0) throw world.failure(`not together:\n  ${wrong.join('\n  ')}`);
    await world.run(WATCH_MS / 4);
  }
  world.present.forEach((member, index) => {
    const writes = member.video.writes.slice(counts[index]);
    const rates = writes.filter((write) => write.what === 'rate').length;
    const truth = world.host.frame.watch.order?.playback;
    if (truth && isBeyond(member, truth)) return;
    if (rates > RATES_MAX || writes.length > rates) {
      throw world.failure(`${member.name} is hunted: ${writes.map((w) => w.what).join(' ')}`);
    }
  });
}

function whatIsWrong(member: Member, world: World): string[] {
  const { host } = world;
  const truth = host.frame.watch.order?.playback;
  const view = member.service.view();
  if (view.state !== 'room') return [`${member.name} is in no room: ${JSON.stringify(view)}`];
  if (!truth && host.room?.facts.playback) return [`${host.name}’s page has not been told anything`];
  if (!truth) return member.video.paused ? [] : [`${member.name} plays without a room's playback`];
  const wrong: string[] = [];
  const check = (holds: boolean, what: string) => !holds && wrong.push(`${member.name}: ${what}`);
  const { video } = member;
  check(view.connection === 'open', `connection ${view.connection}`);
  const { facts, powers } = member.room ?? {};
  const hosts = `${facts?.host} in ${facts?.epoch}`;
  const same = facts?.host === host.room?.self && facts?.epoch === host.room?.facts.epoch;
  check(same && (powers !== undefined) === (member === host), `host is ${hosts}, not ${host.name}`);
  const names = view.members.map((m) => m.name).sort();
  const present = world.present.map((m) => m.name).sort();
  check(`${names}` === `${present}`, `sees ${names}, there are ${present}`);
  for (const { name, state } of view.members) {
    if (world.members.some((m) => m.name === name && isBeyond(m, truth))) continue;
    check(state === (truth.paused ? 'paused' : 'in-sync'), `sees ${name} ${state}`);
  }
  const waiting = view.waiting.length > 0 && member.record !== null;
  check(!waiting, `waits for ${view.waiting}`);
  const refused = member.frame.prompt === 'press-play';
  if (isOver(member, truth)) return wrong;
  // Who lands ahead of the room stands still for a while, and with such a page that is never over.
  const holds = video.paused && member.options.hopeless === true;
  check(video.paused === truth.paused || refused || holds, video.paused ? 'paused' : 'plays');
  if (member.options.hopeless) return wrong;
  if (video.duration === Number.POSITIVE_INFINITY) {
    // At rest each stands where it was.
    if (!knowsSegments(member) || truth.paused || isBeyond(member, truth)) return wrong;
    const apart = video.contentPosition - lateS(member) - (host.video.contentPosition - lateS(host));
    const claims = view.members.map(({ name, driftMs }) => `${name} ${driftMs}`);
    check(
      Math.abs(apart) <= SEGMENTS_S + unseen(member),
      `${(apart * 1000).toFixed(1)} ms from the host in the stream; it hears ${claims}`,
    );
    return wrong;
  }
  const nudge = Math.abs(video.playbackRate / truth.rate - 1);
  check(nudge <= NUDGE_MAX + 1e-9, `rate ${video.playbackRate}, not ${truth.rate}`);
  const off = drift(member, truth);
  const claimed = view.members.find((m) => m.self)?.driftMs;
  const real = video.truePosition - positionAt(truth, host.clock.now());
  check(
    Math.abs(off) <= bound(member, truth),
    `${(off * 1000).toFixed(2)} ms off the host, ${(real * 1000).toFixed(2)} off the room, claims ${claimed}`,
  );
  return wrong;
}

/** The film has run out, or is about to, where it runs out by itself. */
function isOver({ video, world }: Member, truth: Playback): boolean {
  if (truth.paused || positionAt(truth, world.host.clock.now()) < video.duration - OVER_S) return false;
  return video.ended || video.truePosition > video.duration - LAST_S;
}

/**
 * Against the host's own player where it moves, against the paused position where nothing does; seconds. A room may be
 * paused past the end of a film: where its player was, plus what the press took to arrive. Every player is at the end.
 */
function drift(member: Member, truth: Playback): number {
  const { video, world } = member;
  if (truth.paused) return video.truePosition - Math.min(positionAt(truth, truth.at), video.duration);
  const { host } = world;
  const heard = heardAt(member, truth);
  if (host.options.hopeless) return heard - positionAt(truth, host.clock.now());
  return heard - heardAt(host, truth);
}

/** Where the film is heard: as far back as loudspeakers are late (SPEC PL-10). Who hears nothing looks. */
function heardAt(member: Member, { rate }: Playback): number {
  return member.video.truePosition - lateS(member) * rate;
}

const lateS = ({ video, options }: Member) => (video.muted ? 0 : (options.soundLateMs ?? 0) / 1_000);

/**
 * Whose place nothing can be said of: a page that can't be brought where the room is. In a stream that is one that has
 * sought back once, too (SPEC LV-3), and everybody while the host plays it at a rate of its own (LV-4), or where the
 * room is at a place that can't be sought any more.
 */
function isBeyond(member: Member, truth: Playback): boolean {
  const {
    options,
    video,
    world: { host },
  } = member;
  if (options.hopeless || video.duration !== Number.POSITIVE_INFINITY) return options.hopeless === true;
  const ownRate = Math.abs(host.video.playbackRate - 1) > NUDGE_MAX;
  return options.quirks.site?.snapBack !== undefined || ownRate || isOutOfWindow(host, truth);
}

/** By the room's places, whose edge is known to a segment, and by what the host really shows. */
function isOutOfWindow({ clock, video, world }: Member, truth: Playback): boolean {
  const now = clock.now();
  const behindS = Math.max(
    LIVE_BASE_S + now / 1_000 - positionAt(truth, now),
    world.time.now / 1_000 - video.contentPosition,
  );
  return behindS > LIVE_WINDOW_S + EDGE_S;
}

const knowsSegments = ({ options, world: { host } }: Member) =>
  options.quirks.segments === true && host.options.quirks.segments === true && !host.options.hopeless;

function bound(member: Member, truth: Playback): number {
  if (truth.paused) return PAUSED_S;
  const { host } = member.world;
  if (member === host) return 0;
  return (STEADY_S + unseen(member)) * truth.rate + (host.options.hopeless ? ANCHORED_S : 0);
}

/** Half the difference between a path's two directions is invisible to anybody (SPEC CL-5), s. */
function unseen({ options }: Member): number {
  return Math.abs((options.up.delayMs ?? 0) - (options.down.delayMs ?? 0)) / 2000;
}
