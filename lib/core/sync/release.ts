import type { Playback } from '../time/playback';
import type { SyncState } from './state';
import type { SyncEffect } from './step-io';

/**
 * The player is let go of (SPEC MK-3): what was done to it for the room's sake and would have ended by itself, a nudge
 * or a wait for the room, ends now. From here on it is the page's and the person's.
 */
export function release(state: SyncState, target: Playback | undefined, effects: SyncEffect[]): SyncState {
  const { phase } = state;
  if (phase.kind === 'nudging' && target) effects.push({ type: 'rate', rate: target.rate });
  if (phase.kind === 'waiting-for-room') effects.push({ type: 'play' });
  return { ...state, pending: undefined, phase: { kind: 'idle' }, measuring: undefined };
}
