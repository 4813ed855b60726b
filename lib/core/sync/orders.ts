import { tryRateAgain } from '../intent/habits';
import { retrySeeks } from '../player/capabilities';
import { grant } from '../player/write-budget';
import type { RoomOrder } from '../room/order';
import { type Playback, positionAt } from '../time/playback';
import { expirePress } from './press';
import { release } from './release';
import { initialSync, LONG_AGO, markDiscontinuity, type Phase, restingAnew, type Step, type SyncState } from './state';
import type { OrderEvent, PlayerMoment, SyncEvent } from './step-io';

/** A heartbeat moves the room's line by less; a press by more, or at least by what needs no cure. */
const REANCHOR_MAX_S = 0.05;

/** What this player should be doing: the own press until the room has taken it in, else the room's playback. */
export function targetOf(state: SyncState): Playback | undefined {
  return state.pending?.playback ?? state.order?.playback;
}

/** Takes in what the room wants, if that is news, or has become so by another load. */
export function takeNews({ state, effects }: Step, event: SyncEvent | OrderEvent, moment: PlayerMoment): Step {
  const known = event.type === 'order' ? event.order : state.order;
  const order = known && orderFor(known, moment.load);
  if (!order || order === state.order) return { state, effects };
  const taken = takeOrder(state, order, moment);
  return { state: taken.state, effects: [...effects, ...taken.effects] };
}

/** Nothing is wanted of a load that the room service has not heard of yet: it may be another film (SPEC MK-3). */
function orderFor(order: RoomOrder, load: number): RoomOrder {
  if (!order.load || order.load === load || order.suspended) return order;
  const { playback: _, ...rest } = order;
  return { ...rest, suspended: true };
}

/**
 * Takes an order in. Nothing is done to the player yet, but for what is owed to it where the room has nothing for it to do
 * any more.
 */
function takeOrder(before: SyncState, order: RoomOrder, moment: PlayerMoment): Step {
  const state = expirePress(before, moment);
  const next = noteNewTarget(state, noteLeader(state, adopt(state, order, moment)), moment);
  return targetOf(next) ? { state: next, effects: [] } : release(next, targetOf(state));
}

function adopt(state: SyncState, order: RoomOrder, { now }: PlayerMoment): SyncState {
  const known = state.order;
  if (known && (order.epoch < known.epoch || (order.epoch === known.epoch && order.revision < known.revision))) {
    // An older playback; what else it says (rights, roles) is of now.
    const { playback, epoch, revision, change } = known;
    return { ...state, order: { ...order, ...(playback ? { playback } : {}), epoch, revision, change } };
  }
  const taken = state.pending && order.ack >= state.pending.id;
  // Of a player that shows another film nothing is told.
  const pending = taken || order.suspended ? undefined : state.pending;
  const changed = !known || order.change !== known.change || order.epoch !== known.epoch;
  // A newer press may be on its way already.
  const own = known !== undefined && order.ack > known.ack;
  return {
    ...state,
    order,
    pending,
    // A page that was loaded again counts on from what its room service knows: lower numbers are taken for repeats.
    lastIntentId: Math.max(state.lastIntentId, order.ack),
    ...(changed
      ? {
          disturbedAt: now,
          disturbedByOwnPress: own && state.pending?.keepsPlace !== true,
          // The room has heard of a jump here: that says nothing of a pause which came right after it.
          sitePausedAt: own ? state.sitePausedAt : undefined,
          budget: own ? state.budget : grant(state.budget, now),
          capabilities: retrySeeks(state.capabilities),
        }
      : {}),
    ...(changed && state.phase.kind === 'resting' ? { phase: restingAnew } : {}),
  };
}

/** The room began where this page was, and another member holds it now: what the page does moves nobody any more (SPEC IN-17). */
function noteLeader(before: SyncState, state: SyncState): SyncState {
  const isOver = before.order?.leads === true && state.order?.leads === false && state.load.inStepAt === LONG_AGO;
  return isOver ? { ...state, load: { ...state.load, inStepAt: undefined } } : state;
}

/**
 * Wanted elsewhere or at another rate than before: the readings so far belong to another line, and a nudge
 * under way was planned for another place.
 */
export function noteNewTarget(before: SyncState, state: SyncState, { now }: PlayerMoment): SyncState {
  const was = targetOf(before);
  const is = targetOf(state);
  if (!was || !is || was === is) return state;
  const moved = Math.abs(positionAt(was, is.at) - is.position) > REANCHOR_MAX_S;
  if (!moved && was.rate === is.rate && was.paused === is.paused) return state;
  // A stream's host may move the room again and again: that is no reason to seek at once each time.
  const movedByHost = is.live === true && before.order?.change === state.order?.change && was.paused === is.paused;
  // The room began where this page was, and another has moved it since: what the page does moves nobody any more.
  const isAnothers = state.pending === undefined && !state.disturbedByOwnPress;
  const isOver = state.load.inStepAt === LONG_AGO && isAnothers;
  // Ended rather than forgotten, so that the page's own pitch setting comes back even if the rate is right.
  const phase: Phase = state.phase.kind === 'nudging' ? { ...state.phase, until: now } : state.phase;
  return {
    ...markDiscontinuity(state, now),
    phase,
    // A press elsewhere is followed at once: the wait between seeks is for a player that misses the same place.
    ...(moved
      ? {
          roomMoved: true,
          load: isOver ? { ...state.load, inStepAt: undefined } : state.load,
          ...(movedByHost
            ? {}
            : { seekCoolUntil: initialSync.seekCoolUntil, seekCooldownMs: initialSync.seekCooldownMs }),
          // How far it is from there says nothing of how it took to being sought before, nor of its having run dry.
          live: { ...state.live, driftBefore: undefined, stalled: false, movedByHost },
        }
      : {}),
    ...(was.rate === is.rate ? {} : { measuring: undefined, habits: tryRateAgain(state.habits) }),
  };
}
