import type { Playback } from './playback';
import type { Moment, SyncEffect, SyncState } from './sync-state';

/** Playback that does not acknowledge a press is ignored for at most this long (SPEC SY-4). */
const PENDING_MS = 2_000;

export function expire(state: SyncState, { now }: Moment): SyncState {
  const late = state.pending && !state.pending.unsent && now - state.pending.since > PENDING_MS;
  return late ? { ...state, pending: undefined, momentAt: now } : state;
}

/**
 * The player is let go of (SPEC MK-3): what was done to it for the room's sake and would have ended by itself, a nudge
 * or a wait for the room, ends now. From here on it is the page's and the person's.
 */
export function letGo(state: SyncState, target: Playback | undefined, effects: SyncEffect[]): SyncState {
  const { phase } = state;
  if (phase.kind === 'nudging' && target) effects.push({ type: 'rate', rate: target.rate });
  if (phase.kind === 'holding') effects.push({ type: 'play' });
  return { ...state, pending: undefined, phase: { kind: 'idle' }, landing: undefined };
}
