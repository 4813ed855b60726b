import type { PlayerTraits } from './traits';

/**
 * Which cures this player has really taken (SPEC CO-11): by its progress, not by the property that was written. A page
 * may set the rate back, swallow it, or seek back.
 */
export interface Tried {
  /** The cure under way, and the drift (s) it was planned for. */
  readonly now: { readonly of: 'nudge' | 'seek'; readonly drift: number } | undefined;
  /** Misses in a row. */
  readonly nudges: number;
  readonly seeks: number;
}

export const untried: Tried = { now: undefined, nudges: 0, seeks: 0 };

/** One miss may be a stall in the middle of it. */
const MISSES_MAX = 3;
/** A smaller drift is lost in what a stall or the other side does meanwhile, s. */
const TELLING_S = 0.004;
/** So much of the drift has to be gone. */
const TAKEN = 0.5;

/** @param drift that the cure is planned for, s */
export function tryCure(tried: Tried, of: 'nudge' | 'seek', drift: number): Tried {
  return { ...tried, now: Math.abs(drift) >= TELLING_S ? { of, drift } : undefined };
}

/** What was left after the cure under way. @param drift as measured since, s */
export function judge(tried: Tried, drift: number): Tried {
  const { now } = tried;
  if (!now) return tried;
  const taken = Math.abs(now.drift - drift) >= TAKEN * Math.abs(now.drift);
  return now.of === 'nudge'
    ? { ...tried, now: undefined, nudges: taken ? 0 : tried.nudges + 1 }
    : { ...tried, now: undefined, seeks: taken ? 0 : tried.seeks + 1 };
}

/** The page has put the rate back before the nudge was over: nothing has to be measured to know it for a miss. */
export function cutShort(tried: Tried): Tried {
  return { ...tried, now: undefined, nudges: tried.nudges + 1 };
}

/** Somebody's press goes where no seek has been tried yet. */
export function tryAgain(tried: Tried): Tried {
  return { ...tried, now: undefined, seeks: 0 };
}

/** What is left to try. */
export function bears(traits: PlayerTraits, tried: Tried): { readonly nudges: boolean; readonly seeks: boolean } {
  return {
    nudges: traits.nudges && tried.nudges < MISSES_MAX,
    seeks: traits.seeks !== 'never' && tried.seeks < MISSES_MAX,
  };
}
