import type { ClockReading } from './clock';

/**
 * The host's clock as its audience knows it, without a word to the host (SPEC CL-8). The host stamps what it says, and says
 * how far it is from the relay; each watcher measures how far it is itself. A word that was not held up anywhere takes just
 * these two, so the fastest of the last twenty tells where the host's clock is.
 */

/** One word of the host, all ms. */
export interface Beat {
  /** When it was said, room time. */
  readonly saidAt: number;
  /** From the host to the relay, as the host has measured it. */
  readonly hostHalfMs: number;
  /** When it came in, local. */
  readonly heardAt: number;
}

export interface AirClock {
  readonly beats: readonly Beat[];
  /** The last ones, where they came so late that the clock may have changed. */
  readonly late: readonly Beat[];
}

export const emptyAirClock: AirClock = { beats: [], late: [] };

/** At one in five seconds, 100 s. */
const KEPT = 20;
/** Two clocks part by about so much: an old beat bounds the offset less than a new one, ms per ms. */
const SKEW = 30e-6;
/** Later than this is no delay of a network that carries a film… */
const LATE_MS = 1_000;
/** …and so many in a row mean that a clock stood still meanwhile. */
const LATE_MAX = 3;

/** @param beat heard as it was said, not kept by a relay */
export function addBeat(clock: AirClock, beat: Beat): AirClock {
  const expected = best(clock.beats, beat.heardAt);
  if (expected && expected.offsetMs - offsetOf(beat, beat.heardAt) > LATE_MS) {
    const late = [...clock.late, beat];
    return late.length < LATE_MAX ? { ...clock, late } : { beats: late, late: [] };
  }
  return { beats: [...clock.beats, beat].slice(-KEPT), late: [] };
}

/**
 * @param halfMs from here to the relay
 * @returns undefined before the first beat
 */
export function readAirClock({ beats }: AirClock, halfMs: number, now: number): ClockReading | undefined {
  const fastest = best(beats, now);
  return (
    fastest && {
      offsetMs: fastest.offsetMs + halfMs,
      skew: 0,
      at: now,
      uncertaintyMs: fastest.beat.hostHalfMs + halfMs,
    }
  );
}

/** What a beat says of the offset (room − local), if nothing had held it up before the relay, and no way led on from there. */
const offsetOf = ({ saidAt, hostHalfMs, heardAt }: Beat, now: number) =>
  saidAt + hostHalfMs - heardAt - SKEW * (now - heardAt);

function best(beats: readonly Beat[], now: number) {
  let found: { readonly beat: Beat; readonly offsetMs: number } | undefined;
  for (const beat of beats) {
    const offsetMs = offsetOf(beat, now);
    if (!found || offsetMs > found.offsetMs) found = { beat, offsetMs };
  }
  return found;
}
