// @ts-check
/** What a recording says of two players, or of one. Pure: the recording and the readings are handed in. */
import { findIn } from './correlate.mjs';
import { RATE } from './output.mjs';

/** @typedef {import('../bench/recorder.mjs').Sample} Sample */
/** @typedef {(place: import('./output.mjs').Place, from: number, count: number) => Float32Array} Take */
/** @typedef {{ from: number, to: number }} Listening samples of the recording */

/** So much of the noise is enough to tell it from all other, and short beside what a nudge moves meanwhile. */
const WINDOW = RATE / 4;
const EVERY = RATE / 2;
/** Players that are further apart are not in step at all. */
const REACH = RATE / 4;
/** Of the film's noise AAC leaves 0.85, and pitch kept at another rate a third; other noise comes to 0.05. */
const LIKE = 0.2;

/** @param {Listening} listening @returns {number[]} the first samples of the windows that are looked at */
export function windowsOf({ from, to }) {
  const windows = [];
  for (let start = from + REACH; start + WINDOW + REACH <= to; start += EVERY) windows.push(start);
  return windows;
}

/**
 * @param {Take} take
 * @param {Listening} listening
 * @returns {number[]} how far the guest is heard ahead of the host in each window, ms; NaN where the two are not alike
 */
export function heardApart(take, listening) {
  return windowsOf(listening).map((start) => {
    const { lag, likeness } = findIn(take('host', start, WINDOW), take('guest', start - REACH, WINDOW + 2 * REACH));
    return likeness > LIKE ? inMs(-lag) : Number.NaN;
  });
}

/**
 * A person's own picture against their own sound.
 *
 * @param {object} what
 * @param {Take} what.take
 * @param {Listening} what.listening
 * @param {'host' | 'guest'} what.place
 * @param {readonly Sample[]} what.track where the player said that it was
 * @param {(sample: number) => number} what.heardAt when a sample was heard, machine ms
 * @param {Float32Array} what.noise what the film sounds like, over and over
 * @returns {number[]} how far what `currentTime` says is ahead of what is heard in each window, ms; NaN where the film is
 *   not heard, or not within 250 ms of there
 */
export function ownSound({ take, listening, place, track, heardAt, noise }) {
  return windowsOf(listening).map((start) => {
    const position = positionAt(track, heardAt(start + WINDOW / 2));
    if (position === undefined) return Number.NaN;
    const expected = Math.round(position * RATE - WINDOW / 2);
    const { lag, likeness } = findIn(take(place, start, WINDOW), around(noise, expected - REACH, WINDOW + 2 * REACH));
    return likeness > LIKE ? inMs(-lag) : Number.NaN;
  });
}

/** @param {number} samples */
const inMs = (samples) => (samples * 1000) / RATE;

/** @param {Float32Array} noise @param {number} from @param {number} count */
function around(noise, from, count) {
  const { length } = noise;
  return Float32Array.from({ length: count }, (_, i) => noise[(((from + i) % length) + length) % length] ?? 0);
}

/**
 * @param {readonly Sample[]} track
 * @param {number} at ms
 * @returns {number | undefined} s, laid between its two neighbours; undefined unless it played at both
 */
export function positionAt(track, at) {
  const next = track.findIndex((sample) => sample.at > at);
  const [before, after] = [track[next - 1], track[next]];
  if (!before || !after || [before, after].some(({ paused, seeking }) => paused || seeking)) return undefined;
  return before.position + ((at - before.at) / (after.at - before.at)) * (after.position - before.position);
}
