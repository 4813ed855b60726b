/**
 * How often something may be done: so many times at once, and then so many a second.
 *
 * @returns a function that says whether it may be done now, and counts it
 */
export function allowance(burst: number, perSecond: number): () => boolean {
  let left = burst;
  let filledAt = performance.now();
  return () => {
    const now = performance.now();
    left = Math.min(burst, left + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
    if (left < 1) return false;
    left--;
    return true;
  };
}
