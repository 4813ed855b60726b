import { type DrySpells, noSpells } from './give-way';
import type { Media } from './media';
import type { Playback } from './playback';
import { boundPlayback, reanchor } from './playback';
import type { Cause, Control, Member, MemberId, RoomCause, SignedMessage } from './protocol';
import { type HeardSkip, newestSkip } from './skip-offer';
import { pressedTogether, type Waiting } from './waiting';

/**
 * What the host's room service holds and alone may change (SPEC RO-1…): the one place where intents become
 * playback, so that two people who press at once never fight.
 */
export interface HostState {
  readonly run: string;
  readonly epoch: number;
  /** Orders everything the host says, within an epoch. */
  readonly revision: number;
  /** Raised by presses only. */
  readonly change: number;
  readonly control: Control;
  /** What the host watches; undefined until its page has said. */
  readonly media: Media | undefined;
  /** Which film the playback is of: counts up with each other film. */
  readonly film: number;
  readonly playback: Playback | undefined;
  readonly cause: RoomCause | undefined;
  readonly by: MemberId | undefined;
  /** Room time (ms) from which on that change holds; re-anchoring leaves it. */
  readonly changedAt: number;
  readonly acks: Readonly<Record<MemberId, { readonly id: number; readonly at: number }>>;
  /** The room waits for everyone; else it carries on. */
  readonly together: boolean;
  readonly waiting: Waiting | undefined;
  /** Gone on without, until they have caught up. */
  readonly excused: readonly MemberId[];
  /** Members whose player has run dry, and since when (room time, ms). */
  readonly drySince: Readonly<Record<MemberId, number>>;
  readonly spells: DrySpells;
  /** What was offered of late, one a member. */
  readonly skips: readonly HeardSkip[];
  /** The host itself first. */
  readonly members: readonly Member[];
}

export const HOST_ID: MemberId = 'host';

/** A press is at most this old when it arrives, and a jump lands at most this far ahead, ms (SPEC RO-4). */
const INTENT_AGE_MAX_MS = 2_000;
const INTENT_AHEAD_MAX_MS = 5_000;
/**
 * Who plays or pauses so soon after somebody else's jump, this far from where it went, had not heard of it: two long
 * ways over the network and a player's own time, ms; more than any player is beside the room, s.
 */
const UNHEARD_MS = 1_000;
const ELSEWHERE_S = 1;
/** An acknowledgement is repeated for as long as a press is waited on. */
const ACK_KEPT_MS = 4_000;
/** A re-anchor smaller than this would only pass on the noise of reading a player. */
const ANCHOR_MIN_S = 0.001;
/** One re-anchor moves the room at most this far: more is a slip that the host's player corrects itself. */
const ANCHOR_MAX_S = 0.1;
/** In a live stream: by so much its player runs dry, or comes to know its edge better (SPEC LV-3). */
const LIVE_ANCHOR_MAX_S = 4.1;

export function createHostState(run: string, epoch: number, name: string): HostState {
  return {
    run,
    epoch,
    revision: 0,
    change: 0,
    control: 'everyone',
    media: undefined,
    film: 0,
    playback: undefined,
    cause: undefined,
    by: undefined,
    changedAt: Number.NEGATIVE_INFINITY,
    acks: {},
    together: false,
    waiting: undefined,
    excused: [],
    drySince: {},
    spells: noSpells,
    skips: [],
    members: [{ id: HOST_ID, name, role: 'host', state: 'no-video' }],
  };
}

export function mayControl(state: HostState, member: MemberId): boolean {
  return member === HOST_ID || state.control === 'everyone';
}

export interface Intent {
  readonly id: number;
  readonly cause: Cause;
  readonly playback: Playback;
}

/**
 * Turns a press into the room's playback.
 * @returns the same state when the member may not drive or the numbers make no sense
 */
