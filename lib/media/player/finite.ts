/** Beyond it sums are no longer exact, and products not finite. */
const SUMS_MAX = 1e15;

/** A page can put anything on its element; what is no number, or no place of any film, must not reach a sum (SPEC PL-3). */
export function finite(value: number, otherwise = 0): number {
  return typeof value === 'number' && Math.abs(value) <= SUMS_MAX ? value : otherwise;
}
