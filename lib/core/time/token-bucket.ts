/** So many at once, so many a second in the long run. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** What may still be done at once under a rate: full at first, refilled steadily. */
export interface TokenBucket {
  readonly left: number;
  /** Up to when it has been refilled, ms. */
  readonly at: number;
}

export const fullBucket = ({ burst }: Rate, at: number): TokenBucket => ({ left: burst, at });

export function refilled({ left, at }: TokenBucket, { burst, perSecond }: Rate, now: number): TokenBucket {
  return { left: Math.min(burst, left + ((now - at) / 1000) * perSecond), at: now };
}

/** @returns undefined: there is none left */
export function takeToken(bucket: TokenBucket, rate: Rate, now: number): TokenBucket | undefined {
  const { left } = refilled(bucket, rate, now);
  return left < 1 ? undefined : { left: left - 1, at: now };
}
