import type { Cure } from '../correction/plan';
import { canTake } from '../player/capabilities';
import { type SettleContext, stepOf } from './context';
import { markDiscontinuity, type Step, type SyncState } from './state';

/** So far from the room a player may get whose page sets its speed itself, s as heard: each cure is a jolt. */
const AWAY_MAX_S = 1;
/** Its seeks are as far apart, ms: one that is slow would be sought without end. */
const SEEK_GAP_MS = 5_000;

/**
 * The player goes at another rate than the room, and that is not ours to set (SPEC IN-19, IN-25): it is kept near the room
 * by what it does take. A player that has got ahead stands still for as long; one that has fallen behind is sought.
 */
export function keepInPlace(
  before: SyncState,
  context: SettleContext,
  cure: (state: SyncState, context: SettleContext, plan: Cure, seconds: number) => Step,
): Step {
  const { target, moment, expected } = context;
  const { view, now, traits } = moment;
  const state = markDiscontinuity(before, now);
  const seconds = view.position - expected;
  const heardS = seconds / target.rate;
  if (!state.habits.keepsRate || Math.abs(heardS) < AWAY_MAX_S) return stepOf(context, state, 'catching-up', seconds);
  if (heardS > 0) return cure(state, context, { kind: 'wait', durationMs: heardS * 1000 }, seconds);
  if (!canTake(traits, state.capabilities).seeks || now < state.seekCoolUntil)
    return stepOf(context, state, 'catching-up', seconds);
  const sought = cure(state, context, { kind: 'seek' }, seconds);
  return { ...sought, state: { ...sought.state, seekCoolUntil: now + SEEK_GAP_MS } };
}
