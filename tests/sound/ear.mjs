// @ts-check
/** Records what is heard at all places and keeps the last two minutes. Moments of the recording are counted in samples. */
import { spawn } from 'node:child_process';
import { nowMs } from '../bench/page-clock.mjs';
import { CHANNEL_MAP, MONITOR, PLACES, RATE } from './output.mjs';

/** @typedef {import('./output.mjs').Place} Place */

const BYTES_A_SAMPLE = 2;
const FULL_SCALE = 32_768;
const KEPT_S = 120;
/** Smaller pieces cost more turns of the processor; larger ones come later. */
const LATENCY_MS = 20;

/**
 * @typedef {object} Ear
 * @property {() => number} heard so many samples so far
 * @property {(place: Place, from: number, count: number) => Float32Array} take
 * @property {(from: number, to: number) => number} originMs when sample 0 was recorded, as the pieces say that came
 *   between the two: ms of the machine's clock
 * @property {() => void} close
 */

/** @param {import('./output.mjs').Output} output @returns {Ear} */
export function openEar(output) {
  const count = PLACES.length;
  const format = ['--raw', '--format=s16le', `--rate=${RATE}`, `--channels=${count}`, `--channel-map=${CHANNEL_MAP}`];
  const parec = spawn('parec', ['-d', MONITOR, `--latency-msec=${LATENCY_MS}`, ...format], {
    env: { ...process.env, ...output.env() },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const close = () => void parec.kill();
  process.once('exit', close);
  const kept = new Int16Array(KEPT_S * RATE * count);
  const arrivals = keepArrivals();
  let heard = 0;
  /** Of a sample that has come in part. */
  let rest = Buffer.alloc(0);
  parec.stdout.on('data', (/** @type {Buffer} */ chunk) => {
    const at = nowMs();
    const bytes = Buffer.concat([rest, chunk]);
    const values = Math.floor(bytes.length / (count * BYTES_A_SAMPLE)) * count;
    for (let i = 0; i < values; i++) kept[(heard * count + i) % kept.length] = bytes.readInt16LE(i * BYTES_A_SAMPLE);
    heard += values / count;
    rest = bytes.subarray(values * BYTES_A_SAMPLE);
    arrivals.note(heard, at);
  });
  return {
    heard: () => heard,
    take(place, from, samples) {
      if (from < Math.max(0, heard - KEPT_S * RATE) || from + samples > heard) throw new Error('that was not recorded');
      const channel = PLACES.indexOf(place);
      const value = (/** @type {number} */ i) => kept[((from + i) * count + channel) % kept.length] ?? 0;
      return Float32Array.from({ length: samples }, (_, i) => value(i) / FULL_SCALE);
    },
    originMs: arrivals.originMs,
    close,
  };
}

/**
 * When the pieces of a recording came. Each comes late by what else the machine does; the least late one of some
 * seconds is late by the same amount on an idle machine and on one at work.
 */
export function keepArrivals() {
  /** @type {number[]} the least of each second */
  const leasts = [];
  return {
    /** @param {number} samples so many have come @param {number} at ms */
    note(samples, at) {
      const second = Math.floor(samples / RATE);
      leasts[second] = Math.min(leasts[second] ?? Number.POSITIVE_INFINITY, at - (samples * 1000) / RATE);
    },
    /** @param {number} from @param {number} to samples @returns {number} ms */
    originMs(from, to) {
      const seconds = leasts.slice(Math.floor(from / RATE), Math.floor(to / RATE) + 1).filter(Number.isFinite);
      if (seconds.length === 0) throw new Error('nothing was recorded');
      return Math.min(...seconds);
    },
  };
}
