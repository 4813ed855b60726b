import type { Playback } from '../time/playback';
import type { Step, SyncState } from './state';
import type { SyncEffect } from './step-io';

/**
 * The player is let go of (SPEC PL-8): it shows another film or an ad, is left alone, loads anew, or is nobody's to drive any
 * more. What was done to it for the room's sake, and would have ended by itself, ends now: a nudge, the pitch that nudges
 * leave off, and standing still until the room arrives. From here on the player is the page's and the person's.
 *
 * @param target what the player was to do until now
 */
export function release(state: SyncState, target: Playback | undefined): Step {
  const { phase } = state;
  if (phase.kind === 'idle' && !state.measuring && !state.owesPitch) return { state, effects: [] };
  const effects: SyncEffect[] = [];
  if (phase.kind === 'nudging' && target) effects.push({ type: 'rate', rate: target.rate });
  const stands = phase.kind === 'waiting-for-room' || phase.kind === 'resting';
  if (stands && target && !target.paused) effects.push({ type: 'play' });
  if (state.owesPitch) effects.push({ type: 'own-pitch' });
  return { state: { ...state, phase: { kind: 'idle' }, measuring: undefined, owesPitch: false }, effects };
}
