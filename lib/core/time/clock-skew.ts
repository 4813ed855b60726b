import { bounds, type ClockSample } from './clock-interval';

export interface ClockSkew {
  /** Fitted frequency error of the remote clock against ours, ms per ms; 0 while nothing is fitted. */
  readonly skew: number;
  /** How far from that the real one may be, ms per ms: what each sample's age is allowed for. */
  readonly skewError: number;
}

/** Frequency error allowed for while nothing is fitted, ms per ms: cheap crystals stay within 100 ppm of each other. */
export const SKEW_UNKNOWN = 50e-6;
/** What remains after the best of fits: crystals wander with their temperature. */
const SKEW_RESIDUAL = 5e-6;
/** Two crystals that are each 200 ppm off at worst, and what a fit adds; beyond is noise. */
const SKEW_MAX = 500e-6;
/** History needed before a fit, ms. */
const FIT_AFTER_MS = 40_000;
/** Fewer would fit a line to the jitter of the path, and say little of how well it fits. */
const FIT_SLICES_MIN = 6;
/** What two crystals differ by, as a rule (one standard deviation), ms per ms: a fit is believed as far as it says more. */
const SKEW_USUAL = 100e-6;
/** Slices of the window that a fit runs over, ms. */
const FIT_SLICE_MS = 10_000;

/**
 * Least squares through the middle of each slice's interval, drawn towards 0 by as much as its own standard error leaves
 * in doubt (the posterior mean under a normal prior): a fit that was either believed or not would throw the estimate to
 * and fro.
 * @returns undefined while history is short
 */
export function fitSkew(samples: readonly ClockSample[]): ClockSkew | undefined {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.returned - first.returned < FIT_AFTER_MS) return undefined;
  const slices = new Map<number, ClockSample[]>();
  for (const s of samples) {
    const key = Math.floor((s.returned - first.returned) / FIT_SLICE_MS);
    const slice = slices.get(key);
    if (slice) slice.push(s);
    else slices.set(key, [s]);
  }
  const points: { t: number; y: number }[] = [];
  for (const slice of slices.values()) {
    if (slice.length < 3) continue;
    const t = slice.reduce((sum, s) => sum + s.returned, 0) / slice.length;
    const { low, high } = bounds(slice, t, 0, 0);
    points.push({ t, y: (low + high) / 2 });
  }
  if (points.length < FIT_SLICES_MIN) return undefined;
  const n = points.length;
  const meanT = points.reduce((sum, p) => sum + p.t, 0) / n;
  const meanY = points.reduce((sum, p) => sum + p.y, 0) / n;
  const stt = points.reduce((sum, p) => sum + (p.t - meanT) ** 2, 0);
  const slope = points.reduce((sum, p) => sum + (p.t - meanT) * (p.y - meanY), 0) / stt;
  const residual = points.reduce((sum, p) => sum + (p.y - meanY - slope * (p.t - meanT)) ** 2, 0);
  const standardError = Math.sqrt(residual / (n - 2) / stt);
  if (Math.abs(slope) > SKEW_MAX) return { skew: 0, skewError: SKEW_UNKNOWN };
  const believed = SKEW_USUAL ** 2 / (SKEW_USUAL ** 2 + standardError ** 2);
  const skewError = Math.min(SKEW_UNKNOWN, Math.max(SKEW_RESIDUAL, Math.sqrt(believed) * standardError));
  return { skew: believed * slope, skewError };
}
