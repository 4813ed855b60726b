import { fullBucket, type Rate, refilled, type TokenBucket } from '../time/token-bucket';

/**
 * A bound on what we write to a player (SPEC PL-7): a page that undoes each write must not be fought. So many writes
 * are free, more come back slowly; when they are used up the player is left alone for a while, longer each time.
 */
export interface WriteBudget extends TokenBucket {
  /** The player is left alone until then, local ms. */
  readonly restUntil: number;
  /** How long it will be left alone next time, ms. */
  readonly restMs: number;
}

/** A stall, the seek after it, a hold and a nudge are seven writes. */
const WRITES_MAX = 12;
const WRITES: Rate = { burst: WRITES_MAX, perSecond: 1 };
/** Somebody's press is carried out even meanwhile, once: pause, rate, seek and one more. */
const WRITES_A_CHANGE = 4;
const REST_MS = 15_000;
/** Since the end of a rest. */
const TRUSTED_MS = 12_000;
const REST_MAX_MS = 240_000;

export const fullBudget: WriteBudget = { ...fullBucket(WRITES, -1e9), restUntil: -1e9, restMs: REST_MS };

/** @param writes made at `now`, local ms */
export function spend(budget: WriteBudget, writes: number, now: number): WriteBudget {
  const rested = now >= budget.restUntil;
  // What was left alone is tried anew, with as much as at first.
  const anew = rested && budget.at < budget.restUntil;
  const had = anew ? WRITES_MAX : rested ? refilled(budget, WRITES, now).left : budget.left;
  const left = had - writes;
  // A player that has behaved for a while is trusted again.
  const trusted = had >= WRITES_MAX && now - budget.restUntil >= TRUSTED_MS;
  const restMs = trusted ? REST_MS : budget.restMs;
  // Full is full, since whenever: most steps write nothing, and leave it as it is.
  const full = left === WRITES_MAX && budget.left === left && budget.at >= budget.restUntil;
  if (full && restMs === budget.restMs) return budget;
  if (left > 0 || !rested) return { ...budget, left, at: now, restMs };
  return { left: 0, at: now, restUntil: now + restMs, restMs: Math.min(REST_MAX_MS, restMs * 2) };
}

/** Somebody has pressed something: that is no doing of this page's. @param now local ms */
export function grant(budget: WriteBudget, now: number): WriteBudget {
  return { ...budget, left: Math.max(budget.left, now < budget.restUntil ? WRITES_A_CHANGE : WRITES_MAX) };
}

/** As much as one press needs, whoever's it is. */
export function grantSome(budget: WriteBudget): WriteBudget {
  return { ...budget, left: Math.max(budget.left, WRITES_A_CHANGE) };
}

export function mayWrite(budget: WriteBudget, now: number): boolean {
  return now >= budget.restUntil || budget.left > 0;
}
