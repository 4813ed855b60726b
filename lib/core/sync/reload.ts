import { isJump } from '../intent/evidence';
import { forgetReload } from '../intent/page-reactions';
import { HAVE_FUTURE_DATA, HAVE_METADATA } from '../player/player-view';
import type { RoomContext } from './context';
import { takePress } from './press';
import { LONG_AGO, type SyncState } from './state';
import type { Moment, SyncEffect } from './step-io';

/** Two loads of the same film differ in length by less, s. */
const SAME_LENGTH_S = 0.1;

/**
 * A page that loads the same film again, or shows it in another element, puts the player back to where it was. Once that
 * has been done, what comes with the person's activation is no longer a part of it (SPEC IN-14).
 */
export function noteRestored(state: SyncState, context: RoomContext | undefined, { view }: Moment): SyncState {
  const { load } = state;
  if (load.restored || view.readyState < HAVE_METADATA || !Number.isFinite(view.duration)) return state;
  const again = load.again ?? Math.abs(view.duration - load.durationS) < SAME_LENGTH_S;
  const there = context !== undefined && view.readyState >= HAVE_FUTURE_DATA && !view.seeking;
  const restored = again && there && view.paused === context.target.paused && !isJump(view, context);
  if (again === load.again && !restored) return state;
  return { ...state, load: { ...load, durationS: view.duration, again, restored } };
}

/**
 * Pages whose server transcodes answer a person's seek with another load, and go to the place once that is there: by
 * then it looks like what any page does as it loads. It is told as the seek it was (SPEC IN-9).
 *
 * @param context undefined while the room service does not know yet that the new load is the same film
 */
export function tellReloaded(
  state: SyncState,
  context: RoomContext | undefined,
  moment: Moment,
  effects: SyncEffect[],
): SyncState {
  const { view } = moment;
  if (!state.reactions.reload?.placed || !context || context.order.suspended || view.readyState < HAVE_METADATA)
    return state;
  const { ours } = state.reactions.reload;
  // Nothing that comes after it is a page's that is just loading.
  const known = {
    ...state,
    reactions: forgetReload(state.reactions),
    loadedAt: LONG_AGO,
    load: { ...state.load, inStepAt: LONG_AGO },
  };
  return !ours && isJump(view, context) ? takePress(known, 'seek', context.target, context, moment, effects) : known;
}
