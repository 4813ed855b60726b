import type { Drift } from '../correction/drift';
import { AGREEING_S, type Correction, FRESH_MS } from '../correction/plan';
import { toRemote } from '../time/clock';
import { type Playback, positionAt } from '../time/playback';
import { report, type SettleContext } from './context';
import type { SyncState } from './state';
import type { SyncEffect } from './step-io';

/** The host's slow slips up to this re-anchor the room instead of being corrected (SPEC SY-8)… */
const SLIP_ANCHOR_MAX_S = 0.012;
/** …and after a press of its own whatever the start or the seek cost more or less than was believed. */
const OWN_ANCHOR_MAX_S = 0.08;
/** A player that shows its place in steps is off by some ms however long it is read: the room is led towards it by halves. */
const STEPPED_PART = 0.5;
/** Less is told with the next report. */
const ANCHOR_URGENT_S = 0.002;

/**
 * May the room be laid through this player instead? A host's slow slip is, and what its own press came out other than
 * was believed: nobody else has settled on that place yet.
 */
export function mayAnchor(state: SyncState, seconds: number, now: number, settled: boolean, plan: Correction): boolean {
  if (state.order?.role !== 'host') return false;
  if (now - state.disturbedAt > FRESH_MS) return settled && Math.abs(seconds) <= SLIP_ANCHOR_MAX_S;
  return state.disturbedByOwnPress && plan.kind !== 'measure' && Math.abs(seconds) <= OWN_ANCHOR_MAX_S;
}

/** The report of a host's player that lays the room's playback through where that player really is. */
export function anchorReport(
  state: SyncState,
  { target, clock, moment: { now } }: SettleContext,
  { seconds, noise }: Drift,
): SyncEffect {
  const at = toRemote(clock, now);
  const part = noise > AGREEING_S ? STEPPED_PART : 1;
  const anchor: Playback = { ...target, position: positionAt(target, at) + part * seconds, at };
  const urgent = state.disturbedByOwnPress && now - state.disturbedAt < FRESH_MS && Math.abs(seconds) > ANCHOR_URGENT_S;
  return { ...report('in-sync', seconds, anchor), urgent };
}