export function applyIntent(state: HostState, member: MemberId, intent: Intent, now: number): HostState {
  const bounded = boundPlayback(intent.playback);
  if (!bounded || !mayControl(state, member) || !state.members.some((m) => m.id === member)) return state;
  if (intent.id <= (state.acks[member]?.id ?? 0)) return state;
  // `start` only fills an empty room: a page that was reloaded must not rewind everyone.
  if (intent.cause === 'start' && state.playback) return acknowledge(state, member, intent.id, now);
  const sane = bounded.at > now - INTENT_AGE_MAX_MS && bounded.at < now + INTENT_AHEAD_MAX_MS;
  const press = sane ? bounded : { ...bounded, at: now };
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
 * What a press was for, and of the rest what the room has (SPEC RO-8): somebody who jumps has not heard yet that
 * somebody else pressed play, and wants no pause. @param unheard somebody else's jump was the last, just now
 */
function merged(room: Playback | undefined, wanted: Playback, cause: Cause, unheard: boolean): Playback {
  if (!room || cause === 'start') return wanted;
  switch (cause) {
    case 'seek':
      return { ...wanted, paused: room.paused, rate: room.rate };
    case 'rate':
      return wanted.paused === room.paused ? wanted : { ...reanchor(room, wanted.at), rate: wanted.rate };
    default: {
      const there = reanchor(room, wanted.at);
      const far = Math.abs(there.position - wanted.position) > ELSEWHERE_S;
      return unheard && far ? { ...there, paused: wanted.paused } : { ...wanted, rate: room.rate };
    }
  }
}

/** What is known of a stream is the host's page's to say, and outlasts a press. */
function withLandmarks(wanted: Playback, room: Playback | undefined): Playback {
  const { landmarks: _, ...rest } = wanted;
  return wanted.live && room?.landmarks ? { ...rest, landmarks: room.landmarks } : rest;
}

/** What is watched is known now, or known better: it is the same film, and its playback goes on. */
export function setMedia(state: HostState, media: Media): HostState {
  return { ...state, revision: state.revision + 1, media };
}

/**
 * The host has begun another film: the room's playback begins with it, where it stands (SPEC RO-5).
 * @returns the same state when the numbers make no sense
 */
export function startFilm(state: HostState, media: Media, start: Intent, now: number): HostState {
  const next = applyIntent(
    { ...state, playback: undefined, waiting: undefined, spells: noSpells },
    HOST_ID,
    start,
    now,
  );
  return next.playback ? { ...next, media, film: state.film + 1 } : state;
}

/** The same state, said anew. */
export function touched(state: HostState): HostState {
  return { ...state, revision: state.revision + 1 };
}

/** Changes the playback for somebody's sake, and at nobody's press. */
export function pressedByRoom(state: HostState, playback: Playback, cause: 'wait' | 'together'): HostState {
  return { ...touched(state), change: state.change + 1, playback, cause, by: undefined };
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
export function applyAnchor(state: HostState, anchor: Playback, now: number): HostState {
  const { playback } = state;
  const bounded = boundPlayback(anchor);
  if (!playback || !bounded || playback.paused || bounded.paused || bounded.rate !== playback.rate) return state;
  const moved = reanchor(bounded, now).position - reanchor(playback, now).position;
  if (bounded.live !== playback.live) return state;
  const maxS = playback.live ? LIVE_ANCHOR_MAX_S : ANCHOR_MAX_S;
  if ((Math.abs(moved) < ANCHOR_MIN_S && !isNews(bounded, playback)) || Math.abs(moved) > maxS) return state;
  return { ...state, revision: state.revision + 1, playback: reanchor(bounded, now) };
}

/** Does it know more of the stream than the room? */
function isNews({ landmarks }: Playback, room: Playback): boolean {
  return landmarks !== undefined && landmarks.at(-1)?.name !== room.landmarks?.at(-1)?.name;
}

export function setControl(state: HostState, control: Control): HostState {
  return control === state.control ? state : { ...state, revision: state.revision + 1, control };
}

/** Adds a member, or changes one that is there. */
export function putMember(state: HostState, member: Member): HostState {
  const known = state.members.some((m) => m.id === member.id);
  const members = known ? state.members.map((m) => (m.id === member.id ? member : m)) : [...state.members, member];
  return { ...state, revision: state.revision + 1, members };
}

/** Takes in a member that has said hello: presses of an earlier conversation are counted no further. */
export function admitMember(state: HostState, member: Member): HostState {
  const { [member.id]: _, ...acks } = state.acks;
  return putMember({ ...state, acks }, member);
}

export function dropMember(state: HostState, id: MemberId): HostState {
  const { [id]: _, ...acks } = state.acks;
  return { ...state, revision: state.revision + 1, acks, members: state.members.filter((m) => m.id !== id) };
}

/** What a member says of its own player. */
export function updateMember(
  state: HostState,
  id: MemberId,
  change: Partial<Pick<Member, 'name' | 'state' | 'driftMs' | 'rttMs'>>,
): HostState {
  return { ...state, members: state.members.map((m) => (m.id === id ? { ...m, ...change } : m)) };
}

/** A member by its id; one that is not there is a guest without a video. @param name of one that is not there */
export function memberOf(state: HostState, id: MemberId, name: string): Member {
  return state.members.find((m) => m.id === id) ?? { id, name, role: 'guest', state: 'no-video' };
}

export function playbackMessage(state: HostState, now: number): SignedMessage {
  const acks = Object.entries(state.acks).filter(([, ack]) => now - ack.at < ACK_KEPT_MS);
  const skip = newestSkip(state, now);
  return {
    kind: 'playback',
    run: state.run,
    epoch: state.epoch,
    revision: state.revision,
    change: state.change,
    ...(state.film > 0 ? { film: state.film } : {}),
    ...(state.playback ? { playback: rounded(state.playback) } : {}),
    ...(state.cause ? { cause: state.cause } : {}),
    ...(state.by ? { by: state.by } : {}),
    ...(state.waiting ? { waiting: [...state.waiting.for] } : {}),
    ...(skip ? { skip } : {}),
    ...(acks.length > 0 ? { acks: Object.fromEntries(acks.map(([id, ack]) => [id, ack.id])) } : {}),
  };
}

/** A microsecond is finer than any player; more digits are only bytes. A paused frame keeps every digit. */
function rounded(playback: Playback): Playback {
  if (playback.paused) return playback;
  return { ...playback, position: Math.round(playback.position * 1e6) / 1e6, at: Math.round(playback.at * 1e3) / 1e3 };
}

/** @returns undefined while nobody has said what is watched */
export function mediaMessage({ run, epoch, revision, film, media }: HostState): SignedMessage | undefined {
  return media && { kind: 'media', run, epoch, revision, film, media };
}

export function rosterMessage(state: HostState): SignedMessage {
  const { run, epoch, revision, control, together, members } = state;
  return { kind: 'roster', run, epoch, revision, control, together, members: [...members] };
}

/** The same ones, in whatever order. Neither has one twice. */
export function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
