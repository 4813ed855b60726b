/** So many changes between playing and paused within `FLIPS_WITHIN_MS` are a site's doing, not a person's. */
const STORM_FLIPS = 3;
export const FLIPS_WITHIN_MS = 1_000;
/** A demoted pause that lasts is a person's after all. */
export const PROMOTE_MS = 1_500;

export function addFlip(flips: readonly number[], now: number): readonly number[] {
  return [...flips.filter((t) => now - t < FLIPS_WITHIN_MS), now];
}

export function isStorm(flips: readonly number[], now: number): boolean {
  return flips.filter((t) => now - t < FLIPS_WITHIN_MS).length >= STORM_FLIPS;
}
