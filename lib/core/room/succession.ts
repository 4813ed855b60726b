import { type ClockReading, toLocal, toRemote } from '../time/clock';
import { boundPlayback, inOtherTime, type Playback, reanchor } from '../time/playback';
import type { MemberId } from '../wire/protocol';
import { type Belief, termAfter } from './belief';
import { findMember, type RoomFacts } from './facts';
import { createGuestState, type GuestState } from './guest-state';
import { type HostState, newTerm } from './host-state';

/**
 * A member becomes host of the room that it knows (SPEC SU-2): the film goes on where it is, by the member's own clock from
 * here on, under the same settings.
 *
 * @param epoch of the new term, later than any that was heard of
 * @param clock the new host's own clock → the room time of the term that ends
 * @param now the new host's own clock, ms
 */
export function takeOver(state: GuestState, epoch: number, clock: ClockReading, now: number): HostState {
  const { playback, waiting } = state;
  const id = state.self;
  // What another member's numbers and clock make of it may be beyond everything.
  const own = playback && boundPlayback(inOwnTime(playback, clock, now));
  return {
    ...newTerm,
    ...factsOf(state),
    epoch,
    host: id,
    // Whoever the room stood still for is found out anew.
    playback: own && waiting.length > 0 ? { ...own, paused: false, at: now } : own,
    changedAt: now,
    members: inOrder(state, id),
  };
}

/** As of now, where the two clocks are best known to each other; a start that lies ahead keeps its moment. */
function inOwnTime(playback: Playback, clock: ClockReading, now: number): Playback {
  const roomNow = toRemote(clock, now);
  if (playback.at > roomNow) return inOtherTime(playback, toLocal(clock, playback.at) - playback.at);
  return inOtherTime(reanchor(playback, roomNow), now - roomNow);
}

/** The new host first, then everybody who was there; the host of before last, where it has said that it stays. */
function inOrder(state: GuestState, first: MemberId) {
  const own = findMember(state, first);
  const before = state.handover?.stays ? findMember(state, state.host) : undefined;
  const others = state.members.filter(({ id }) => id !== first && id !== state.host);
  return [...(own ? [own] : []), ...others, ...(before ? [before] : [])];
}

/**
 * A host makes another member host, and goes on as a guest.
 *
 * @param now local ms
 * @returns whom it names, and what it believes itself until it has gone there: should the other be gone by now, it may
 *   follow again, as the last
 */
export function naming({ run, epoch, host, members }: RoomFacts, to: MemberId, now: number) {
  const named = { host: to, epoch: termAfter(epoch, to) };
  const others = members.flatMap(({ id }) => (id === host ? [] : id));
  const belief: Belief = { run, epoch, host, order: [...others, host], named, heardAt: now };
  return { named, belief };
}

/**
 * Who follows a host that goes with a word: the next in the order that is heard. Where nobody is, the next that may come
 * back: a room is not over for a member whose lid is closed.
 *
 * @returns undefined: nobody else is in the room
 */
export function successorOf({ members, host }: Pick<RoomFacts, 'members' | 'host'>): MemberId | undefined {
  const others = members.filter(({ id }) => id !== host);
  return (others.find(({ state }) => state !== 'away') ?? others[0])?.id;
}

/** What a host believes that goes over to another: should that be gone before it has said its own order, those who were here follow it. */
export function goingOver(
  { members }: Pick<RoomFacts, 'members'>,
  claim: Pick<Belief, 'run' | 'epoch' | 'host'>,
  now: number,
): Belief {
  const order = members.flatMap(({ id }) => (id === claim.host ? [] : id));
  return { ...claim, order, named: undefined, heardAt: now };
}

/** A host that finds another one with a later epoch goes on as a guest of the same room (SPEC SU-3). */
export function stepDown(state: HostState, claim: { readonly host: MemberId; readonly epoch: number }): GuestState {
  const { host: id, playback, film } = state;
  return {
    ...createGuestState(id, { run: state.run, ...claim }),
    ...factsOf(state),
    ...claim,
    told: { playback, film },
  };
}

/** The facts alone, of whoever holds them. */
function factsOf(facts: RoomFacts): RoomFacts {
  const { run, epoch, host, control, drivers, together, locked, approves, film, media, playback } = facts;
  const { change, cause, by, changedAt, members, audience } = facts;
  return {
    ...{ run, epoch, host, control, drivers, together, locked, approves, film, media, playback },
    ...{ change, cause, by, changedAt, members },
    // That there is an audience is known: without it nobody would speak to those who watch, where a seat is free by then.
    audience,
    // Counted by a clock that nobody goes by any more.
    countdown: undefined,
  };
}
