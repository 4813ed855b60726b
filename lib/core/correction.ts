import type { Drift } from './drift';

/**
 * Which cure a drift gets (SPEC CO-2…). A nudge is a plan: size and end are computed from the drift, so
 * that one lands at zero; it is carried out open-loop and the rate goes back to exactly the room's.
 */
export type Correction =
  | { readonly kind: 'none' }
  /** More readings are needed before anything is done. */
  | { readonly kind: 'look'; readonly inMs: number }
  /** Play at room rate × factor for so long. */
  | { readonly kind: 'nudge'; readonly factor: number; readonly durationMs: number }
  /** Ahead by much: stand still for so long. */
  | { readonly kind: 'hold'; readonly durationMs: number }
  | { readonly kind: 'seek' };

/** Drift that starts a fine nudge; below it the rate is exactly the room's. */
export const TOLERANCE_S = 0.003;
/** Above this a drift is corrected even when the last nudge was just now. */
const URGENT_S = 0.008;
/** Half a percent is 9 cents: rarely noticed on speech and music. */
const FINE = 0.005;
/** A fine nudge corrects up to this; it then takes 8 s. */
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
/** Standing still for longer is worse than a seek. */
const HOLD_MAX_S = 1.5;
/** Standing still this long is less of a jerk than a coarse nudge. */
const HOLD_MIN_S = 0.06;
/** Readings a quick decision needs right after a start or seek: few where they agree, more where they scatter… */
const AGREEING_SAMPLES = 3;
const AGREEING_SPAN_MS = 40;
const AGREEING_S = 0.001;
const COARSE_SAMPLES = 8;
const COARSE_SPAN_MS = 250;
/** …and a fine one in steady state. */
const FINE_SAMPLES = 5;
const FINE_SPAN_MS = 900;
/** Where they scatter, so many before a nudge, out of step with 40 ms: eight of them could agree by chance. */
const SCATTERED_SAMPLES = 50;
const SCATTERED_LOOK_MS = 27;
/** Right after a play or seek a coarse cure is not minded. */
export const FRESH_MS = 3_000;
/** For so long after a press, a seek or a start the rest is trimmed closer than steady tolerance asks for. */
const TRIM_MS = 10_000;
const TRIM_S = 0.001;
/** Between two such trims: the clock, too, is still settling, and must not be chased. */
const TRIM_COOLDOWN_MS = 3_000;
/** A drift inside the scatter of its own readings (Firefox's 40 ms steps) is none. */
export const NOISE_FACTOR = 2.5;
/** Between two fine nudges after that: at most 4 rate changes a minute in steady state. */
export const FINE_COOLDOWN_MS = 20_000;

export interface CorrectionContext {
  /** Since the last press, seek or start, ms. */
  readonly sinceMomentMs: number;
  /** Since the end of the last nudge, ms. */
  readonly sinceNudgeMs: number;
  /** The room's rate: a nudge shifts by rate × (factor − 1) × duration. */
  readonly rate: number;
  /** Seeks are being spared: the last was just now, or seeks do not help here. */
  readonly seekCooling: boolean;
  /** Gentle correction is switched off, or this player does not take nudges. */
  readonly nudging: boolean;
}

export function planCorrection(drift: Drift | undefined, context: CorrectionContext): Correction {
  if (!drift || !isEvident(drift)) return { kind: 'look', inMs: 25 };
  const size = Math.abs(drift.seconds);
  if (size > SEEK_S) {
    // Landing ahead is cured by waiting, which cannot miss as another seek could.
    if (drift.seconds > 0 && drift.seconds < HOLD_MAX_S) {
      return { kind: 'hold', durationMs: (drift.seconds / context.rate) * 1000 };
    }
    if (!context.seekCooling) return { kind: 'seek' };
    // Meanwhile by a nudge, but not by one that would last for minutes.
    const plan = nudge(drift.seconds, COARSE_MAX, context.rate);
    return context.nudging && plan.durationMs <= NUDGE_MAX_MS ? plan : { kind: 'none' };
  }
  const fresh = context.sinceMomentMs < FRESH_MS;
  if (size > FINE_MAX_S || (fresh && size > 2 * TOLERANCE_S)) {
    if (fresh && drift.seconds > HOLD_MIN_S) return { kind: 'hold', durationMs: (drift.seconds / context.rate) * 1000 };
    return context.nudging ? coarse(drift.seconds, context.rate) : { kind: 'none' };
  }
  const trimming = context.sinceMomentMs < TRIM_MS;
  const floor = Math.max(trimming ? TRIM_S : TOLERANCE_S, NOISE_FACTOR * drift.noise);
  if (size <= floor || !context.nudging) return { kind: 'none' };
  if (drift.samples < FINE_SAMPLES || drift.spanMs < FINE_SPAN_MS) return { kind: 'look', inMs: 100 };
  if (drift.noise > AGREEING_S && drift.samples < SCATTERED_SAMPLES) return { kind: 'look', inMs: SCATTERED_LOOK_MS };
  const cooldownMs = trimming ? TRIM_COOLDOWN_MS : FINE_COOLDOWN_MS;
  if (size < URGENT_S && context.sinceNudgeMs < cooldownMs) return { kind: 'none' };
  return nudge(drift.seconds, FINE, context.rate);
}

function isEvident({ samples, spanMs, noise }: Drift): boolean {
  if (samples >= COARSE_SAMPLES && spanMs >= COARSE_SPAN_MS) return true;
  return samples >= AGREEING_SAMPLES && spanMs >= AGREEING_SPAN_MS && noise < AGREEING_S;
}

function coarse(drift: number, rate: number): Correction {
  const wanted = Math.abs(drift) / (rate * (COARSE_MS / 1000));
  return nudge(drift, Math.min(COARSE_MAX, Math.max(COARSE_MIN, wanted)), rate);
}

function nudge(drift: number, by: number, rate: number): Extract<Correction, { kind: 'nudge' }> {
  return {
    kind: 'nudge',
    factor: drift > 0 ? 1 - by : 1 + by,
    durationMs: (Math.abs(drift) / (rate * by)) * 1000,
  };
}
