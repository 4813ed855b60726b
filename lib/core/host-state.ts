import type { Playback } from './playback';
import { boundPlayback, reanchor } from './playback';
import type { Cause, Control, Member, MemberId, RoomCause, SignedMessage } from './protocol';
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
  readonly playback: Playback | undefined;
  readonly cause: RoomCause | undefined;
  readonly by: MemberId | undefined;
  readonly acks: Readonly<Record<MemberId, { readonly id: number; readonly at: number }>>;
  /** The room waits for everyone; else it carries on. */
  readonly together: boolean;
  readonly waiting: Waiting | undefined;
  /** Gone on without, until they have caught up. */
  readonly excused: readonly MemberId[];
  /** Members whose player has run dry, and since when (room time, ms). */
  readonly drySince: Readonly<Record<MemberId, number>>;
  /** The host itself first. */
  readonly members: readonly Member[];
}

export const HOST_ID: MemberId = 'host';

/** A press is at most this old when it arrives, and a jump lands at most this far ahead, ms (SPEC RO-4). */
const INTENT_AGE_MAX_MS = 2_000;
const INTENT_AHEAD_MAX_MS = 5_000;
/** An acknowledgement is repeated for as long as a press is waited on. */
const ACK_KEPT_MS = 4_000;
/** A re-anchor smaller than this would only pass on the noise of reading a player. */
const ANCHOR_MIN_S = 0.001;
/** One re-anchor moves the room at most this far: more is a slip that the host's player corrects itself. */
const ANCHOR_MAX_S = 0.03;

export function createHostState(run: string, epoch: number, name: string): HostState {
  return {
    run,
    epoch,
    revision: 0,
    change: 0,
    control: 'everyone',
    playback: undefined,
    cause: undefined,
    by: undefined,
    acks: {},
    together: false,
    waiting: undefined,
    excused: [],
    drySince: {},
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
  const playback = sane ? bounded : { ...bounded, at: now };
  const next = {
    ...acknowledge(state, member, intent.id, now),
    change: state.change + 1,
    playback,
    cause: intent.cause,
    by: member,
  };
  return pressedTogether(next, playback, now);
}

/** The same state, said anew. */
export function touched(state: HostState): HostState {
  return { ...state, revision: state.revision + 1 };
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
  if (Math.abs(moved) < ANCHOR_MIN_S || Math.abs(moved) > ANCHOR_MAX_S) return state;
  return { ...state, revision: state.revision + 1, playback: reanchor(bounded, now) };
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

export function playbackMessage(state: HostState, now: number): SignedMessage {
  const acks = Object.entries(state.acks).filter(([, ack]) => now - ack.at < ACK_KEPT_MS);
  return {
    kind: 'playback',
    run: state.run,
    epoch: state.epoch,
    revision: state.revision,
    change: state.change,
    ...(state.playback ? { playback: rounded(state.playback) } : {}),
    ...(state.cause ? { cause: state.cause } : {}),
    ...(state.by ? { by: state.by } : {}),
    ...(state.waiting ? { waiting: [...state.waiting.for] } : {}),
    ...(acks.length > 0 ? { acks: Object.fromEntries(acks.map(([id, ack]) => [id, ack.id])) } : {}),
  };
}

/** A microsecond is finer than any player; more digits are only bytes. A paused frame keeps every digit. */
function rounded(playback: Playback): Playback {
  if (playback.paused) return playback;
  return { ...playback, position: Math.round(playback.position * 1e6) / 1e6, at: Math.round(playback.at * 1e3) / 1e3 };
}

export function rosterMessage(state: HostState): SignedMessage {
  const { run, epoch, revision, control, together, members } = state;
  return { kind: 'roster', run, epoch, revision, control, together, members: [...members] };
}
