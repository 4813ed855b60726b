import { HAVE_FUTURE_DATA, type PlayerEvent, type PlayerView } from '../player/player-view';
import type { Playback } from '../time/playback';

/**
 * Why did a player change? (SPEC IN-1…) An event that is no echo of ours is the person's press unless
 * something demotes it: media keys, picture-in-picture and headsets show no gesture in the page, so a
 * gesture cannot be asked for.
 */
export type Reason =
  /** The person's press. */
  | 'local'
  /** Perhaps the site's own doing: a pause of this kind is left alone until it shows whose it is (SPEC IN-4). */
  | 'site'
  /** Certainly not the person's: undone at once. */
  | 'undo';

/** So many changes between playing and paused within `FLIPS_WITHIN_MS` are a site's doing, not a person's. */
const STORM_FLIPS = 3;
const FLIPS_WITHIN_MS = 1_000;
/** A page that has just loaded a video plays, rewinds and sets rates by itself. */
export const LOADED_MS = 1_500;
/** Browsers pause videos as the tab is hidden. */
const HIDING_MS = 1_000;
/** A demoted pause that lasts is a person's after all. */
export const PROMOTE_MS = 1_500;
/** A jump smaller than this is the player's own rounding. */
const SEEK_MIN_S = 0.15;

export interface IntentContext {
  readonly now: number;
  /** Local time since which this video's present source is loaded, ms. */
  readonly loadedAt: number;
  /** That was the same film again, and it has been where the room wants it since. */
  readonly restored: boolean;
  /** Local times of the last flips between playing and paused. */
  readonly flips: readonly number[];
  /** When a pause here was last told to the room, local ms. */
  readonly pausedAt: number;
  /** What the player should be doing. */
  readonly target: Playback;
  /** Where it should be now, seconds. */
  readonly expected: number;
}

/** Is the player elsewhere than the room? */
export function isJump(view: PlayerView, { expected }: Pick<IntentContext, 'expected'>): boolean {
  return Math.abs(view.position - expected) > SEEK_MIN_S;
}

/** Does the event leave the player other than the room wants it? */
export function disagrees(event: PlayerEvent, view: PlayerView, context: IntentContext): boolean {
  switch (event) {
    case 'pause':
      return !context.target.paused && view.paused && !view.ended;
    case 'play':
      return context.target.paused && !view.paused;
    case 'seeking':
      return isJump(view, context);
    case 'ratechange':
      return Math.abs(view.rate - context.target.rate) > 1e-6;
    default:
      return false;
  }
}

export function classify(event: PlayerEvent, view: PlayerView, context: IntentContext): Reason {
  const { now } = context;
  if (now - context.loadedAt < LOADED_MS && !(context.restored && view.userActive)) return 'undo';
  if (event === 'ratechange') return 'local';
  if (event === 'seeking') return view.readyState < 1 ? 'undo' : 'local';
  if (event === 'pause') {
    if (view.hiddenSince !== undefined) {
      // Chromium 156 pauses a muted video in a hidden tab after each seek; media keys reach only what can be heard.
      if (view.muted && !view.ended) return 'undo';
      if (now - view.hiddenSince < HIDING_MS) return 'undo';
    }
    if (view.readyState < HAVE_FUTURE_DATA || view.seeking || view.ended) return 'site';
  }
  // The pause before it has been told, and was the storm's as well: the room must not be left standing.
  if (event === 'play' && now - context.pausedAt < FLIPS_WITHIN_MS) return 'local';
  return isStorm(context.flips, now) ? 'site' : 'local';
}

export function addFlip(flips: readonly number[], now: number): readonly number[] {
  return [...flips.filter((t) => now - t < FLIPS_WITHIN_MS), now];
}

export function isStorm(flips: readonly number[], now: number): boolean {
  return flips.filter((t) => now - t < FLIPS_WITHIN_MS).length >= STORM_FLIPS;
}
