import { forgetReload } from '../intent/page-reactions';
import { targetOf } from '../sync/orders';
import { release } from '../sync/release';
import { LONG_AGO, markDiscontinuity, nextLoad, type Step, type SyncState } from '../sync/state';

/**
 * An ad has begun: what the player was in the middle of is dropped, and the ad is neither played at a nudged rate nor left
 * standing. It is no page's answer to a seek right before it (SPEC AD-6). A press that was held back is forgotten (AD-5).
 */
export function enterAd(before: SyncState, now: number): Step {
  const { state, effects } = release(before, targetOf(before));
  return {
    state: {
      ...markDiscontinuity(state, now),
      pending: state.pending?.heldBack ? undefined : state.pending,
      sitePausedAt: undefined,
      reactions: forgetReload(state.reactions),
    },
    effects,
  };
}

/** The film is back: as after a load, the page sets its place by itself, and the room is gone to at once. */
export function leaveAd(state: SyncState, now: number): SyncState {
  const back = {
    pipelineEmpty: true,
    loadedAt: now,
    load: nextLoad(state.load),
    disturbedAt: now,
    seekCoolUntil: LONG_AGO,
  };
  return { ...markDiscontinuity(state, now), ...back };
}
