import type { Media } from '../film/media';
import type { Playback } from '../time/playback';
import { type Control, type Member, type MemberId, nameToTell, type RoomCause, type SkipOffer } from '../wire/protocol';
import { toldReport } from './report';

/**
 * Waiting for members whose player has run dry (SPEC WA-1…): only in rooms that wait for everyone, never
 * longer than 12 s, and never for somebody who was gone on without.
 */
export interface Waiting {
  readonly for: readonly MemberId[];
  /** Room time, ms. */
  readonly since: number;
}

/**
 * A room that watches a stream so near to its edge that somebody's player runs dry there again and again goes back a
 * little, for nobody can catch up with what has not come yet (SPEC LV-7).
 */
export interface StallHistory {
  /** When each guest's player has run dry of late, room time in ms. */
  readonly at: Readonly<Record<MemberId, readonly number[]>>;
  /** Guests that are in step. */
  readonly inStep: readonly MemberId[];
  /** How often the room has gone back in this stream. */
  readonly timesBackedOff: number;
}

export const noStalls: StallHistory = { at: {}, inStep: [], timesBackedOff: 0 };

/** An offer as the host keeps it. */
export interface HeardSkip extends SkipOffer {
  /** The room's change that it was made in: a later press makes it void. */
  readonly change: number;
}

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
  readonly stalls: StallHistory;
  /** What was offered of late, one a member. */
  readonly skips: readonly HeardSkip[];
  /** The host itself first. */
  readonly members: readonly Member[];
}

export const HOST_ID: MemberId = 'host';

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
    stalls: noStalls,
    skips: [],
    members: [{ id: HOST_ID, name: nameToTell(name), role: 'host', state: 'no-video' }],
  };
}

export function mayControl(state: HostState, member: MemberId): boolean {
  return member === HOST_ID || state.control === 'everyone';
}

/** What is watched is known now, or known better: it is the same film, and its playback goes on. */
export function setMedia(state: HostState, media: Media): HostState {
  return { ...state, revision: state.revision + 1, media };
}

/** The same state, said anew. */
export function touched(state: HostState): HostState {
  return { ...state, revision: state.revision + 1 };
}

/** Changes the playback for somebody's sake, and at nobody's press. */
export function pressedByRoom(state: HostState, playback: Playback, cause: 'wait' | 'together'): HostState {
  return { ...touched(state), change: state.change + 1, playback, cause, by: undefined };
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

/**
 * Takes in what a member says of its own player. A state without a drift beside it takes the earlier drift away
 * (SPEC ME-2); the round trip stays until it is said anew.
 */
export function updateMember(
  state: HostState,
  id: MemberId,
  said: { readonly [F in 'state' | 'driftMs' | 'rttMs']?: Member[F] | undefined },
): HostState {
  const { state: how, driftMs, rttMs } = said;
  const told = (member: Member): Member => {
    const { driftMs: _, ...rest } = member;
    return {
      ...(how === undefined ? member : { ...rest, ...toldReport({ state: how, driftMs }) }),
      ...(rttMs === undefined ? {} : { rttMs: Math.round(rttMs * 10) / 10 }),
    };
  };
  return { ...state, members: state.members.map((m) => (m.id === id ? told(m) : m)) };
}

/** A member by its id; one that is not there is a guest without a video. @param name of one that is not there */
export function memberOf(state: HostState, id: MemberId, name: string): Member {
  return state.members.find((m) => m.id === id) ?? { id, name, role: 'guest', state: 'no-video' };
}

/** The same ones, in whatever order. Neither has one twice. */
export function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
