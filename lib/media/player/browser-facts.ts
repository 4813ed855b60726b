/** What was measured of a browser's own ways with a film's sound. Where nothing was, nothing is made good. */
export interface BrowserFacts {
  /** Where nothing is to be heard of a nudge any more, this rate loses nothing of the sound (SPEC PL-5). */
  readonly restRate: number;
  /** So much further is what is seen and heard than `currentTime` says on average, while it plays, film s (SPEC PL-9). */
  readonly behindS: number;
}

/** Chromium 156: `currentTime` is what is heard, within a millisecond. */
export const chromiumFacts: BrowserFacts = { restRate: 1, behindS: 0 };

/**
 * Firefox 153 resamples and stretches at all rates but 1, counted as 1 / ⌊Hz / rate⌋: the least one above is 1.00002.
 *
 * Each 40 ms of the film it says where it is (`AUDIO_DURATION_USECS` of its `MediaDecoderStateMachine`, whatever the file
 * and the system), and says that until the next time: half of that on average. Measured in 153.8 on Linux, aloud and
 * muted, with a picture and without: steps of 40.2 ms, each true within 0.5 ms as it comes.
 */
export const firefoxFacts: BrowserFacts = { restRate: 1.00001, behindS: 0.02 };
