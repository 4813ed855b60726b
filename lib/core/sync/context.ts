import { PROMOTE_MS } from '../intent/storm';
import { canTake } from '../player/capabilities';
import type { PlayerView } from '../player/player-view';
import type { Anchor, PlayerReport, RoomOrder } from '../room/order';
import type { ClockReading } from '../time/clock';
import type { Playback } from '../time/playback';
import type { MemberState } from '../wire/protocol';
import { initialSync, inPhase, type Step, type SyncState } from './state';
import type { Moment, SyncEffect } from './step-io';

/** Rates that differ by less are one. */
export const SAME_RATE = 1e-4;

/** What the parts of following share within one step. */
export interface SettleContext {
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

/** What the room wants of the player at a moment. */
export interface RoomContext {
  readonly order: RoomOrder;
  readonly target: Playback;
  readonly clock: ClockReading;
  /** Where the player should be now, s. */
  readonly expected: number;
}

/** Ends a step with what has been decided and a report. @param driftS seconds */
export function stepOf({ effects }: SettleContext, state: SyncState, memberState: MemberState, driftS?: number): Step {
  return { state, effects: [...effects, report(memberState, driftS)] };
}

export function report(state: MemberState, driftS?: number, anchor?: Anchor): Extract<SyncEffect, { type: 'report' }> {
  const value: PlayerReport = {
    state,
    ...(driftS === undefined ? {} : { driftMs: Math.round(driftS * 1e5) / 100 }),
    ...(anchor ? { anchor } : {}),
  };
  return { type: 'report', report: value };
}

/** If this player stands though the room plays: for want of a press, or because its page has stopped it? undefined: it is we who hold it. */
export function stopOf({ habits, sitePausedAt }: SyncState, { blocked }: PlayerView): 'no-press' | 'page' | undefined {
  if (blocked || habits.keepsPaused) return 'no-press';
  return sitePausedAt === undefined ? undefined : 'page';
}

/**
 * A player that stands though the room plays, and may not be started: the browser waits for a press (SPEC PL-4), or it is the
 * page that has stopped it, perhaps for reasons of its own (IN-3). @returns undefined: it is neither
 */
export function standsByItself(state: SyncState, context: SettleContext): Step | undefined {
  const { moment, effects } = context;
  const { view } = moment;
  const stop = view.paused ? stopOf(state, view) : undefined;
  if (!stop) return undefined;
  if (stop === 'no-press') return stepOf(context, inPhase(state, 'idle'), 'press-play');
  effects.push({ type: 'wake', inMs: PROMOTE_MS });
  return stepOf(context, inPhase(state, 'idle'), 'waiting');
}

/** May nobody write this player's rate? Its page insists on it, or waits by it, or it is not known yet whose it is. */
export function keepsRate({ habits, heldRate }: SyncState, { rate }: PlayerView): boolean {
  return rate === 0 || habits.keepsRate || heldRate?.rate === rate;
}

/** The rate that a nudge ends at: what has ended it may be a rate that is not ours to write over. */
export function rateAfterNudge(state: SyncState, view: PlayerView, target: Playback): number {
  return keepsRate(state, view) ? view.rate : target.rate;
}

/** Gives the player the room's rate, if that is ours to give. @returns whether it had another, and is given it */
export function matchRate(state: SyncState, { moment: { view }, target, effects }: SettleContext): boolean {
  if (view.rate === target.rate || keepsRate(state, view)) return false;
  effects.push({ type: 'rate', rate: target.rate });
  return true;
}

/** May the player be nudged? */
export function mayNudge(state: SyncState, { gentle, traits }: Moment): boolean {
  return gentle && !state.habits.keepsRate && canTake(traits, state.capabilities).nudges;
}

/** A player that has settled may be sought again without the longer and longer wait. */
export function resetSeekCooldown(state: SyncState, now: number): SyncState {
  const due = now > state.seekCoolUntil && state.seekCooldownMs !== initialSync.seekCooldownMs;
  return due ? { ...state, seekCooldownMs: initialSync.seekCooldownMs } : state;
}
