import type { Drift } from '../correction/drift';
import { AGREEING_S, type Correction, FRESH_MS, isScattered, NOISE_FACTOR, scatteredLookMs } from '../correction/plan';
import type { Anchor } from '../room/order';
import { toRemote } from '../time/clock';
import { type Landmark, positionAt } from '../time/playback';
import type { MemberState } from '../wire/protocol';
import { report, type SettleContext, stepOf } from './context';
import type { Step, SyncState } from './state';
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
  if (!state.order?.leads) return false;
  if (now - state.disturbedAt > FRESH_MS) return settled && Math.abs(seconds) <= SLIP_ANCHOR_MAX_S;
  return state.disturbedByOwnPress && plan.kind !== 'measure' && Math.abs(seconds) <= OWN_ANCHOR_MAX_S;
}

/** Where the host's player is beside the room, and what is to be told of it. */
export interface Slip {
  readonly seconds: number;
  /** Less is not worth a word to all, s. */
  readonly leastS: number;
  /** Too few readings, for how much they differ. */
  readonly isScattered: boolean;
  /** So much of it the room is moved by; default: all. */
  readonly part?: number;
  /** What the host's page has come to know of its stream. */
  readonly landmarks?: readonly Landmark[] | undefined;
  /** That is more than the room knows. */
  readonly isNews?: boolean;
  /** Others are about to settle on what this corrects. */
  readonly urgent: boolean;
}

/** What a film's host has slipped by. A host whose position moves in steps must not shake the room by their scatter. */
export function filmSlip(state: SyncState, { seconds, ...drift }: Drift, now: number): Slip {
  const own = state.disturbedByOwnPress && now - state.disturbedAt < FRESH_MS;
  return {
    seconds,
    leastS: NOISE_FACTOR * drift.noise,
    isScattered: isScattered({ seconds, ...drift }),
    part: drift.noise > AGREEING_S ? STEPPED_PART : 1,
    urgent: own && Math.abs(seconds) > ANCHOR_URGENT_S,
  };
}

/** Leaves the host's player where it is, and lays the room's playback through it, once it is known well where that is. */
export function anchorRoom(state: SyncState, context: SettleContext, slip: Slip): Step {
  const { effects } = context;
  const { seconds, leastS, part = 1, landmarks, isNews, urgent } = slip;
  if (!isNews && Math.abs(seconds) <= leastS) return stepOf(context, state, 'in-sync', seconds);
  if (slip.isScattered) {
    effects.push({ type: 'wake', inMs: scatteredLookMs(context.target.rate) });
    return stepOf(context, state, 'in-sync', seconds);
  }
  const anchor = anchorAt(context, part * seconds, landmarks);
  return { state, effects: [...effects, { ...report('in-sync', seconds, anchor), urgent }] };
}

/** Does the host's page know more of its stream than the room? */
export function knowsMore({ target, moment: { landmarks } }: SettleContext): boolean {
  return landmarks.length > 0 && landmarks.at(-1)?.name !== target.landmarks?.at(-1)?.name;
}

/** Tells what the host's page knows of its stream, and leaves the room where it is. @param driftS of the host's player */
export function landmarksReport(context: SettleContext, memberState: MemberState, driftS: number): SyncEffect {
  return { ...report(memberState, driftS, anchorAt(context, 0, context.moment.landmarks)), urgent: true };
}

/** @param byS by which the room is moved */
function anchorAt(
  { order: { change }, target, clock, moment }: SettleContext,
  byS: number,
  landmarks: readonly Landmark[] | undefined,
): Anchor {
  const at = toRemote(clock, moment.now);
  const { landmarks: _, ...line } = target;
  return { ...line, position: positionAt(target, at) + byS, at, ...(landmarks ? { landmarks } : {}), change };
}
