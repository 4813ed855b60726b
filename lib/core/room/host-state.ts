import type { Media } from '../film/media';
import type { Playback } from '../time/playback';
import type { Colour } from '../wire/colours';
import { nameToTell } from '../wire/fields';
import { type Control, MEMBERS_MAX, type Member, type MemberId, type SkipOffer } from '../wire/protocol';
import type { RoomFacts } from './facts';
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

/** A guest who asks to drive, or was told *Not now* of late. */
export interface DriveAsk {
  readonly by: MemberId;
  /** Room time of the ask, or of the refusal, ms. */
  readonly at: number;
  readonly isRefused: boolean;
}

/**
 * The facts, and what the host alone needs to change them (SPEC RO-1…): the one place where intents become playback, so
 * that two people who press at once never fight.
 */
export interface HostState extends RoomFacts {
  /** Orders everything the host says, within an epoch. */
  readonly revision: number;
  readonly acks: Readonly<Record<MemberId, { readonly id: number; readonly at: number }>>;
  readonly waiting: Waiting | undefined;
  /** Gone on without, until they have caught up. */
  readonly excused: readonly MemberId[];
  /** Members whose player has run dry, and since when (room time, ms). */
  readonly drySince: Readonly<Record<MemberId, number>>;
  readonly stalls: StallHistory;
  /** What was offered of late, one a member. */
  readonly skips: readonly HeardSkip[];
  readonly asks: readonly DriveAsk[];
}

/** What every term of a host begins with. */
export const newTerm = {
  revision: 0,
  acks: {},
  waiting: undefined,
  excused: [],
  drySince: {},
  stalls: noStalls,
  countdown: undefined,
  skips: [],
  asks: [],
} as const satisfies Omit<HostState, Exclude<keyof RoomFacts, 'countdown'>>;

/** A new room, or one that is taken up again: the host alone in it. */
export function createHostState(
  run: string,
  epoch: number,
  { id, name }: { readonly id: MemberId; readonly name: string },
): HostState {
  return {
    ...newTerm,
    run,
    epoch,
    host: id,
    control: 'everyone',
    drivers: [],
    together: false,
    locked: false,
    approves: false,
    film: 0,
    media: undefined,
    playback: undefined,
    change: 0,
    cause: undefined,
    by: undefined,
    changedAt: Number.NEGATIVE_INFINITY,
    members: [{ id, name: nameToTell(name), state: 'no-video' }],
  };
}

/** What is watched is known now, or known better: it is the same film, and its playback goes on. */
export function setMedia(state: HostState, media: Media): HostState {
  return { ...touched(state), media };
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
  if (control === state.control) return state;
  return { ...touched(state), control, ...(control === 'everyone' ? { asks: [] } : {}) };
}

/** Who may come in. */
export function setDoor(
  state: HostState,
  { locked = state.locked, approves = state.approves }: { readonly locked?: boolean; readonly approves?: boolean },
): HostState {
  return { ...touched(state), locked, approves };
}

/** Whether a member may drive where that is `chosen`. */
export function setDriver(state: HostState, id: MemberId, may: boolean): HostState {
  const { drivers } = state;
  if (drivers.includes(id) === may || !state.members.some((member) => member.id === id)) return state;
  const others = drivers.filter((driver) => driver !== id);
  return { ...touched(state), drivers: may ? [...others, id].slice(-MEMBERS_MAX) : others };
}

/** Adds a member, or changes one that is there. */
export function putMember(state: HostState, member: Member): HostState {
  const known = state.members.some((m) => m.id === member.id);
  const members = known ? state.members.map((m) => (m.id === member.id ? member : m)) : [...state.members, member];
  return { ...touched(state), members };
}

/** Takes in a member that has said hello: presses of an earlier conversation are counted no further. */
export function admitMember(state: HostState, member: Member): HostState {
  const { [member.id]: _, ...acks } = state.acks;
  return putMember({ ...state, acks }, member);
}

export function dropMember(state: HostState, id: MemberId): HostState {
  const { [id]: _, ...acks } = state.acks;
  return { ...touched(state), acks, members: state.members.filter((m) => m.id !== id) };
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

/** A member has chosen this colour, or none. */
export function coloured(state: HostState, id: MemberId, chosen: Colour | undefined): HostState {
  const told = (member: Member): Member => {
    const { colour: _, ...rest } = member;
    return chosen ? { ...rest, colour: chosen } : rest;
  };
  return { ...state, members: state.members.map((member) => (member.id === id ? told(member) : member)) };
}

/** A member by its id; one that is not there has no video. @param name of one that is not there */
export function memberOf(state: HostState, id: MemberId, name: string): Member {
  return state.members.find((m) => m.id === id) ?? { id, name, state: 'no-video' };
}

/** The same ones, in whatever order. Neither has one twice. */
export function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
