import type { Drift } from './drift';

/**
 * Which cure a drift gets (SPEC CO-2…). A nudge is a plan: size and end are computed from the drift, so
 * that one lands at zero; it is carried out open-loop and the rate goes back to exactly the room's.
 */
export type Correction =
  | { readonly kind: 'none' }
  /** More readings are needed before anything is done. */
  | { readonly kind: 'measure'; readonly inMs: number }
  /** Play at room rate × factor for so long. */
  | { readonly kind: 'nudge'; readonly factor: number; readonly durationMs: number }
  /** Ahead by much: stand still for so long. */
  | { readonly kind: 'wait'; readonly durationMs: number }
  | { readonly kind: 'seek' };

/** Drift that starts a fine nudge; below it the rate is exactly the room's. */
export const TOLERANCE_S = 0.003;
/** Above this a drift is corrected even when the last nudge was just now. */
const URGENT_S = 0.008;
/** Half a percent is 9 cents: rarely noticed on speech and music. */
const FINE = 0.005;
/** After a slip, which could be heard: 34 cents for a second or two. */
const SLIP_MAX = 0.02;
/** Such a nudge corrects up to this; it then takes 2 s. */
const FINE_MAX_S = 0.04;
/** For a second or two right after a play or a seek, when nobody minds. */
const COARSE_MAX = 0.08;
const COARSE_MIN = 0.01;
/** The time that a coarse nudge is sized for, ms. */
const COARSE_MS = 1_000;
/** A player that may not be sought again yet catches up for at most this long. */
const NUDGE_MAX_MS = 4_000;
/** Too far to nudge. */
export const SEEK_S = 0.25;
/** Standing still for longer is worse than a seek… */
const HOLD_MAX_S = 1.5;
/** …unless a seek takes as long, and this much longer. */
const HOLD_SPARE_S = 0.5;
/** Standing still this long is less of a jerk than a coarse nudge. */
const HOLD_MIN_S = 0.06;
/** A player that takes no nudges is left with this much behind (SPEC CO-19): a seek is a visible jump… */
const UNNUDGED_S = 0.12;
/** …but for `TRIM_MS` after a press, when one more is not minded. It is aimed to come out ahead by `SPARE_MS`… */
const UNNUDGED_FRESH_S = 0.05;
export const SPARE_MS = 80;
/** …because standing still, unlike a seek, cannot miss: what is ahead by this much stands still for as long. */
const UNNUDGED_AHEAD_S = 0.06;
const UNNUDGED_AHEAD_FRESH_S = 0.025;
/** Readings a quick decision needs right after a start or seek: few where they agree, more where they scatter… */
const AGREEING_SAMPLES = 3;
const AGREEING_SPAN_MS = 40;
export const AGREEING_S = 0.001;
const COARSE_SAMPLES = 8;
const COARSE_SPAN_MS = 250;
/** …and a fine one in steady state. */
const FINE_SAMPLES = 5;
const FINE_SPAN_MS = 900;
/** Where they scatter, so many before a nudge: eight of them could agree by chance. */
const SCATTERED_SAMPLES = 50;
/** Looks of this length fall everywhere in Firefox's 40 ms steps, ms: for few readings, and for many. */
const LOOK_MS = 25;
const SCATTERED_LOOK_MS = 27;
/** Firefox shows places in steps of so much of the film: at 1.5 times the speed one lasts 27 ms. */
const STEP_MS = 40;
/** Nearer looks count as one. */
const LOOK_MIN_MS = 13;
/** So many come before the next look that is made in any case, after which they fall otherwise. */
const LOOKS = 10;
/** Right after a play or seek a coarse cure is not minded. */
export const FRESH_MS = 3_000;
/** For so long after a press, a seek or a start the rest is trimmed closer than steady tolerance asks for. */
const TRIM_MS = 10_000;
const TRIM_S = 0.001;
/** Between two such trims: the clock, too, is still settling, and must not be chased. */
const TRIM_COOLDOWN_MS = 3_000;
/**
 * A drift inside the scatter of its own readings is none. Firefox's 40 ms steps, read once in a step, come out half as
 * far off as readings by chance would: this is three times their error.
 */
