import { RATE_RESET_MS } from '../intent/page-reactions';
import { cutShort } from '../player/capabilities';
import type { Report, RoomOrder } from '../room/order';
import type { ClockReading } from '../time/clock';
import type { Playback } from '../time/playback';
import type { MemberState } from '../wire/protocol';
import { broken, initialSync, type Moment, type Step, type SyncEffect, type SyncState } from './state';

/** Rates that differ by less are one. */
export const SAME_RATE = 1e-4;

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

/**
 * Begins a nudge: open-loop, over when it was planned to be (SPEC CO-2). At any rate but 1 Chromium 156 stretches already:
 * to resample for a while would cost 20 ms at each change between the two, which would be nudged away again and again.
 */
export function nudge(
  state: SyncState,
  { target, moment: { now }, effects }: FollowContext,
  { factor, durationMs }: { readonly factor: number; readonly durationMs: number },
  how: 'resampled' | 'stretched',
): SyncState {
  const rate = target.rate * factor;
  effects.push(
    { type: 'rate', rate, nudge: target.rate === 1 ? how : 'stretched' },
    { type: 'wake', inMs: durationMs },
  );
  return { ...broken(state, now), phase: { kind: 'nudging', until: now + durationMs, rate } };
}

/** A nudge is over. Cut short by a page that is not just getting going, it is one that is not taken (SPEC CO-11). */
export function nudged(state: SyncState, { target, moment: { view, now } }: FollowContext): SyncState {
  const { phase, doing, tried } = state;
  const cut = phase.kind === 'nudging' && now < phase.until && Math.abs(view.rate - target.rate) < SAME_RATE;
  const missed = cut && now - doing.playingAt > RATE_RESET_MS;
  return { ...broken(state, now), nudgedAt: now, tried: missed ? cutShort(tried) : tried };
}

export function report(state: MemberState, driftS?: number, anchor?: Playback): SyncEffect {
  const value: Report = {
    state,
    ...(driftS === undefined ? {} : { driftMs: Math.round(driftS * 1e5) / 100 }),
    ...(anchor ? { anchor } : {}),
  };
  return { type: 'report', report: value };
}

/** A player that has settled may be sought again without the longer and longer wait. */
export function spared(state: SyncState, now: number): SyncState {
  const due = now > state.seekCoolUntil && state.seekCooldownMs !== initialSync.seekCooldownMs;
  return due ? { ...state, seekCooldownMs: initialSync.seekCooldownMs } : state;
}
