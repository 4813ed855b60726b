// @ts-check
/** How often and how many: token buckets and counts of what is open at once, by a key that is never stored elsewhere. */

/** @typedef {{ perSecond: number, burst: number }} Rate */

/**
 * A token bucket: full at first, refilled steadily.
 *
 * @param {Rate} rate
 * @param {() => number} nowMs a clock that never goes back
 * @returns {(cost?: number) => boolean} whether something of this cost is within the rate; if not, nothing is taken
 */
export function createBucket({ perSecond, burst }, nowMs) {
  let tokens = burst;
  let filledMs = nowMs();
  return (cost = 1) => {
    const atMs = nowMs();
    tokens = Math.min(burst, tokens + ((atMs - filledMs) / 1000) * perSecond);
    filledMs = atMs;
    if (tokens < cost) return false;
    tokens -= cost;
    return true;
  };
}

/** Keys that are remembered at once. Each costs about 200 bytes, so a flood from new addresses ends at 10 MB. */
const MAX_KEYS = 50_000;

/**
 * A bucket for each key. A key that was quiet until its bucket was full again is forgotten: a new bucket is as full.
 *
 * @param {Rate} rate
 * @param {() => number} nowMs
 * @param {number} [maxKeys] above it the key that was quiet longest is forgotten early
 */
export function createBuckets(rate, nowMs, maxKeys = MAX_KEYS) {
  const refillMs = (rate.burst / rate.perSecond) * 1000;
  /** @type {Map<string, { take: (cost?: number) => boolean, usedMs: number }>} the quietest first */
  const buckets = new Map();
  const forgetQuiet = () => {
    const atMs = nowMs();
    for (const [key, { usedMs }] of buckets) {
      if (buckets.size <= maxKeys && atMs - usedMs < refillMs) return;
      buckets.delete(key);
    }
  };
  return {
    /** @param {string} key @param {number} [cost] */
    take(key, cost) {
      const bucket = buckets.get(key) ?? { take: createBucket(rate, nowMs), usedMs: 0 };
      bucket.usedMs = nowMs();
      buckets.delete(key);
      buckets.set(key, bucket);
      forgetQuiet();
      return bucket.take(cost);
    },
    get size() {
      return buckets.size;
    },
  };
}

/**
 * Counts what is open at once, in all and by key.
 *
 * @param {{ total: number, perKey: number }} most
 */
export function createOccupancy({ total, perKey }) {
  let open = 0;
  /** @type {Map<string, number>} */
  const byKey = new Map();
  return {
    /**
     * @param {string} key
     * @returns {'full' | 'too many' | (() => void)} the function that gives the place back, once
     */
    enter(key) {
      const mine = byKey.get(key) ?? 0;
      if (open >= total) return 'full';
      if (mine >= perKey) return 'too many';
      open += 1;
      byKey.set(key, mine + 1);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        open -= 1;
        const rest = (byKey.get(key) ?? 1) - 1;
        if (rest === 0) byKey.delete(key);
        else byKey.set(key, rest);
      };
    },
    get open() {
      return open;
    },
  };
}
