// @ts-check
/** What was measured of browsers by themselves: a version that behaves otherwise is seen beside it. */

/**
 * `currentTime` ahead of what is heard, ms, while a film of AAC in mp4 plays after a start, a pause or a seek. Source:
 * `npm run sound -- --only alone`, Debian 12, PulseAudio 16.1, a device of 48 kHz.
 *
 * @type {Record<import('./options.mjs').BrowserName, { ms: number, withinMs: number, versions: string }>}
 */
export const KNOWN = {
  chromium: { ms: 0.7, withinMs: 2.5, versions: 'Chromium 156' },
  // By what its `currentTime` says as it comes to say so: in steps of 40 ms.
  firefox: { ms: -5, withinMs: 10, versions: 'Firefox ESR 153' },
};
