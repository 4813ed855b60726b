import { type IntentContext, isJump } from './intent';
import { forgetReload } from './page-doing';
import { METADATA } from './player-view';
import { LONG_AGO, type Moment, type SyncEffect, type SyncState } from './sync-state';
import { type Driving, tell } from './sync-tell';

/**
 * Pages whose server transcodes answer a person's seek with another load, and go to the place once that is there: by
 * then it looks like what any page does as it loads. It is told as the seek it was (SPEC IN-9).
 *
 * @param context undefined while the room service does not know yet that the new load is the same film
 */
export function tellReloaded(
  state: SyncState,
  context: (IntentContext & Driving) | undefined,
  moment: Moment,
  effects: SyncEffect[],
): SyncState {
  const { view } = moment;
  if (!state.doing.reload?.placed || !context || context.order.hold || view.readyState < METADATA) return state;
  const { ours } = state.doing.reload;
  // Nothing that comes after it is a page's that is just loading.
  const known = { ...state, doing: forgetReload(state.doing), loadedAt: LONG_AGO };
  return !ours && isJump(view, context) ? tell(known, 'seek', context.target, context, moment, effects) : known;
}
