import { grainOf } from './clock-grain';
import { bounds, type ClockSample, interval } from './clock-interval';
import { type ClockSkew, fitSkew, SKEW_UNKNOWN } from './clock-skew';

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

export interface ClockState extends ClockSkew {
  readonly samples: readonly ClockSample[];
  /** A newest sample that contradicts the history: one is a hiccup, more are a changed clock. */
  readonly suspects: readonly ClockSample[];
  /** Those of the samples that bound the offset from below and from above: until the next sample no other will. */
  readonly tightest: readonly ClockSample[];
  /** The shortest round trip of them all, ms. */
  readonly bestRttMs: number;
}

/** Samples at burst on connect. */
export const BURST = 8;
/** Window of samples kept: 2 minutes at one a second. */
const WINDOW = 120;
/** Of what may contradict the history: crystals worse than most, and a fit's own luck. */
const DOUBT = 4;
/** …at least, ms per ms. */
const DOUBT_MIN = 40e-6;
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

/** As time goes by all intervals widen and drift alike: the samples that bound the offset go on to do so. */
function holding(samples: readonly ClockSample[], newest: ClockSample, { skew, skewError }: ClockSkew): ClockState {
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
  if (low > high + 0.2 && low > high + grainsOf([...state.samples, ...state.suspects, sample])) {
    const suspects = [...state.suspects, sample];
    if (suspects.length < SUSPECTS_MAX) return { state: { ...state, suspects }, reset: false };
    return { state: holding(suspects, sample, emptyClock), reset: true };
  }
  const samples = [...state.samples, sample].slice(-WINDOW);
  return { state: holding(samples, sample, fitSkew(samples) ?? state), reset: false };
}

/** By how much bounds may contradict each other, for the clocks' own steps, ms: each stamp may be a step early or late. */
function grainsOf(samples: readonly ClockSample[]): number {
  const local = grainOf(samples.flatMap(({ sent, returned }) => [sent, returned]));
  const remote = grainOf(samples.flatMap(({ received, answered }) => [received, answered]));
  return 2 * (local + remote);
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

/** Remote time → local time: the inverse of `toRemote`. */
export function toLocal({ offsetMs, skew, at }: ClockReading, remote: number): number {
  return (remote - offsetMs + skew * at) / (1 + skew);
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
