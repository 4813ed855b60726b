import { DRIFT_MAX_MS, type MemberState } from '../wire/protocol';
import { STATE_POLICY } from './state-policy';

/** Two viewers of a stream know their places to about this; nobody who is further away is in step, whatever is done about it, ms. */
const IN_STEP_MS = 1_500;

/** What is told of a member's player: its state, and a drift only where one has been measured in that state. */
export interface ToldReport {
  readonly state: MemberState;
  readonly driftMs?: number;
}

/** A report as it may be told and shown: bounded, without an anchor. */
export function toldReport({
  state,
  driftMs,
}: {
  readonly state: MemberState;
  readonly driftMs?: number | undefined;
}): ToldReport {
  if (!STATE_POLICY[state].compared || driftMs === undefined || !Number.isFinite(driftMs)) return { state };
  const bounded = Math.min(DRIFT_MAX_MS, Math.max(-DRIFT_MAX_MS, driftMs));
  const behind = state === 'in-sync' && Math.abs(bounded) > IN_STEP_MS;
  return { state: behind ? 'catching-up' : state, driftMs: Math.round(bounded * 100) / 100 };
}

/** A player reports once a second. One that has missed two reports is frozen, or its page is too busy to be driven, ms. */
const SILENT_MS = 3_000;

/**
 * What is to be told of a player that has not spoken for itself (SPEC ME-1).
 * @param elected a frame of the room's tab has a video and was chosen to be driven
 * @param heardMs since the last report of a player here
 * @returns undefined: the last report still counts
 */
export function stateUnheard(elected: boolean, heardMs: number): 'no-video' | 'away' | undefined {
  if (!elected) return 'no-video';
  return heardMs > SILENT_MS ? 'away' : undefined;
}
