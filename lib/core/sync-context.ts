import type { ClockReading } from './clock';
import type { Playback } from './playback';
import type { MemberState } from './protocol';
import type { Moment, Report, RoomOrder, Step, SyncEffect, SyncState } from './sync-state';

/** What the parts of following share within one step. */
export interface FollowContext {
  readonly order: RoomOrder;
  readonly target: Playback;
  readonly moment: Moment;
  /** That of `moment`: without one nothing is followed. */
  readonly clock: ClockReading;
  /** Grows as the step decides. */
  readonly effects: SyncEffect[];
  /** Where the player should be now, seconds; not beyond the film's end, below 0 before a start. */
  readonly expected: number;
}

/** Ends a step with what has been decided and a report. @param driftS seconds */
export type Done = (next: SyncState, word: MemberState, driftS?: number) => Step;

/** What takes a nudge back that is under way. */
export function nudgeEnd({ phase, order }: SyncState): SyncEffect[] {
  const rate = order?.playback?.rate;
  return phase.kind === 'nudging' && rate !== undefined ? [{ type: 'rate', rate }] : [];
}

export function report(state: MemberState, driftS?: number, anchor?: Playback): SyncEffect {
  const value: Report = {
    state,
    ...(driftS === undefined ? {} : { driftMs: Math.round(driftS * 1e5) / 100 }),
    ...(anchor ? { anchor } : {}),
  };
  return { type: 'report', report: value };
}
