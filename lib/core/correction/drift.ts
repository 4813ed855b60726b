import { type ClockReading, toRemote } from '../time/clock';
import { type Playback, placeAt } from '../time/playback';

/** A reading of a player in motion: position (s) at a local time (ms). */
export interface Sample {
  readonly at: number;
  readonly position: number;
}

export interface Drift {
  /** Actual − expected, seconds; positive = this player is ahead. */
  readonly seconds: number;
  readonly samples: number;
  /** First to last sample, ms. */
  readonly spanMs: number;
  /** Standard error of `seconds` as the readings scatter, s. */
  readonly noise: number;
}

/** Longer would average over real changes; shorter would leave Firefox's 40 ms steps visible. */
const WINDOW_MS = 2_000;
const SAMPLES_MAX = 80;
/** Nearer readings say the same again, and would push out the older ones that make the line long. */
const GAP_MS = 10;
/** Share dropped at each end: a reading that was preempted between clock and player is far off. */
const TRIM = 0.2;

export function addReading(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last && sample.at - last.at < GAP_MS) return samples;
  const kept = samples.filter((s) => sample.at - s.at < WINDOW_MS).slice(1 - SAMPLES_MAX);
  kept.push(sample);
  return kept;
}

/**
 * The player's place against the room: a line of the room's slope laid through the readings since the
 * last discontinuity (SPEC CO-1). `currentTime` is good to 0.1–0.4 ms in Chromium and moves in 40 ms steps
 * in Firefox; the trimmed mean of the residuals serves both.
 * @returns undefined without readings
 */
export function estimateDrift(samples: readonly Sample[], playback: Playback, clock: ClockReading): Drift | undefined {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last) return undefined;
  const residuals = samples.map((s) => s.position - placeAt(playback, toRemote(clock, s.at))).sort((a, b) => a - b);
  const cut = Math.floor(residuals.length * TRIM);
  const kept = residuals.slice(cut, residuals.length - cut);
  const seconds = kept.reduce((sum, r) => sum + r, 0) / kept.length;
  const variance = residuals.reduce((sum, r) => sum + (r - seconds) ** 2, 0) / residuals.length;
  return {
    seconds,
    samples: samples.length,
    spanMs: last.at - first.at,
    noise: Math.sqrt(variance / residuals.length),
  };
}
