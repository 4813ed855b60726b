import { forgetReload } from '../intent/page-reactions';
import { report } from '../sync/context';
import { restoreRate } from '../sync/nudge';
import { LONG_AGO, markDiscontinuity, nextLoad, type Step, type SyncState } from '../sync/state';
import { syncStep } from '../sync/step';
import type { Moment, SyncEvent } from '../sync/step-io';

/**
 * While an ad runs in a member's player (SPEC AD-1), nothing that the player does is told to the room, and nothing
 * that the room does is done to the player. The room's orders are taken in for afterwards.
 */
export function stepInAd(state: SyncState, event: SyncEvent, moment: Moment): Step {
  const effects = [report('ad')];
  if (event.type !== 'order') return { state, effects };
  // Without a clock nothing is followed. The ad's length is not the film's.
  return { state: { ...syncStep(state, event, { ...moment, clock: undefined }).state, load: state.load }, effects };
}

/**
 * An ad has begun: what the player was in the middle of is dropped, and the ad is not played at a nudged rate. Nor is it a
 * page's answer to a seek right before it.
 */
export function enterAd(state: SyncState, now: number): Step {
  return {
    state: {
      ...markDiscontinuity(state, now),
      phase: { kind: 'idle' },
      measuring: undefined,
      sitePausedAt: undefined,
      reactions: forgetReload(state.reactions),
    },
    effects: restoreRate(state),
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
