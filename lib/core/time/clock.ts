/**
 * Estimates another clock from four-timestamp samples (SPEC CL-1…). Used twice: room service ↔ host's
 * room service over the network, and player ↔ own room service over the extension port.
 *
 * Each sample bounds the offset (remote − local) from both sides, whatever the delays were:
 * answered − returned ≤ offset ≤ received − sent, because neither leg can take less than no time.
 * The tightest bound of each side comes from the sample whose leg was fastest, so the two legs are
 * filtered apart (Cristian's interval, intersected as Marzullo's algorithm does). The estimate is the
 * middle; its error is at most half the excess delay + skew × age, plus half the path's own asymmetry.
 */

/** All ms. `sent` and `returned` by the local clock, `received` and `answered` by the remote one. */
export interface ClockSample {
  readonly sent: number;
  readonly received: number;
  readonly answered: number;
  readonly returned: number;
}

/** Where a remote clock is: remote(now) = now + offsetMs + skew × (now − at). */
export interface ClockReading {
  readonly offsetMs: number;
  /** Fitted frequency error of the remote clock against ours, ms per ms; 0 until there is history. */
  readonly skew: number;
  /** Local time the reading was made, ms. */
  readonly at: number;
  /** Half the best round trip: what asymmetry could hide at most, ms. */
  readonly uncertaintyMs: number;
}

export interface ClockState {
  readonly samples: readonly ClockSample[];
  /** A newest sample that contradicts the history: one is a hiccup, more are a changed clock. */
  readonly suspects: readonly ClockSample[];
  /** Those of the samples that bound the offset from below and from above: until the next sample no other will. */
  readonly tightest: readonly ClockSample[];
  /** The shortest round trip of them all, ms. */
  readonly bestRttMs: number;
  /** Fitted skew, ms per ms; 0 while nothing is fitted. */
  readonly skew: number;
  /** How far from that the real one may be, ms per ms: what each sample's age is allowed for. */
  readonly skewError: number;
}

/** Samples at burst on connect. */
export const BURST = 8;
/** Window of samples kept: 2 minutes at one a second. */
const WINDOW = 120;
/** Frequency error allowed for while nothing is fitted, ms per ms: cheap crystals stay within 100 ppm of each other. */
const SKEW_UNKNOWN = 50e-6;
/** What remains after the best of fits: crystals wander with their temperature. */
const SKEW_RESIDUAL = 5e-6;
/** Of what may contradict the history: crystals worse than most, and a fit's own luck. */
const DOUBT = 4;
/** …at least, ms per ms. */
const DOUBT_MIN = 40e-6;
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
/** So many contradictions in a row mean that the clock itself changed. */
const SUSPECTS_MAX = 3;

export const emptyClock: ClockState = {
  samples: [],
  suspects: [],
  tightest: [],
  bestRttMs: Number.POSITIVE_INFINITY,
  skew: 0,
  skewError: SKEW_UNKNOWN,
};

interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** The offset's interval at `now` as one sample bounds it, widened by what its age allows. */
function interval(s: ClockSample, now: number, skew: number, slack: number): Bounds {
  const aged = Math.abs(now - s.returned);
  const drifted = skew * (now - s.returned);
  return {
    low: s.answered - s.returned + drifted - slack * aged,
    high: s.received - s.sent + drifted + slack * aged,
  };
}

/** …and as all of them do. */
function bounds(samples: readonly ClockSample[], now: number, skew: number, slack: number): Bounds {
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (const s of samples) {
    const of = interval(s, now, skew, slack);
    low = Math.max(low, of.low);
    high = Math.min(high, of.high);
  }
  return { low, high };
}

/** As time goes by all intervals widen and drift alike: the samples that bound the offset go on to do so. */
function holding(
  samples: readonly ClockSample[],
  newest: ClockSample,
  { skew, skewError }: Pick<ClockState, 'skew' | 'skewError'>,
): ClockState {
  let [lowest, highest] = [newest, newest];
  let { low, high } = interval(newest, newest.returned, skew, skewError);
  let bestRttMs = Number.POSITIVE_INFINITY;
  for (const s of samples) {
    const of = interval(s, newest.returned, skew, skewError);
    if (of.low > low) [lowest, low] = [s, of.low];
    if (of.high < high) [highest, high] = [s, of.high];
    bestRttMs = Math.min(bestRttMs, s.returned - s.sent - (s.answered - s.received));
  }
  return { samples, suspects: [], tightest: [lowest, highest], bestRttMs, skew, skewError };
}

function isSane(s: ClockSample): boolean {
  return (
    Number.isFinite(s.sent + s.received + s.answered + s.returned) &&
    s.returned >= s.sent &&
    s.answered >= s.received &&
    // The remote end cannot have kept it longer than the round trip took: allow for skew and timer grain.
    s.answered - s.received <= s.returned - s.sent + 1
  );
}

/**
 * Takes in one sample.
 * @returns the new state; `reset` when the history was thrown away (burst again)
 */
export function addSample(
  state: ClockState,
  sample: ClockSample,
): { readonly state: ClockState; readonly reset: boolean } {
  if (!isSane(sample)) return { state, reset: false };
  const slack = Math.max(DOUBT * state.skewError, DOUBT_MIN);
  const { low, high } = bounds([...state.samples, sample], sample.returned, state.skew, slack);
  // Timers are coarse (5–100 µs); less than that is no contradiction.
  if (low > high + 0.2) {
    const suspects = [...state.suspects, sample];
    if (suspects.length < SUSPECTS_MAX) return { state: { ...state, suspects }, reset: false };
    return { state: holding(suspects, sample, emptyClock), reset: true };
  }
  const samples = [...state.samples, sample].slice(-WINDOW);
  return { state: holding(samples, sample, fitSkew(samples) ?? state), reset: false };
}

/**
 * Least squares through the middle of each slice's interval, drawn towards 0 by as much as its own standard error leaves
 * in doubt (the posterior mean under a normal prior): a fit that was either believed or not would throw the estimate to
 * and fro.
 * @returns undefined while history is short
 */
function fitSkew(samples: readonly ClockSample[]): Pick<ClockState, 'skew' | 'skewError'> | undefined {
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

/** @returns undefined before the first sample */
export function readClock(state: ClockState, now: number): ClockReading | undefined {
  if (state.samples.length === 0) return undefined;
  const { low, high } = bounds(state.tightest, now, state.skew, state.skewError);
  return { offsetMs: (low + high) / 2, skew: state.skew, at: now, uncertaintyMs: Math.max(0, state.bestRttMs / 2) };
}

/** Local time → remote time. */
export function toRemote(reading: ClockReading, local: number): number {
  return local + reading.offsetMs + reading.skew * (local - reading.at);
}

/** Two readings in a row: local → middle → far. `far` is given by the middle clock. */
export function composeClocks(near: ClockReading, far: ClockReading): ClockReading {
  const middle = toRemote(near, near.at);
  return {
    offsetMs: toRemote(far, middle) - near.at,
    skew: near.skew + far.skew,
    at: near.at,
    uncertaintyMs: near.uncertaintyMs + far.uncertaintyMs,
  };
}

/** The clock of a room service that is the host: room time is its own. */
export const ownClock: ClockReading = { offsetMs: 0, skew: 0, at: 0, uncertaintyMs: 0 };
