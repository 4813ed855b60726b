import { forgiveNag } from '../intent/habits';
import { noteRateChosen } from '../intent/page-reactions';
import { noteDelayed, noteSent, type RateLimit, whenAllowed } from '../intent/rate-limiter';
import { isUnseekable } from '../player/player-view';
import { grant, grantSome } from '../player/write-budget';
import type { RoomOrder } from '../room/order';
import { type ClockReading, toRemote } from '../time/clock';
import { boundPlayback, type Playback, positionAt } from '../time/playback';
import type { Cause } from '../wire/protocol';
import { isCovered } from './latency';
import { startLagMs } from './start';
import { LONG_AGO, type PendingIntent, type SyncState } from './state';
import type { Moment, PlayerMoment, SyncEffect } from './step-io';

/** Chromium 156 shows up to 85 ms too much in the event of a start. */
const SAME_PLACE_S = 0.2;

/** One press has several events, and a scrub or a page's own changes many: the word for all of them is said once. */
const REFUSED_AGAIN_MS = 5_000;

/** What a press needs to be told to the room. */
export interface PressContext {
  readonly order: RoomOrder;
  readonly clock: ClockReading;
}

/**
 * Turns what the player shows into an intent, follows it at once, and tells the room: now, or, where the page
 * changes its video by itself, a little later and only what it has come to by then (SPEC IN-7).
 */
export function takePress(
  state: SyncState,
  cause: Cause,
  target: Playback,
  { order, clock }: PressContext,
  moment: Moment,
  effects: SyncEffect[],
): SyncState {
  const { now, view } = moment;
  if (!order.canControl) return { ...refusePress(state, order, moment, effects), disturbedAt: now };
  const memberState = cause === 'start' ? 'now' : whenAllowed(state.rateLimit, view.userActive, now);
  if (memberState === 'muted') return state;
  const paused = cause === 'play' ? false : cause === 'pause' ? true : cause === 'start' ? view.paused : target.paused;
  // A start or a jump moves only when this player has got going: the room's playback says when that is, so that
  // the player that was pressed needs no correction and the others aim for the same.
  const landsIn = paused
    ? 0
    : cause === 'seek' && view.seeking
      ? state.seekLeadMs
      : cause === 'play'
        ? startLagMs(state)
        : 0;
  // Just after play() a player shows a place it has not reached: it starts from where it stood.
  const stood = cause === 'play' && Math.abs(view.position - target.position) < SAME_PLACE_S;
  // What cannot be sought is elsewhere than its room, and no reason for that to go there (SPEC IN-26).
  const moves = cause === 'seek' || cause === 'start' || !isUnseekable(view);
  const position = stood ? target.position : moves ? view.position : positionAt(target, toRemote(clock, now));
  const playback = boundPlayback({
    position,
    // A player may be waiting by rate 0 as its room begins (SPEC IN-15).
    rate: cause === 'rate' || cause === 'start' ? view.rate || 1 : target.rate,
    paused,
    at: toRemote(clock, now) + landsIn,
  });
  if (!playback) return state;
  const pending: PendingIntent = {
    // One that has not been sent yet is replaced: the room hears what it has come to.
    id: state.pending?.heldBack ? state.pending.id : state.lastIntentId + 1,
    // Where every start is a common one, a press is held until the room says when.
    playback: cause === 'play' && order.together ? { ...playback, paused: true } : playback,
    since: now,
    heldBack: {
      causes: withCause(state.pending?.heldBack?.causes ?? [], cause),
      playback,
      dueAt: now + (memberState === 'now' ? 0 : memberState.inMs),
    },
  };
  const rateLimit = memberState === 'now' ? state.rateLimit : noteDelayed(state.rateLimit, now);
  sayWhenMuted(state, rateLimit, effects);
  const told: SyncState = {
    ...state,
    rateLimit,
    budget: view.userActive ? grant(state.budget, now) : state.budget,
    lastIntentId: pending.id,
    pending,
    disturbedAt: now,
    disturbedByOwnPress: true,
    sitePausedAt: undefined,
    ...(cause === 'pause' ? { pausedAt: now } : {}),
    ...(cause === 'play' ? { habits: forgiveNag(state.habits, 'by press', now) } : {}),
    ...(cause === 'rate' ? { reactions: noteRateChosen(state.reactions), heldRate: undefined } : {}),
    // The room is where this player is: what its page does from now on is done to the room.
    ...(cause === 'start' ? { load: { ...state.load, inStepAt: LONG_AGO } } : {}),
    ...(cause === 'seek' ? { lastToldSeek: { at: now, position } } : {}),
    // In a stream no landing is waited for, and a nudge under way has to be taken back.
    ...(cause === 'seek' && view.seeking && view.duration !== Number.POSITIVE_INFINITY
      ? {
          phase: { kind: 'seeking', since: now },
          measuring: { of: 'seek', at: now, position, covered: isCovered(position, view) },
        }
      : {}),
    ...(cause === 'play' ? { measuring: { of: state.pipelineEmpty ? 'start' : 'resume', at: now, position } } : {}),
  };
  return sendHeldBack(told, moment, effects);
}

