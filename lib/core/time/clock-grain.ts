/** Finer steps are what clocks have anyhow, ms. */
const GRAIN_MIN_MS = 1;
/** A stamp is rounded to less, ms. */
const ROUNDED_MS = 0.15;
/** Fewer readings lie on a grid by chance: three samples, of three moments. */
const READINGS_MIN = 6;
const MOMENTS_MIN = 3;

/**
 * The steps in which a clock goes, as far as its readings show: a browser that resists fingerprinting lets its clock move by
 * 16.7 or 100 ms (SPEC CL-7).
 * @param stamps readings, ms
 * @returns ms; 0: in none that matter
 */
export function grainOf(stamps: readonly number[]): number {
  const moments = [...new Set(stamps)].sort((a, b) => a - b);
  if (stamps.length < READINGS_MIN || moments.length < MOMENTS_MIN) return 0;
  const steps: number[] = [];
  moments.reduce((before, at) => {
    steps.push(at - before);
    return at;
  });
  let grain = 0;
  for (const step of steps.sort((a, b) => a - b)) {
    grain = commonStep(step, grain);
    if (grain < GRAIN_MIN_MS) return 0;
  }
  return grain;
}

/** Euclid's, for what is rounded. The longer of two whole steps tells their common one the better. */
function commonStep(longer: number, shorter: number): number {
  if (shorter === 0) return longer;
  const count = Math.round(longer / shorter);
  const rest = Math.abs(longer - count * shorter);
  return rest <= ROUNDED_MS * 2 ? longer / count : commonStep(shorter, rest);
}
