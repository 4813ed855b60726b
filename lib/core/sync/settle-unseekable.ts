import { HAVE_FUTURE_DATA } from '../player/player-view';
import { matchRate, type SettleContext, standsByItself, stepOf } from './context';
import { markDiscontinuity, type Step, type SyncState } from './state';

/** So far from the room nobody takes such a player for being in step, s. */
const NEAR_S = 1;
/** A film that has run out is not begun again, s. */
const OVER_S = 0.3;

/**
 * A player whose film cannot be sought (SPEC IN-26): it is played and paused with the room, gets the room's rate, and is
 * otherwise left where it is. @param end of its film, s
 */
export function settleUnseekable(before: SyncState, context: SettleContext, end: number): Step {
  const { target, moment, effects, expected } = context;
  const { view, now } = moment;
  const standing = target.paused ? undefined : standsByItself(before, context);
  if (standing) return standing;
  let state: SyncState = { ...markDiscontinuity(before, now), phase: { kind: 'idle' }, measuring: undefined };
  const driftS = view.position - expected;
  const isAway = Math.abs(driftS) > NEAR_S;
  if (isAway && !state.habits.cannotSeek) {
    effects.push({ type: 'notice', notice: 'cannot-seek' });
    state = { ...state, habits: { ...state.habits, cannotSeek: true } };
  }
  matchRate(state, context);
  if (target.paused) {
    if (!view.paused) effects.push({ type: 'pause' });
    return stepOf(context, state, 'paused', driftS);
  }
  if (view.paused && view.position < end - OVER_S) effects.push({ type: 'play' });
  if (view.readyState < HAVE_FUTURE_DATA) return stepOf(context, state, 'waiting');
  return stepOf(context, state, isAway ? 'catching-up' : 'in-sync', driftS);
}
