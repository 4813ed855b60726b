import { type IntentContext, LOADED_MS } from '../intent/classify';
import { isPageReaction, type PageReactions } from '../intent/page-reactions';
import { HAVE_METADATA } from '../player/player-view';
import { POSITION_MAX_S } from '../time/playback';
import { SKIP_MAX_S } from '../wire/protocol';
import { report, type SettleContext } from './context';
import { type PressContext, refusePress } from './press';
import { LONG_AGO, markDiscontinuity, type SkippedPiece, type Step, type SyncState } from './state';
import type { Moment, SyncEffect } from './step-io';

/** A smaller jump is a page's own way of getting over a gap; a bigger one is no piece of a film. */
const SKIP_MIN_S = 1.5;
/** Skippers land where the piece ends, to the frame. */
const SAME_PIECE_END_S = 0.5;
/** A skipper looks at each place the player comes to, at once or with the next `timeupdate`; page scripts look once a second. */
const SKIPPED_AGAIN_MS = 5_000;
/** The room's line is laid anew by less than this; who goes back further before the piece begins it afresh. */
const BEFORE_S = 1;
/** What the player may have played on until it stands. */
const SKIP_END_NEAR_S = 1;
/** Nearer to the room a player is held by the start itself, which is exact. */
const SKIP_EARLY_S = 2;

/** Is the room out of the piece? @param expected where the room is, s */
export function isPast({ from, to }: SkippedPiece, expected: number): boolean {
  return expected < from - BEFORE_S || expected >= to;
}

/**
 * Takes a jump that is no echo of ours for a skip, if it is one: told as an offer, and undone.
 * @param doing what was known of the page before this event
 * @returns undefined: it is none
 */
export function takeSkip(
  state: SyncState,
  reactions: PageReactions,
  moment: Moment,
  { order, target, expected, loadedAt }: IntentContext & PressContext,
  effects: SyncEffect[],
): SyncState | undefined {
  const { now, view, traits } = moment;
  if (!traits.skippers || target.paused || target.live || view.readyState < HAVE_METADATA) return undefined;
  if (now - loadedAt < LOADED_MS) return undefined;
  const piece = state.skip && !isPast(state.skip, expected) ? state.skip : undefined;
  const back = reactions.ownSeeks.at(-1);
  const backMs = piece && back && back.at >= piece.at ? now - back.at : undefined;
  const again = piece && backMs !== undefined && backMs < SKIPPED_AGAIN_MS;
  if (piece && Math.abs(view.position - piece.to) < SAME_PIECE_END_S) {
    // The same jump has several events, and a person's touch of the page meanwhile makes no press of it.
    if (!view.userActive || again || piece.waitsAtEnd)
      return { ...state, skip: { ...piece, waitsAtEnd: piece.waitsAtEnd || backMs !== undefined } };
  }
  const aheadS = view.position - expected;
  if (view.userActive || view.paused || aheadS < SKIP_MIN_S || aheadS > SKIP_MAX_S) return undefined;
  if (again) return { ...state, skip: { ...piece, to: view.position, waitsAtEnd: true } };
  if (isPageReaction(reactions, 'seeking', view, target, now)) return undefined;
  const to = Math.min(POSITION_MAX_S, Math.max(0, view.position));
  if (order.canControl) effects.push({ type: 'skip', to });
  const told = order.canControl ? state : refusePress(state, order, moment, effects);
  return {
    ...told,
    skip: { from: expected, to: view.position, at: now, waitsAtEnd: false },
    // Back at once: nothing has to be read first, and no seek before was for this.
    roomMoved: true,
    disturbedAt: now,
    disturbedByOwnPress: false,
    seekCoolUntil: LONG_AGO,
  };
}

/** A player that is taken out of the piece each time stands at its end. @returns undefined: this one does not */
export function waitAtSkipEnd(
  { skip, ...state }: SyncState,
  { target, moment, effects, expected }: SettleContext,
): Step | undefined {
  const { view, now } = moment;
  if (!skip?.waitsAtEnd || expected > skip.to - SKIP_EARLY_S || Math.abs(view.position - skip.to) > SKIP_END_NEAR_S)
    return undefined;
  if (!view.paused) effects.push({ type: 'pause' });
  if (view.rate !== target.rate) effects.push({ type: 'rate', rate: target.rate });
  if (!target.paused) effects.push({ type: 'wake', inMs: ((skip.to - SKIP_EARLY_S - expected) / target.rate) * 1000 });
  effects.push(report('catching-up'));
  return {
    state: {
      ...markDiscontinuity({ ...state, skip }, now),
      phase: { kind: target.paused ? 'idle' : 'waiting-for-room' },
      measuring: undefined,
    },
    effects,
  };
}
