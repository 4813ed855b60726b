import type { PlayerTraits } from './traits';

/**
 * Which cures this player has really taken (SPEC CO-11): by its progress, not by the property that was written. A page
 * may set the rate back, swallow it, or seek back.
 */
export interface Capabilities {
  /** The cure under way, and the drift (s) it was planned for. */
  readonly now: { readonly of: 'nudge' | 'seek'; readonly drift: number } | undefined;
  /** Misses in a row. */
  readonly nudges: number;
  readonly seeks: number;
  /** What it was seen to refuse (or the last time, SPEC CO-18) and has not taken since; undefined: it has shown neither. */
  readonly refused: Refused;
}

export interface Refused {
  readonly nudges: boolean | undefined;
  readonly seeks: boolean | undefined;
}

export const unknownCapabilities: Capabilities = {
  ...{ now: undefined, nudges: 0, seeks: 0 },
  refused: { nudges: undefined, seeks: undefined },
};

/** One miss may be a stall in the middle of it. */
const MISSES_MAX = 3;
/** A smaller drift is lost in what a stall or the other side does meanwhile, s. */
const MEASURABLE_S = 0.004;
/** So much of the drift has to be gone. */
const TAKEN_SHARE = 0.5;

/** @param drift that the cure is planned for, s */
export function beginTrial(capabilities: Capabilities, of: 'nudge' | 'seek', drift: number): Capabilities {
  return { ...capabilities, now: Math.abs(drift) >= MEASURABLE_S ? { of, drift } : undefined };
}

/** What was left after the cure under way. @param drift as measured since, s */
export function judgeTrial(capabilities: Capabilities, drift: number): Capabilities {
  const { now } = capabilities;
  if (!now) return capabilities;
  const taken = Math.abs(now.drift - drift) >= TAKEN_SHARE * Math.abs(now.drift);
  return count(capabilities, now.of === 'nudge' ? 'nudges' : 'seeks', taken);
}

function count(capabilities: Capabilities, which: 'nudges' | 'seeks', taken: boolean): Capabilities {
  const misses = taken ? 0 : capabilities[which] + 1;
  const refuses = taken ? false : misses >= MISSES_MAX || capabilities.refused[which];
  const refused =
    refuses === capabilities.refused[which] ? capabilities.refused : { ...capabilities.refused, [which]: refuses };
  return { ...capabilities, now: undefined, [which]: misses, refused };
}

/** The page has put the rate back before the nudge was over: nothing has to be measured to know it for a miss. */
export function noteCutShort(capabilities: Capabilities): Capabilities {
  return count(capabilities, 'nudges', false);
}

/** Somebody's press goes where no seek has been tried yet. */
export function retrySeeks(capabilities: Capabilities): Capabilities {
  return { ...capabilities, now: undefined, seeks: atFirst(capabilities.refused.seeks) };
}

/** The person wants everything tried once more. */
export function retryAll(capabilities: Capabilities): Capabilities {
  return { ...retrySeeks(capabilities), nudges: atFirst(capabilities.refused.nudges) };
}

/** What has been refused is doubted, not ruled out: one miss confirms it, and one success clears it. */
const atFirst = (refused: boolean | undefined) => (refused ? MISSES_MAX - 1 : 0);

/** Begins with what was refused the last time (SPEC CO-18), but for what has shown itself meanwhile. */
export function recallRefusals(capabilities: Capabilities, last: Refused): Capabilities {
  const refused = {
    nudges: capabilities.refused.nudges ?? (last.nudges || undefined),
    seeks: capabilities.refused.seeks ?? (last.seeks || undefined),
  };
  const added = (which: 'nudges' | 'seeks') =>
    capabilities.refused[which] === undefined ? atFirst(refused[which]) : 0;
  return {
    ...capabilities,
    nudges: capabilities.nudges + added('nudges'),
    seeks: capabilities.seeks + added('seeks'),
    refused,
  };
}

/** What is left to try. */
export function canTake(
  traits: PlayerTraits,
  capabilities: Capabilities,
): { readonly nudges: boolean; readonly seeks: boolean } {
  return {
    nudges: traits.nudges && capabilities.nudges < MISSES_MAX,
    seeks: traits.seeks !== 'never' && capabilities.seeks < MISSES_MAX,
  };
}
