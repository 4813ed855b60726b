import type { PlayerEvent, PlayerView } from '../player/player-view';
import type { PlayerTraits } from '../player/traits';
import type { Playback } from '../time/playback';
import type { PageHabits } from './habits';
import type { PageReactions } from './page-reactions';

/** What of a player has changed. */
export type Change = 'play' | 'pause' | 'seek' | 'rate';

/**
 * Something in one person's browser takes the player past a piece of the film (SPEC IN-8): a sponsor skipper, an ad
 * blocker. Nobody has pressed anything, so the room is not moved by it. All places are the room's, seconds.
 */
export interface SkippedPiece {
  /** Where the room was. */
  readonly from: number;
  /** Where the player was taken to. */
  readonly to: number;
  /** Local ms. */
  readonly at: number;
  /** Put back, it was taken out of the piece again: it stands at the end until the room is there. */
  readonly waitsAtEnd: boolean;
}

/** All that is known of a change that is no echo of ours, at the moment of its event. All times are local ms. */
export interface Evidence {
  readonly change: Change;
  readonly now: number;
  readonly view: PlayerView;
  readonly traits: PlayerTraits;
  /** What the player should be doing. */
  readonly target: Playback;
  /** Where it should be now, s. */
  readonly expected: number;
  /** Since when this video's present source is loaded. */
  readonly loadedAt: number;
  /** That was the same film again, and it has been where the room wants it since. */
  readonly restored: boolean;
  /** Its page was seen untouched since. */
  readonly untouched: boolean;
  /** The last flips between playing and paused, this one included. */
  readonly flips: readonly number[];
  /** When a pause here was last told to the room. */
  readonly pausedAt: number;
  /** What the page was seen to do, before this event. */
  readonly reactions: PageReactions;
  /** What the page was seen to insist on, before this event. */
  readonly habits: PageHabits;
  /** The piece out of which something takes this player. */
  readonly skip: SkippedPiece | undefined;
  /** Since when this load has moved at all, and moved where the room was; undefined: not yet. */
  readonly movedAt: number | undefined;
  readonly inStepAt: number | undefined;
  /** If it stands, that is our hold: the room plays, and so will it as soon as it is there. */
  readonly isHeld: boolean;
  /** When the player last had nothing to show, while it was to play. */
  readonly dryAt: number;
  /** Where the player was right before, s. */
  readonly from: number | undefined;
  /** Where a seek, ours or the page's, was taking it right before, s. */
  readonly goal: number | undefined;
}

/** A jump smaller than this is the player's own rounding. */
const SEEK_MIN_S = 0.15;
/** At rest a person steps by single frames, of which there are up to 60 a second. */
const FRAME_MIN_S = 0.008;

/** A jump of this player is one from here on, s. */
export function jumpMinS({ paused, userActive }: PlayerView, target: Playback): number {
  return target.paused && paused && userActive ? FRAME_MIN_S : SEEK_MIN_S;
}

/** Does the player play, as far as its page goes? One that we hold plays on in a moment. */
export function isPlaying({ view, isHeld }: Pick<Evidence, 'view' | 'isHeld'>): boolean {
  return !view.paused || isHeld;
}

/** Is the player elsewhere than the room? */
export function isJump(view: PlayerView, { expected }: Pick<Evidence, 'expected'>): boolean {
  return Math.abs(view.position - expected) > SEEK_MIN_S;
}

/** @returns undefined for an event that tells of no change. `seeked` tells of a seek as well: it has the place where it ended. */
export function changeOf(event: PlayerEvent): Change | undefined {
  switch (event) {
    case 'play':
    case 'pause':
      return event;
    case 'seeking':
    case 'seeked':
      return 'seek';
    case 'ratechange':
      return 'rate';
    default:
      return undefined;
  }
}

/** Does the change leave the player other than the room wants it? */
export function disagrees(
  change: Change,
  view: PlayerView,
  { target, expected }: Pick<Evidence, 'target' | 'expected'>,
): boolean {
  switch (change) {
    case 'pause':
      return !target.paused && view.paused && !view.ended;
    case 'play':
      return target.paused && !view.paused;
    case 'seek':
      return Math.abs(view.position - expected) > jumpMinS(view, target);
    case 'rate':
      return Math.abs(view.rate - target.rate) > 1e-6;
  }
}
