import type { Media } from '../film/media';
import { boundPlayback, type Playback, POSITION_MAX_S, reanchor, stopAt } from '../time/playback';
import type { Cause, MemberId } from '../wire/protocol';
import { mayDrive } from './facts';
import { type HostState, noStalls } from './host-state';
import type { Anchor, Intent } from './order';
import { pressedTogether } from './waiting';

/** A press is at most this old when it arrives, ms (SPEC RO-4)… */
const INTENT_AGE_MAX_MS = 2_000;
/** …and a jump lands at most this far ahead: some players are known to take 7.5 s for a seek. */
const INTENT_AHEAD_MAX_MS = 8_000;
/**
 * Who plays or pauses so soon after somebody else's jump, this far from where it went, had not heard of it: two long
 * ways over the network and a player's own time, ms; more than any player is beside the room, s.
 */
const UNHEARD_MS = 1_000;
const ELSEWHERE_S = 1;
/** A re-anchor smaller than this would only pass on the noise of reading a player. */
const ANCHOR_MIN_S = 0.001;
/** One re-anchor moves the room at most this far: more is a slip that the host's player corrects itself. */
const REANCHOR_LIMIT_S = 0.1;
/** In a live stream: by so much its player runs dry, or comes to know its edge better (SPEC LV-13). */
const LIVE_ANCHOR_MAX_S = 4.1;

/**
 * Turns a press into the room's playback.
 * @returns the same state when the member may not drive or the numbers make no sense
 */
export function applyIntent(state: HostState, member: MemberId, intent: Intent, now: number): HostState {
  const bounded = boundPlayback(intent.playback);
  if (!bounded || !mayDrive(state, member) || !state.members.some((m) => m.id === member)) return state;
  if (intent.id <= (state.acks[member]?.id ?? 0)) return state;
  // Whoever pressed had not heard of the next film yet: the press was for the last one (SPEC RO-13).
  if (intent.film !== undefined && intent.film !== state.film) return acknowledge(state, member, intent.id, now);
  // `start` only fills an empty room: a page that was reloaded must not rewind everyone.
  if (intent.cause === 'start' && state.playback) return acknowledge(state, member, intent.id, now);
  const sane = bounded.at > now - INTENT_AGE_MAX_MS && bounded.at < now + INTENT_AHEAD_MAX_MS;
  const press = sane ? bounded : asOfNow(bounded, now);
  const unheard = state.cause === 'seek' && state.by !== member && press.at - state.changedAt < UNHEARD_MS;
  const wanted = merged(state.playback, press, intent.cause, unheard);
  const playback = withLandmarks(wanted, state.playback);
  const next = {
    ...acknowledge(state, member, intent.id, now),
    change: state.change + 1,
    playback,
    cause: intent.cause,
    by: member,
    changedAt: playback.at,
  };
  return pressedTogether(next, playback, now);
}

/**
 * A machine that was asleep, or a network that stood still, says when by another clock. What a stream’s place says is how
 * far it is from the edge.
 */
function asOfNow(press: Playback, now: number): Playback {
  if (!press.live) return { ...press, at: now };
  const position = press.position + (now - press.at) / 1000;
  return { ...press, position: Math.min(POSITION_MAX_S, Math.max(0, position)), at: now };
}

/**
 * What a press was for, and of the rest what the room has (SPEC RO-8): somebody who jumps has not heard yet that
 * somebody else pressed play, and wants no pause. @param unheard somebody else's jump was the last, just now
 */
function merged(room: Playback | undefined, wanted: Playback, cause: Cause, unheard: boolean): Playback {
  if (!room || cause === 'start') return wanted;
  // What was watched as a film may turn out to be a stream, which has one rate.
  const rate = wanted.live ? wanted.rate : room.rate;
  switch (cause) {
    case 'seek':
      return { ...wanted, paused: room.paused, rate };
    case 'rate':
      return wanted.paused === room.paused ? wanted : { ...reanchor(room, wanted.at), rate: wanted.rate };
    default: {
      const there = reanchor(room, wanted.at);
      const far = Math.abs(there.position - wanted.position) > ELSEWHERE_S;
      if (!unheard || !far) return { ...wanted, rate };
      return wanted.paused ? stopAt(room, wanted.at) : { ...there, paused: false };
    }
  }
}

/** What is known of a stream is the host's page's to say, and outlasts a press. */
function withLandmarks(wanted: Playback, room: Playback | undefined): Playback {
  const { landmarks: _, ...rest } = wanted;
  return wanted.live && room?.landmarks ? { ...rest, landmarks: room.landmarks } : rest;
}

/**
 * The host has begun another film: the room's playback begins with it, where it stands (SPEC RO-5).
 * @returns the same state when the numbers make no sense
 */
export function startFilm(state: HostState, media: Media, start: Intent, now: number): HostState {
  const next = applyIntent(
    { ...state, playback: undefined, waiting: undefined, stalls: noStalls },
    state.host,
    start,
    now,
  );
  return next.playback ? { ...next, media, film: state.film + 1 } : state;
}

function acknowledge(state: HostState, member: MemberId, id: number, now: number): HostState {
  const acks = Object.fromEntries(
    Object.entries(state.acks).filter(([key]) => state.members.some((m) => m.id === key)),
  );
  return { ...state, revision: state.revision + 1, acks: { ...acks, [member]: { id, at: now } } };
}

/**
 * Lays the room's playback through the host's real player (SPEC SY-8): it takes up the slow difference
 * between the player's clock and the room's, so that the host is never nudged for it.
 */
export function applyAnchor(state: HostState, anchor: Anchor, now: number): HostState {
  const { playback } = state;
  if (anchor.change !== state.change) return state;
  const bounded = boundPlayback(anchor);
  if (!playback || !bounded || playback.paused || bounded.paused || bounded.rate !== playback.rate) return state;
  const moved = reanchor(bounded, now).position - reanchor(playback, now).position;
  if (bounded.live !== playback.live) return state;
  const maxS = playback.live ? LIVE_ANCHOR_MAX_S : REANCHOR_LIMIT_S;
  if ((Math.abs(moved) < ANCHOR_MIN_S && !isNews(bounded, playback)) || Math.abs(moved) > maxS) return state;
  return { ...state, revision: state.revision + 1, playback: reanchor(bounded, now) };
}

/** Does it know more of the stream than the room? */
function isNews({ landmarks }: Playback, room: Playback): boolean {
  return landmarks !== undefined && landmarks.at(-1)?.name !== room.landmarks?.at(-1)?.name;
}
