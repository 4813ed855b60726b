import { type Change, changeOf, disagrees, type Evidence, jumpMinS } from '../intent/evidence';
import { isNag, isNagAgain, noteRate, noteTookRateBack, rateStandsMs } from '../intent/habits';
import { kindOf } from '../intent/kinds';
import { isLoading } from '../intent/loading';
import { noteEvent } from '../intent/page-reactions';
import { addFlip, PROMOTE_MS } from '../intent/storm';
import { HAVE_FUTURE_DATA, HAVE_METADATA, type PlayerEvent } from '../player/player-view';
import { toRemote } from '../time/clock';
import { type Playback, positionAt } from '../time/playback';
import { type RoomContext, stopOf } from './context';
import { learnAtRest, noteAim, noteStall } from './latency';
import { targetOf } from './orders';
import { noteHabit, placeBefore } from './page-doings';
import { takePress } from './press';
import { release } from './release';
import { takeSkip } from './skip';
import { markDiscontinuity, nextLoad, nothingSeen, type SyncState } from './state';
import type { Moment, SyncEffect } from './step-io';
import { noteStormPause } from './storm-recovery';

/** Scrubbing tells the room this often. */
const SCRUB_MS = 150;
/** A landing this close to the jump that was told is the same jump. */
const SAME_JUMP_S = 0.15;
const BREAKS: ReadonlySet<PlayerEvent> = new Set(['emptied', 'seeked', 'seeking', 'waiting', 'playing', 'sound']);
/** What a change is taken in with. */
interface ChangeIo {
  readonly moment: Moment;
  readonly context: RoomContext;
  readonly effects: SyncEffect[];
  readonly event: PlayerEvent;
}

export function takePlayerEvent(
  state: SyncState,
  event: PlayerEvent,
  echo: boolean,
  moment: Moment,
  effects: SyncEffect[],
): SyncState {
  const { now, view } = moment;
  let next = state;
  if (event === 'loaded') next = { ...next, loadedAt: now };
  if (event === 'emptied') next = { ...forgetLoad(next, effects), loadedAt: now };
  if (BREAKS.has(event)) next = markDiscontinuity(next, now);
  if (event === 'emptied' || (event === 'seeking' && view.paused)) next = { ...next, pipelineEmpty: true };
  if (event === 'waiting' || event === 'playing' || event === 'sound') next = { ...next, disturbedAt: now };
  // Run dry: what it then comes out at is no press of ours.
  if (event === 'waiting' && !view.seeking) next = noteStall({ ...next, disturbedByOwnPress: false }, now);
  if (event === 'seeking' && echo) next = noteAim(next, view);
  if (event === 'seeked') next = learnAtRest(next, moment);
  next = { ...next, reactions: noteEvent(next.reactions, event, echo, view, now) };
  if (echo) return next;
  const context = contextOf(next, moment);
  if (!context) return startRoom(next, event, moment, effects);
  const change = changeOf(event);
  if (!change || !disagrees(change, withoutNudge(next, moment), context)) return next;
  // A person's hold on the slider comes as a stream of jumps: the last one is told by `seeked`.
  const leastS = Math.min(SAME_JUMP_S, jumpMinS(view, context.target));
  if (event === 'seeked' && Math.abs(view.position - next.lastToldSeek.position) < leastS) return next;
  return takeChange(state, next, change, { moment, context, effects, event });
}

/** Whether rate, place, or standing still: asks whose doing it was, and does what is due. */
function takeChange(before: SyncState, noted: SyncState, change: Change, io: ChangeIo): SyncState {
  const { moment, context, effects, event } = io;
  const { now, view } = moment;
  const seen = evidenceOf(change, before, noted, moment, context);
  const kind = kindOf(seen);
  if (kind?.atLanding && event === 'seeking') return noted;
  if (kind?.verdict === 'offered') return takeSkip(noted, seen, moment, context, effects);
  if (kind?.answersUs) return noteAnswer(before, noted, event);
  const elsewhere = change === 'seek' ? soughtByOther(noted) : noted;
  const next = noteHabit({ ...elsewhere, flips: seen.flips }, change, kind?.verdict, moment, effects);
  switch (kind?.verdict) {
    case 'page':
    case 'waits':
    case 'insists':
      return next;
    case 'held':
      effects.push({ type: 'wake', inMs: rateStandsMs(next.habits, view.focus, now) });
      return { ...next, heldRate: { rate: view.rate, since: now } };
    case 'left': {
      if (change !== 'pause') return next;
      const stormRecovery = noteStormPause(next.stormRecovery, view);
      return { ...next, sitePausedAt: next.sitePausedAt ?? now, stormRecovery };
    }
    default:
      if (event === 'seeking' && now - next.lastToldSeek.at < SCRUB_MS) return next;
      return takePress(next, change, context.target, context, moment, effects);
  }
}

