// @ts-check
/** What the traces say. All times in ms, positions in s, drifts in ms (positive: the guest is ahead). */

/** @typedef {import('./recorder.mjs').Sample} Sample */
/** As in `recorder`, ms. */
const RECORD_EVERY_MS = 20;

/**
 * @typedef {object} DriftPoint
 * @property {number} at
 * @property {number} ms
 * @property {boolean} moving neither stands or seeks
 * @property {boolean} [advancing] both places have come on since the last look, other than by a jump
 */
/** @typedef {{ median: number, p95: number, max: number, n: number, missed?: number }} Spread `missed`: never happened */

/**
 * @param {readonly number[]} values
 * @param {number} share 0–1
 * @returns {number} the smallest value that so large a share does not exceed; NaN for none
 */
export function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** @param {readonly number[]} values @returns {number} NaN for none */
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** @param {readonly number[]} values what never happened (NaN) is counted apart @returns {Spread} */
export function spread(values) {
  const known = values.filter(Number.isFinite);
  const missed = values.length - known.length;
  return {
    ...{ median: quantile(known, 0.5), p95: quantile(known, 0.95), max: quantile(known, 1), n: known.length },
    ...(missed > 0 ? { missed } : {}),
  };
}

/**
 * How much later than asked for the recorder got its turn: what else the machine was doing.
 *
 * @param {readonly Sample[]} samples
 * @returns {number[]} ms
 */
export function lateness(samples) {
  return samples.slice(1).map(({ at }, i) => Math.max(0, at - (samples[i]?.at ?? at) - RECORD_EVERY_MS));
}

/**
 * Where the guest was against the host at each of the guest's samples, the host's position laid between its two
 * neighbouring samples.
 *
 * @param {readonly Sample[]} host
 * @param {readonly Sample[]} guest
 * @param {number} [from]
 * @param {number} [to]
 * @returns {DriftPoint[]}
 */
export function driftSeries(host, guest, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY) {
  /** @type {DriftPoint[]} */
  const points = [];
  let next = 0;
  for (const [i, sample] of guest.entries()) {
    if (sample.at < from || sample.at > to) continue;
    while (next < host.length && /** @type {Sample} */ (host[next]).at < sample.at) next++;
    const [before, after] = [host[next - 1], host[next]];
    if (!before || !after) continue;
    const share = (sample.at - before.at) / (after.at - before.at);
    const position = before.position + share * (after.position - before.position);
    const moving = [sample, before, after].every(({ paused, seeking }) => !paused && !seeking);
    const advancing = moving && advances(guest[i - 1], sample) && advances(before, after);
    points.push({ at: sample.at, ms: (sample.position - position) * 1000, moving, advancing });
  }
  return points;
}

/** A player that has sought shows the new place at once, and stands there until it has got going. */
const ADVANCES_LEAST = 0.25;
const ADVANCES_MOST = 4;

/** @param {Sample | undefined} before @param {Sample} after */
function advances(before, after) {
  if (!before) return false;
  const share = ((after.position - before.position) * 1000) / ((after.at - before.at) * after.rate);
  return share > ADVANCES_LEAST && share < ADVANCES_MOST;
}

/**
 * The first moment from which the guest plays and stays within `boundMs` of the host for `forMs`.
 *
 * @param {readonly DriftPoint[]} points
 * @param {number} boundMs
 * @param {number} forMs
 * @param {(point: DriftPoint) => boolean | undefined} begins what else is asked of that moment
 * @returns {number} NaN when there is none
 */
export function settledAt(points, boundMs, forMs, begins = () => true) {
  let since = Number.NaN;
  for (const point of points) {
    const { at, ms, moving } = point;
    if (!moving || Math.abs(ms) > boundMs) since = Number.NaN;
    else if (!Number.isNaN(since) && at - since >= forMs) return since;
    else if (Number.isNaN(since) && begins(point)) since = at;
  }
  return Number.NaN;
}

/**
 * The same samples with each position laid on a line through its neighbours: Firefox's `currentTime` moves in steps of
 * about 40 ms. Lines do not run across a jump, a pause or a change of rate.
 *
 * @param {readonly Sample[]} samples
 * @param {number} [reachMs] to each side
 * @returns {Sample[]}
 */
export function smoothed(samples, reachMs = 750) {
  const pieces = samples.map(() => 0);
  for (let i = 1; i < samples.length; i++) {
    const [before, after] = [samples[i - 1], samples[i]];
    if (before && after) pieces[i] = (pieces[i - 1] ?? 0) + (isBroken(before, after) ? 1 : 0);
  }
  let first = 0;
  let last = 0;
  return samples.map((sample, i) => {
    while ((samples[first]?.at ?? Number.POSITIVE_INFINITY) < sample.at - reachMs || pieces[first] !== pieces[i])
      first++;
    last = Math.max(last, i);
    while (
      pieces[last + 1] === pieces[i] &&
      (samples[last + 1]?.at ?? Number.POSITIVE_INFINITY) <= sample.at + reachMs
    ) {
      last++;
    }
    return sample.paused ? sample : { ...sample, position: onLine(samples.slice(first, last + 1), sample.at) };
  });
}

/** More than a step and what a late timer adds. */
const JUMP_S = 0.15;

/** @param {Sample} before @param {Sample} after */
function isBroken(before, after) {
  if (before.paused !== after.paused || before.seeking !== after.seeking || before.rate !== after.rate) return true;
  const expected = before.paused ? 0 : ((after.at - before.at) / 1000) * before.rate;
  return Math.abs(after.position - before.position - expected) > JUMP_S;
}

/** Least squares. @param {readonly Sample[]} samples @param {number} at */
function onLine(samples, at) {
  const meanAt = mean(samples.map((sample) => sample.at));
  const meanPosition = mean(samples.map((sample) => sample.position));
  const square = samples.reduce((sum, sample) => sum + (sample.at - meanAt) ** 2, 0);
  const product = samples.reduce((sum, sample) => sum + (sample.at - meanAt) * (sample.position - meanPosition), 0);
  return meanPosition + (square === 0 ? 0 : product / square) * (at - meanAt);
}
