import { CAN_PLAY, type PlayerView } from '../player/player-view';

/** What a page's own stops of its player leave behind (SPEC CO-5): a storm of pauses, as in a change of quality. */
export interface Stops {
  /** It has stopped a player that was ready, and how far behind that one is now has not been looked at yet. */
  readonly due: boolean;
  /** Local ms of the last seek that made such a stop good. */
  readonly soughtAt: number;
}

export const noStops: Stops = { due: false, soughtAt: Number.NEGATIVE_INFINITY };

/** The film is broken there already: a seek is a lesser evil than seconds at another pitch from here on, s as heard… */
const BEHIND_S = 0.1;
/** …but not time and again, for a page may stop its player after each seek. */
const AGAIN_MS = 5_000;

/** The page has stopped its player, as it seems. One that buffers or seeks has reasons of its own. */
export function stopped(stops: Stops, { readyState, seeking, ended }: PlayerView): Stops {
  return readyState >= CAN_PLAY && !seeking && !ended ? { ...stops, due: true } : stops;
}

/** Is what a stop that is due has left behind to be sought at once? @param behindS so far, as heard @param now local ms */
export function isLeftBehind({ soughtAt }: Stops, behindS: number, now: number): boolean {
  return now - soughtAt >= AGAIN_MS && behindS > BEHIND_S;
}

/** It has been looked at. @param sought it is sought now, local ms */
export function lookedAt({ soughtAt }: Stops, sought: number | undefined): Stops {
  return { due: false, soughtAt: sought ?? soughtAt };
}