/** A rate that no event tells of: speed extensions keep theirs from all other scripts (SPEC IN-19). */
export function takeSilentRate(state: SyncState, moment: Moment, effects: SyncEffect[]): SyncState {
  const { view } = moment;
  const { seen, habits } = state;
  if (seen.rate === undefined || view.rate === seen.rate || view.rate === habits.ownRate) return state;
  const context = contextOf(state, moment);
  // A stream's player keeps up with its edge by rates of its own.
  if (
    !context ||
    view.duration === Number.POSITIVE_INFINITY ||
    !disagrees('rate', withoutNudge(state, moment), context)
  )
    return state;
  return takeChange(state, state, 'rate', { moment, context, effects, event: 'ratechange' });
}

/** @param before this event was taken note of */
function evidenceOf(
  change: Change,
  before: SyncState,
  { flips, loadedAt, load, pausedAt, skip }: SyncState,
  { now, view, traits }: Moment,
  { target, expected }: RoomContext,
): Evidence {
  const isFlip = change === 'play' || change === 'pause';
  const { reactions, habits, seen } = before;
  return {
    ...{ change, now, view, traits, target, expected, loadedAt, pausedAt, skip },
    ...{ restored: load.restored, untouched: load.untouched },
    ...{ reactions, habits, movedAt: load.movedAt, inStepAt: load.inStepAt, dryAt: seen.dryAt },
    flips: isFlip ? addFlip(flips, now) : flips,
    isHeld: !target.paused && stopOf(before, view) === undefined,
    from: placeBefore(seen, now),
    goal: seen.goal,
  };
}

/** Where it is now says nothing of whether our last seek moved it (SPEC LV-16). */
const soughtByOther = (state: SyncState): SyncState => ({ ...state, live: { ...state.live, driftBefore: undefined } });

/** The page has answered a write of ours. @param next after this event was taken note of */
function noteAnswer(before: SyncState, next: SyncState, event: PlayerEvent): SyncState {
  // Where a player was that did not stay where it was sought says nothing of how long seeks take.
  const snappingBack = event === 'seeking';
  // It may have an earlier seek of ours to answer yet.
  const { ownSeeks } = snappingBack ? before.reactions : next.reactions;
  return {
    ...next,
    reactions: { ...next.reactions, ownSeeks, snappingBack },
    measuring: snappingBack ? undefined : next.measuring,
  };
}

/** Another load: what was done for the room's sake is over with the one before. */
function forgetLoad(state: SyncState, effects: SyncEffect[]): SyncState {
  const released = release(state, targetOf(state));
  effects.push(...released.effects);
  // A pause before it, and a rate, were the last one's.
  const { habits } = state;
  return {
    ...released.state,
    load: nextLoad(state.load),
    sitePausedAt: undefined,
    heldRate: undefined,
    drought: undefined,
    seen: { ...nothingSeen, dryAt: state.seen.dryAt },
    habits: {
      ...habits,
      ownRate: undefined,
      nudgedFrom: undefined,
      wentTo: undefined,
      keepsPaused: false,
      cannotSeek: false,
    },
  };
}

/** A nudge of ours must never pass for the person's choice of speed. */
function withoutNudge(state: SyncState, { view }: Moment) {
  const target = targetOf(state);
  return state.phase.kind === 'nudging' && target && Math.abs(view.rate - state.phase.rate) < 1e-4
    ? { ...view, rate: target.rate }
    : view;
}

