/** All ms. `sent` and `returned` by the local clock, `received` and `answered` by the remote one. */
export interface ClockSample {
  readonly sent: number;
  readonly received: number;
  readonly answered: number;
  readonly returned: number;
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** The offset's interval at `now` as one sample bounds it, widened by what its age allows. */
export function interval(s: ClockSample, now: number, skew: number, slack: number): Bounds {
  const aged = Math.abs(now - s.returned);
  const drifted = skew * (now - s.returned);
  return {
    low: s.answered - s.returned + drifted - slack * aged,
    high: s.received - s.sent + drifted + slack * aged,
  };
}

/** …and as all of them do. */
export function bounds(samples: readonly ClockSample[], now: number, skew: number, slack: number): Bounds {
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (const s of samples) {
    const of = interval(s, now, skew, slack);
    low = Math.max(low, of.low);
    high = Math.min(high, of.high);
  }
  return { low, high };
}
