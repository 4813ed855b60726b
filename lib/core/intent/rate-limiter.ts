import { fullBucket, type Rate, refilled, type TokenBucket } from '../time/token-bucket';

/**
 * How often a player's changes are told to the room (SPEC IN-7). A person who works the page's controls is told of at
 * once. Changes without any touch of the page may come from a headset, or from a page that plays with the room: a few
 * at once, then one a second, and of what comes in between only what it has come to. A page that goes on is not
 * listened to for a while (IN-13).
 */
export interface RateLimit {
  readonly allowance: TokenBucket;
  /** Local times of what was told without a touch, and of what was held back, ms. */
  readonly sent: readonly number[];
  readonly delayed: readonly number[];
  /** The page is not listened to until then, local ms. */
  readonly mutedUntil: number;
}

const ALLOWANCE: Rate = { burst: 6, perSecond: 1 };
/** Nobody presses on for so long… */
const TOLD_MAX = 50;
const TOLD_SPAN_MS = 60_000;
/** …nor so fast. */
const HELD_MAX = 20;
const HELD_SPAN_MS = 10_000;
const MUTED_MS = 30_000;

export const fullAllowance: RateLimit = {
  allowance: fullBucket(ALLOWANCE, -1e9),
  sent: [],
  delayed: [],
  mutedUntil: -1e9,
};

export type Verdict = 'now' | 'muted' | { readonly inMs: number };

/** When may a change be told? @param userActive the person has touched the page just now */
export function whenAllowed(rateLimit: RateLimit, userActive: boolean, now: number): Verdict {
  if (userActive) return 'now';
  if (now < rateLimit.mutedUntil) return 'muted';
  const { left } = refilled(rateLimit.allowance, ALLOWANCE, now);
  return left >= 1 ? 'now' : { inMs: ((1 - left) / ALLOWANCE.perSecond) * 1000 };
}

/** Notes that a change has been told. @returns `mutedUntil` in the future when this was one too many */
export function noteSent(rateLimit: RateLimit, userActive: boolean, now: number): RateLimit {
  if (userActive) return rateLimit;
  const { left, at } = refilled(rateLimit.allowance, ALLOWANCE, now);
  const sent = [...rateLimit.sent.filter((sentAt) => now - sentAt < TOLD_SPAN_MS), now];
  return bounded({ ...rateLimit, allowance: { left: left - 1, at }, sent }, sent.length >= TOLD_MAX, now);
}

/** Notes that one was held back, as `noteSent`. */
export function noteDelayed(rateLimit: RateLimit, now: number): RateLimit {
  const delayed = [...rateLimit.delayed.filter((at) => now - at < HELD_SPAN_MS), now];
  return bounded({ ...rateLimit, delayed }, delayed.length >= HELD_MAX, now);
}

function bounded(rateLimit: RateLimit, tooMany: boolean, now: number): RateLimit {
  return tooMany ? { ...rateLimit, sent: [], delayed: [], mutedUntil: now + MUTED_MS } : rateLimit;
}