const FLIPS: ReadonlySet<Cause> = new Set(['play', 'pause']);

/** What is told of several presses: each kind, but of a play and a pause the later one. A jump alone stops no room. */
function withCause(causes: readonly Cause[], cause: Cause): readonly Cause[] {
  const isOver = (other: Cause) => other === cause || (FLIPS.has(other) && FLIPS.has(cause));
  return [...causes.filter((other) => !isOver(other)), cause];
}

/** Who may not drive is told so (SPEC SY-7); the press itself is undone by what follows. */
export function refusePress(
  state: SyncState,
  { driver }: RoomOrder,
  { now }: Moment,
  effects: SyncEffect[],
): SyncState {
  if (now - state.refusedAt < REFUSED_AGAIN_MS) return state;
  effects.push({ type: 'refused', driver });
  return { ...state, refusedAt: now };
}

/** A page is not listened to from now on: that is said as it begins, and not at each press meanwhile. */
function sayWhenMuted({ rateLimit: before }: SyncState, rateLimit: RateLimit, effects: SyncEffect[]) {
  if (rateLimit.mutedUntil > before.mutedUntil) effects.push({ type: 'notice', notice: 'page-muted' });
}

/** Playback that does not acknowledge a press is ignored for at most this long (SPEC SY-4). */
const PENDING_MS = 2_000;

export function expirePress(state: SyncState, { now }: PlayerMoment): SyncState {
  const late = state.pending && !state.pending.heldBack && now - state.pending.since > PENDING_MS;
  return late ? { ...state, pending: undefined, disturbedAt: now } : state;
}

/** Sends what has been held back, once its time has come. */
export function sendHeldBack(state: SyncState, { now, view }: Moment, effects: SyncEffect[]): SyncState {
  const { pending } = state;
  if (!pending?.heldBack) return state;
  const { causes, playback, dueAt } = pending.heldBack;
  if (now < dueAt) {
    effects.push({ type: 'wake', inMs: Math.ceil(dueAt - now) });
    return state;
  }
  let { rateLimit } = state;
  causes.forEach((cause, i) => {
    effects.push({ type: 'intent', id: pending.id + i, cause, playback });
    if (cause !== 'start') rateLimit = noteSent(rateLimit, view.userActive, now);
  });
  // Of several the room has taken in all once it has taken in the last.
  const id = pending.id + causes.length - 1;
  sayWhenMuted(state, rateLimit, effects);
  // What is told is carried out here as well: told so seldom, it is no fight with the page.
  const budget = grantSome(state.budget);
  return {
    ...state,
    rateLimit,
    budget,
    lastIntentId: id,
    pending: { ...pending, id, since: now, heldBack: undefined },
  };
}
