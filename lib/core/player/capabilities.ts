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
  /** What it was seen to refuse (or the last time, SPEC CO-12) and has not taken since; undefined: it has shown neither. */
  readonly refused: Refused;
}

export interface Refused {
  readonly nudges: boolean | undefined;
  readonly seeks: boolean | undefined;
}

export const untried: Tried = {
  ...{ now: undefined, nudges: 0, seeks: 0 },
  refused: { nudges: undefined, seeks: undefined },
};

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
  return count(tried, now.of === 'nudge' ? 'nudges' : 'seeks', taken);
}

function count(tried: Tried, which: 'nudges' | 'seeks', taken: boolean): Tried {
  const misses = taken ? 0 : tried[which] + 1;
  const refuses = taken ? false : misses >= MISSES_MAX || tried.refused[which];
  const refused = refuses === tried.refused[which] ? tried.refused : { ...tried.refused, [which]: refuses };
  return { ...tried, now: undefined, [which]: misses, refused };
}

/** The page has put the rate back before the nudge was over: nothing has to be measured to know it for a miss. */
export function cutShort(tried: Tried): Tried {
  return count(tried, 'nudges', false);
}

/** Somebody's press goes where no seek has been tried yet. */
export function tryAgain(tried: Tried): Tried {
  return { ...tried, now: undefined, seeks: atFirst(tried.refused.seeks) };
}

/** What has been refused is doubted, not ruled out: one miss confirms it, and one success clears it. */
const atFirst = (refused: boolean | undefined) => (refused ? MISSES_MAX - 1 : 0);

/** Begins with what was refused the last time (SPEC CO-12), but for what has shown itself meanwhile. */
export function remember(tried: Tried, last: Refused): Tried {
  const refused = {
    nudges: tried.refused.nudges ?? (last.nudges || undefined),
    seeks: tried.refused.seeks ?? (last.seeks || undefined),
  };
  const added = (which: 'nudges' | 'seeks') => (tried.refused[which] === undefined ? atFirst(refused[which]) : 0);
  return { ...tried, nudges: tried.nudges + added('nudges'), seeks: tried.seeks + added('seeks'), refused };
}

/** What is left to try. */
export function bears(traits: PlayerTraits, tried: Tried): { readonly nudges: boolean; readonly seeks: boolean } {
  return {
    nudges: traits.nudges && tried.nudges < MISSES_MAX,
    seeks: traits.seeks !== 'never' && tried.seeks < MISSES_MAX,
  };
}
