import { HAVE_METADATA } from '../player/player-view';
import { SKIP_MAX_S } from '../time/playback';
import { type Evidence, isPlaying, type SkippedPiece } from './evidence';
import { isLoading } from './loading';

/** A smaller jump is a page's own way of getting over a gap; a bigger one is no piece of a film. */
export const SKIP_MIN_S = 1.5;
/** Skippers land where the piece ends, to the frame. */
const SAME_PIECE_END_S = 0.5;
/** A skipper looks at each place the player comes to, at once or with the next `timeupdate`; page scripts look once a second. */
const SKIPPED_AGAIN_MS = 5_000;
/** The room's line is laid anew by less than this; who goes back further before the piece begins it afresh. */
const BEFORE_S = 1;

/** Is the room out of the piece? @param expected where the room is, s */
export function isPast({ from, to }: SkippedPiece, expected: number): boolean {
  return expected < from - BEFORE_S || expected >= to;
}

/** Is the player taken to the end of the same piece once more, or is this another event of the same jump? */
export function isSameSkip(seen: Evidence): boolean {
  const { view } = seen;
  const piece = presentPiece(seen);
  if (!piece || Math.abs(view.position - piece.to) >= SAME_PIECE_END_S) return false;
  // The same jump has several events, and a person's touch of the page meanwhile makes no press of it.
  return !view.userActive || isBackFor(seen, SKIPPED_AGAIN_MS) || piece.waitsAtEnd;
}

/** Is the player, put back, taken out of the same piece to another place? */
export function isSkipAgain(seen: Evidence): boolean {
  return isAhead(seen) && isBackFor(seen, SKIPPED_AGAIN_MS);
}

/** Is the player taken out of a piece of the film, by nobody, on a site where that is known to happen? */
export function isNewSkip(seen: Evidence): boolean {
  return seen.traits.skippers && isJumpAhead(seen);
}

/** Is the player taken ahead in the film by nobody? */
export function isJumpAhead(seen: Evidence): boolean {
  return canSkip(seen) && isAhead(seen);
}

/** The room is in this piece, out of which the player was taken. */
export function presentPiece(seen: Evidence): SkippedPiece | undefined {
  const { skip, expected } = seen;
  return canSkip(seen) && skip && !isPast(skip, expected) ? skip : undefined;
}

/** The player was put back into the present piece, less than so long ago. */
export function isBackFor(seen: Evidence, lessThanMs: number): boolean {
  const piece = presentPiece(seen);
  const back = seen.reactions.ownSeeks.at(-1);
  return piece !== undefined && back !== undefined && back.at >= piece.at && seen.now - back.at < lessThanMs;
}

function canSkip(seen: Evidence): boolean {
  const { target, view } = seen;
  return !target.paused && !target.live && view.readyState >= HAVE_METADATA && !isLoading(seen);
}

function isAhead(seen: Evidence): boolean {
  const { view, expected, from = expected } = seen;
  const aheadS = view.position - expected;
  // A player that was a little behind has jumped further than to where it is ahead of the room.
  const byS = Math.max(aheadS, Math.min(view.position - from, SKIP_MIN_S));
  return !view.userActive && isPlaying(seen) && aheadS > 0 && byS >= SKIP_MIN_S && aheadS <= SKIP_MAX_S;
}
