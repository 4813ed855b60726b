// @ts-check
/** What is measured, in the order of the table, and what it has to reach. */

/** @typedef {import('./statistics.mjs').Spread & { values?: number[] }} Distribution */
/** @typedef {Distribution | { value: number } | { error: string }} Figure */
/** @typedef {Record<string, Figure>} Figures by the ids of `METRICS` */
/** @typedef {{ median?: number, p95?: number, max?: number, value?: number, atLeast?: number }} Target upper bounds, but for `atLeast` */
/**
 * @typedef {object} Conditions
 * @property {import('./profiles.mjs').Profile} profile
 * @property {boolean} busy
 * @property {boolean} firefox
 * @property {Figures} figures of the same product over the same network
 */
/**
 * @typedef {object} Metric
 * @property {string} label
 * @property {string} unit
 * @property {(conditions: Conditions) => Target} [target]
 */

/** Beyond 40 ms each way, on a busy machine and with Firefox, whose `currentTime` is stepped, less is asked for. */
const isHard = (/** @type {Conditions} */ { profile, busy, firefox }) => busy || firefox || profile.oneWayMs > 40;
const STEADY = { easy: [2, 6], hard: [5, 15] };
const AFTER_PLAY = { easy: [5, 12], hard: [5, 12] };

/** @param {{ easy: number[], hard: number[] }} bounds @returns {(conditions: Conditions) => Target} */
const within = (bounds) => (conditions) => {
  const [median = 0, p95 = 0] = isHard(conditions) ? bounds.hard : bounds.easy;
  const { hiddenMs } = conditions.profile;
  // What no clock can see comes on top, and then no more than 5 ms.
  return hiddenMs > 0 ? { median: hiddenMs + 5 } : { median, p95 };
};

/** The player's own seek, and half a second; where the error that no clock can see is more than 20 ms, nothing. */
const seekTarget = (/** @type {Conditions} */ { profile, figures: { hostSeek } }) =>
  profile.hiddenMs < 20 && hostSeek && 'median' in hostSeek ? { median: hostSeek.median + 500 } : {};

/** Half a round trip: what no clock can see of this path is no more than that, and what is seen of it must not be. */
const shownTarget = (/** @type {Conditions} */ { figures: { steady } }) =>
  steady && 'median' in steady ? { atLeast: Math.floor(steady.median) } : {};

/** One way, and 30 ms. @param {Conditions} conditions */
const oneWay = ({ profile }) => ({ median: profile.oneWayMs + 30 });

/** @type {Record<string, Metric>} */
export const METRICS = {
  steady: { label: 'steady drift', unit: 'ms', target: within(STEADY) },
  between: { label: 'steady drift between the guests', unit: 'ms' },
  steadyMean: { label: 'its mean, signed', unit: 'ms' },
  shown: { label: 'the clocks agree, as the popup says, to ±', unit: 'ms', target: shownTarget },
  rateChanges: { label: 'rate changes', unit: '/min', target: () => ({ value: 4 }) },
  atRate: { label: "time at exactly the room's rate", unit: '%', target: () => ({ atLeast: 98 }) },
  rateReach: { label: 'furthest rate', unit: '% off' },
  seeks: { label: 'seeks', unit: '/min' },
  hostRateChanges: { label: "host's rate changes", unit: '/min' },
  waits: { label: 'times run dry, everybody', unit: '/min' },
  muted: { label: 'guest muted', unit: '' },
  steadyNoise: { label: 'timers late meanwhile (noise)', unit: 'ms' },
  pause: { label: 'host pause → guest paused', unit: 'ms', target: oneWay },
  // Each may be 1 ms beside the room, which is far less than a frame.
  pausedApart: { label: 'apart when paused', unit: 'ms', target: () => ({ max: 2 }) },
  play: { label: 'host play → guest moving', unit: 'ms', target: oneWay },
  play1s: {
    label: 'drift 1 s after play',
    unit: 'ms',
    target: ({ profile }) => ({ p95: 50 + profile.hiddenMs }),
  },
  play3s: { label: 'drift 3 s after play', unit: 'ms', target: within(AFTER_PLAY) },
  hostSeek: { label: 'host seek → host playing there', unit: 'ms' },
  seek50: { label: 'host seek → guest within 50 ms', unit: 'ms' },
  seekPlays: { label: '… and both have got going', unit: 'ms' },
  seek20: { label: 'host seek → guest within 20 ms', unit: 'ms', target: seekTarget },
  seek5s: { label: 'drift 5 s after a seek', unit: 'ms', target: within(STEADY) },
  actionNoise: { label: 'timers late meanwhile, p95 (noise)', unit: 'ms' },
  created: { label: 'first Create room → invite shown', unit: 'ms', target: () => ({ median: 500 }) },
  createdAgain: { label: 'further ones in that browser', unit: 'ms', target: () => ({ median: 500 }) },
  join: { label: 'link opened → within 50 ms', unit: 'ms', target: () => ({ median: 3_000 }) },
  joinFromCanPlay: { label: 'video can play → within 50 ms', unit: 'ms', target: () => ({ median: 2_500 }) },
  lock: { label: 'link opened → within 5 ms for 1 s', unit: 'ms' },
  joinedMuted: { label: 'of these started muted', unit: '' },
  hostTab: { label: "added to the host's tab", unit: '% core', target: () => ({ value: 1.5 }) },
  guestTab: { label: "added to the guest's tab", unit: '% core', target: () => ({ value: 1.5 }) },
  hostOffscreen: { label: "the host's room service", unit: '% core' },
  guestOffscreen: { label: "the guest's room service", unit: '% core' },
  hostBrowser: { label: "added to the host's whole browser", unit: '% core' },
  guestBrowser: { label: "added to the guest's whole browser", unit: '% core' },
  bytes: { label: 'said and heard by a guest', unit: 'B/s', target: () => ({ value: 400 }) },
};

/** At document start, in every page. */
export const SCOUT_MAX_GZIP_BYTES = 4096;
/** What a room adds on a page of very many elements that keeps changing, % of a core. */
export const LARGE_PAGE_MAX = 1;

/**
 * @param {Figure} figure
 * @param {Target} target
 * @returns {boolean} something that never happened misses every target
 */
export function reaches(figure, target) {
  if ('error' in figure) return false;
  if ('value' in figure) {
    const { value: most = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY } = target;
    return figure.value <= most && figure.value >= atLeast;
  }
  const { median = Number.POSITIVE_INFINITY, p95 = Number.POSITIVE_INFINITY, max = Number.POSITIVE_INFINITY } = target;
  return !figure.missed && figure.median <= median && figure.p95 <= p95 && figure.max <= max;
}
