import type { Evidence } from '../intent/evidence';
import { whenAllowed } from '../intent/rate-limiter';
import { isBackFor, isSameSkip, isSkipAgain, presentPiece } from '../intent/skip-kinds';
import { POSITION_MAX_S } from '../time/playback';
import { matchRate, report, type SettleContext } from './context';
import { type PressContext, refusePress } from './press';
import { LONG_AGO, markDiscontinuity, type Step, type SyncState } from './state';
import type { Moment, SyncEffect } from './step-io';

/** A page that jumps all the time offers no more than this often: the host takes one in 5 s. */
const OFFERED_AGAIN_MS = 1_000;
/** What the player may have played on until it stands. */
const SKIP_END_NEAR_S = 1;
/** Nearer to the room a player is held by the start itself, which is exact. */
const SKIP_EARLY_S = 2;

/** Carries out that a jump is a skip (SPEC IN-8): told as an offer, once, and undone. */
export function takeSkip(
  state: SyncState,
  seen: Evidence,
  moment: Moment,
  { order }: PressContext,
  effects: SyncEffect[],
): SyncState {
  const { now, view } = moment;
  const piece = presentPiece(seen);
  if (isSameSkip(seen) && piece)
    return { ...state, skip: { ...piece, waitsAtEnd: piece.waitsAtEnd || isBackFor(seen, Number.POSITIVE_INFINITY) } };
  if (isSkipAgain(seen) && piece) return { ...state, skip: { ...piece, to: view.position, waitsAtEnd: true } };
  const to = Math.min(POSITION_MAX_S, Math.max(0, view.position));
  const isBusy = now - (state.skip?.at ?? LONG_AGO) < OFFERED_AGAIN_MS;
  // Nor is a page asked about that is not listened to (SPEC IN-13).
  const isMuted = whenAllowed(state.rateLimit, false, now) === 'muted';
  if (order.canControl && !isBusy && !isMuted) effects.push({ type: 'skip', to });
  const told = order.canControl ? state : refusePress(state, order, moment, effects);
  return {
    ...told,
    skip: { from: seen.expected, to: view.position, at: now, waitsAtEnd: false },
    // Back at once: nothing has to be read first, and no seek before was for this.
    roomMoved: true,
    disturbedAt: now,
    disturbedByOwnPress: false,
    seekCoolUntil: LONG_AGO,
  };
}

/** A player that is taken out of the piece each time stands at its end. @returns undefined: this one does not */
export function waitAtSkipEnd(state: SyncState, context: SettleContext): Step | undefined {
  const { target, moment, effects, expected } = context;
  const { skip } = state;
  const { view, now } = moment;
  if (!skip?.waitsAtEnd || expected >= skip.to - SKIP_EARLY_S || Math.abs(view.position - skip.to) > SKIP_END_NEAR_S)
    return undefined;
  if (!view.paused) effects.push({ type: 'pause' });
  matchRate(state, context);
  if (!target.paused)
    effects.push({ type: 'wake', inMs: Math.ceil(((skip.to - SKIP_EARLY_S - expected) / target.rate) * 1000) });
  effects.push(report('catching-up'));
  return {
    state: {
      ...markDiscontinuity(state, now),
      phase: { kind: target.paused ? 'idle' : 'waiting-for-room' },
      measuring: undefined,
    },
    effects,
  };
}