export const NOISE_FACTOR = 1.6;
/** Between two fine nudges after that: at most 4 rate changes a minute in steady state, for a nudge is two. */
export const FINE_COOLDOWN_MS = 30_000;

/** A correction that does something. */
export type Cure = Extract<Correction, { kind: 'nudge' | 'wait' | 'seek' }>;

export interface CorrectionContext {
  /** Since the last press, seek or start, ms. */
  readonly sinceMomentMs: number;
  /** Since the end of the last nudge, ms. */
  readonly sinceNudgeMs: number;
  /** The room's rate. */
  readonly rate: number;
  /** Seeks are being spared: the last was just now, or seeks do not help here. */
  readonly seekCooling: boolean;
  /** Gentle correction is switched off, or this player does not take nudges. */
  readonly nudging: boolean;
  /** Seeks land here. */
  readonly seeking: boolean;
  /** What a seek costs here, as learned, ms. */
  readonly seekLeadMs: number;
  /** Drift that this player is better left with, as heard, seconds. */
  readonly toleranceS: number;
}

/**
 * What to do about a drift. It is weighed as it is heard: at twice the rate a place 6 ms off is 3 ms of echo, and what a
 * clock is unsure of counts twice in places.
 */
export function planCorrection(measured: Drift | undefined, context: CorrectionContext): Correction {
  const drift = measured && asHeard(measured, context.rate);
  if (!drift || !isEvident(drift)) return { kind: 'measure', inMs: outOfStep(LOOK_MS, context.rate) };
  const size = Math.abs(drift.seconds);
  if (!context.nudging) return withoutNudges(drift, context);
  if (size <= context.toleranceS) return { kind: 'none' };
  const far = farCure(drift.seconds, context.seekLeadMs);
  if (far) {
    if (far.kind === 'wait' || (context.seeking && !context.seekCooling)) return far;
    // Meanwhile by a nudge, but not by one that would last for minutes.
    const plan = nudge(drift.seconds, COARSE_MAX);
    return plan.durationMs <= NUDGE_MAX_MS ? plan : { kind: 'none' };
  }
  const fresh = context.sinceMomentMs < FRESH_MS;
  if (size > FINE_MAX_S || (fresh && size > 2 * TOLERANCE_S)) {
    if (fresh && drift.seconds > HOLD_MIN_S) return { kind: 'wait', durationMs: drift.seconds * 1000 };
    return coarse(drift.seconds);
  }
  const trimming = context.sinceMomentMs < TRIM_MS;
  const floor = Math.max(trimming ? TRIM_S : TOLERANCE_S, NOISE_FACTOR * drift.noise);
  if (size <= floor) return { kind: 'none' };
  if (drift.samples < FINE_SAMPLES || drift.spanMs < FINE_SPAN_MS) return { kind: 'measure', inMs: 100 };
  if (isScattered(drift)) return { kind: 'measure', inMs: scatteredLookMs(context.rate) };
  const cooldownMs = trimming ? TRIM_COOLDOWN_MS : FINE_COOLDOWN_MS;
  if (size < URGENT_S && context.sinceNudgeMs < cooldownMs) return { kind: 'none' };
  return nudge(drift.seconds, size < URGENT_S ? FINE : slip(size));
}

/** The sound has just skipped: better a second of a slightly wrong pitch than many of an echo. */
const slip = (size: number) => Math.min(SLIP_MAX, Math.max(FINE, size / (COARSE_MS / 1000)));

/** How far ahead a player may be to stand still rather than be sought, s. @param seekLeadMs what a seek costs there */
export function holdMaxS(seekLeadMs: number): number {
  return Math.max(HOLD_MAX_S, seekLeadMs / 1000 + HOLD_SPARE_S);
}

