/** What was measured of a browser's own ways with a film's sound. Where nothing was, nothing is made good. */
export interface BrowserFacts {
  /** Where nothing is to be heard of a nudge any more, this rate loses nothing of the sound (SPEC PL-5). */
  readonly restRate: number;
}

/** Chromium 156 loses nothing of the sound at the rate 1, as long as the pitch is off. */
export const chromiumFacts: BrowserFacts = { restRate: 1 };

/** Firefox 153 resamples and stretches at all rates but 1, counted as 1 / ⌊Hz / rate⌋: the least one above is 1.00002. */
export const firefoxFacts: BrowserFacts = { restRate: 1.00001 };