export function contextOf(state: SyncState, { now, clock }: Moment): RoomContext | undefined {
  const target = targetOf(state);
  const { order } = state;
  if (!order || !target || !clock) return undefined;
  return { order, clock, target, expected: positionAt(target, toRemote(clock, now)) };
}

/** A room without a playback yet takes the first video of somebody who may drive, as it stands. */
function startRoom(state: SyncState, event: PlayerEvent | 'order', moment: Moment, effects: SyncEffect[]): SyncState {
  const { order } = state;
  const { clock } = moment;
  if (!order || order.playback || order.suspended || state.pending || !clock || event === 'emptied') return state;
  if (!order.leads || moment.view.readyState < HAVE_METADATA) return state;
  const { view } = moment;
  // A page that goes on to the room's next film may play it by itself, or go to where it was left the last time.
  if (order.change > 0 && view.paused && isLoading({ now: moment.now, loadedAt: state.loadedAt })) return state;
  const blank: Playback = { position: view.position, rate: view.rate, paused: view.paused, at: 0 };
  return takePress(state, 'start', blank, { order, clock }, moment, effects);
}

/** A rate that has stood for a moment is somebody's choice (SPEC IN-19). */
export function promoteRate(state: SyncState, moment: Moment, effects: SyncEffect[]): SyncState {
  const { heldRate } = state;
  const { view, now } = moment;
  const context = contextOf(state, moment);
  if (!heldRate || !context) return state;
  const { target, expected } = context;
  const isOther = disagrees('rate', view, context);
  if (view.rate !== heldRate.rate || !isOther) {
    const tookBack = view.rate !== heldRate.rate && !isOther && !view.userActive;
    const habits = tookBack ? noteTookRateBack(state.habits, now) : state.habits;
    return { ...state, heldRate: undefined, habits };
  }
  if (now - heldRate.since < rateStandsMs(state.habits, view.focus, now)) return state;
  const habits = noteRate(state.habits, view.rate, target.rate, now);
  const stood = { ...state, heldRate: undefined, habits };
  // Meanwhile this player alone has gone at it: that is no reason for all others to be where it has got to (SPEC IN-32).
  const there = { ...moment, view: { ...view, position: expected } };
  const told = takePress(stood, 'rate', target, context, there, effects);
  const pending = told.pending && { ...told.pending, keepsPlace: true as const };
  return { ...told, pending, disturbedByOwnPress: false };
}

/** A pause that was taken for the site's but lasts with a ready player is the person's (SPEC IN-4). */
export function promotePause(state: SyncState, moment: Moment, effects: SyncEffect[]): SyncState {
  const context = contextOf(state, moment);
  if (!context) return startRoom(state, 'ready', moment, effects);
  const { view, now } = moment;
  if (state.sitePausedAt === undefined) return state;
  if (!disagrees('pause', view, context)) return { ...state, sitePausedAt: undefined };
  // A page that pauses until it has something to show plays again a while after it has.
  if (view.readyState < HAVE_FUTURE_DATA) return { ...state, sitePausedAt: now };
  if (now - state.sitePausedAt < PROMOTE_MS) return state;
  // Nobody presses pause in a tab that nobody sees.
  if (view.hiddenSince !== undefined) return { ...state, sitePausedAt: undefined };
  // The page pauses whatever is played, and has done so while its player was dry (SPEC IN-20).
  const pausedAt = Math.max(...state.flips);
  if (!view.userActive && isNagAgain(state.habits, pausedAt)) {
    return noteHabit({ ...state, sitePausedAt: undefined }, 'pause', 'insists', moment, effects);
  }
  // The first time it is played once more.
  const over = { ...state, sitePausedAt: undefined };
  if (!view.userActive && isNag(state.habits, pausedAt)) return over;
  // Where it is refused, nothing holds the player any more: it is played on.
  return takePress(over, 'pause', context.target, context, moment, effects);
}

/** The person takes the room to a place: a jump, by another button. */
export function takeRoomTo(state: SyncState, place: number, moment: Moment, effects: SyncEffect[]): SyncState {
  const context = contextOf(state, moment);
  if (!context) return state;
  const there = { ...moment, view: { ...moment.view, position: place, seeking: false, userActive: true } };
  return takePress(state, 'seek', context.target, context, there, effects);
}