/** Too far to nudge: sought, or waited for where this player is ahead. @param drift as heard, s @param seekLeadMs as above */
export function farCure(drift: number, seekLeadMs: number): Extract<Cure, { kind: 'wait' | 'seek' }> | undefined {
  if (Math.abs(drift) <= SEEK_S) return undefined;
  // Landing ahead is cured by waiting, which cannot miss as another seek could.
  return drift > 0 && drift < holdMaxS(seekLeadMs) ? { kind: 'wait', durationMs: drift * 1000 } : { kind: 'seek' };
}

/** Standing still loses nothing of the film; a seek here is a visible jump, and is spared for what would be heard. */
function withoutNudges({ seconds, noise }: Drift, context: CorrectionContext): Correction {
  const fresh = context.sinceMomentMs < TRIM_MS;
  const ahead = Math.max(fresh ? UNNUDGED_AHEAD_FRESH_S : UNNUDGED_AHEAD_S, NOISE_FACTOR * noise);
  if (seconds > ahead && seconds < holdMaxS(context.seekLeadMs)) return { kind: 'wait', durationMs: seconds * 1000 };
  const out = Math.abs(seconds) > Math.max(fresh ? UNNUDGED_FRESH_S : UNNUDGED_S, context.toleranceS);
  return out && context.seeking && !context.seekCooling ? { kind: 'seek' } : { kind: 'none' };
}

/** Too few readings for how much they differ: they are to be read more closely before anything is done. */
export function isScattered({ noise, samples }: Drift): boolean {
  return noise > AGREEING_S && samples < SCATTERED_SAMPLES;
}

/** The next look at a player whose readings scatter comes so soon, ms. */
export function scatteredLookMs(rate: number): number {
  return outOfStep(SCATTERED_LOOK_MS, rate);
}

/**
 * Looks that keep step with a player's steps see the same part of each, and are all wrong by the same.
 * @returns the wait of at most `ms` by which a run of looks falls most evenly into the steps; at rate 1 `ms` is one
 */
function outOfStep(ms: number, rate: number): number {
  if (rate === 1) return ms;
  const stepMs = STEP_MS / rate;
  let best = { waitMs: ms, gap: 0 };
  for (let waitMs = LOOK_MIN_MS; waitMs <= ms; waitMs++) {
    const gap = leastGap(waitMs / stepMs);
    if (gap >= best.gap) best = { waitMs, gap };
  }
  return best.waitMs;
}

/** How near to each other looks come that are so far apart, as parts of a step. */
function leastGap(apart: number): number {
  const parts = Array.from({ length: LOOKS }, (_, i) => (i * apart) % 1).sort((a, b) => a - b);
  return Math.min(...parts.map((part, i) => (parts[i + 1] ?? 1) - part));
}

/** Places as they are heard: each second of the film lasts 1 / rate. */
function asHeard(drift: Drift, rate: number): Drift {
  return { ...drift, seconds: drift.seconds / rate, noise: drift.noise / rate };
}

function isEvident({ samples, spanMs, noise }: Drift): boolean {
  if (samples >= COARSE_SAMPLES && spanMs >= COARSE_SPAN_MS) return true;
  return samples >= AGREEING_SAMPLES && spanMs >= AGREEING_SPAN_MS && noise < AGREEING_S;
}

function coarse(drift: number): Correction {
  const wanted = Math.abs(drift) / (COARSE_MS / 1000);
  return nudge(drift, Math.min(COARSE_MAX, Math.max(COARSE_MIN, wanted)));
}

/** @param drift as heard, s: it is gone after as long as `by` is a part of, at whatever rate the room plays */
function nudge(drift: number, by: number): Extract<Correction, { kind: 'nudge' }> {
  return {
    kind: 'nudge',
    factor: drift > 0 ? 1 - by : 1 + by,
    durationMs: (Math.abs(drift) / by) * 1000,
  };
}
