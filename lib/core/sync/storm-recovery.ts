import { HAVE_FUTURE_DATA, type PlayerView } from '../player/player-view';

/** What a page's own stops of its player leave behind (SPEC CO-20): a storm of pauses, as in a change of quality. */
export interface StormRecovery {
  /** It has stopped a player that was ready, and how far behind that one is now has not been looked at yet. */
  readonly pending: boolean;
  /** Local ms of the last seek that made such a stop good. */
  readonly soughtAt: number;
}

export const noStormRecovery: StormRecovery = { pending: false, soughtAt: Number.NEGATIVE_INFINITY };

/** The film is broken there already: a seek is a lesser evil than seconds at another pitch from here on, s as heard… */
const LEFT_BEHIND_S = 0.1;
/** …but not time and again, for a page may stop its player after each seek. */
const STORM_SEEK_GAP_MS = 5_000;

/** The page has stopped its player, as it seems. One that buffers or seeks has reasons of its own. */
export function noteStormPause(
  stormRecovery: StormRecovery,
  { readyState, seeking, ended }: PlayerView,
): StormRecovery {
  return readyState >= HAVE_FUTURE_DATA && !seeking && !ended ? { ...stormRecovery, pending: true } : stormRecovery;
}

/** Is what a stop that is due has left behind to be sought at once? @param behindS so far, as heard @param now local ms */
export function needsSeek({ soughtAt }: StormRecovery, behindS: number, now: number): boolean {
  return now - soughtAt >= STORM_SEEK_GAP_MS && behindS > LEFT_BEHIND_S;
}

/** It has been looked at. @param sought it is sought now, local ms */
export function settledStorm({ soughtAt }: StormRecovery, sought: number | undefined): StormRecovery {
  return { pending: false, soughtAt: sought ?? soughtAt };
}
