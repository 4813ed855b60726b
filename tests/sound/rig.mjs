// @ts-check
/** What all listening needs: an output, its recording, the clock of both, and what the film sounds like. */
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { collect, pause, track } from '../bench/member.mjs';
import { driftSeries, lateness, quantile } from '../bench/statistics.mjs';
import { openEar } from './ear.mjs';
import { heardApart, ownSound } from './heard.mjs';
import { openOutput } from './output.mjs';
import { measureSoundClock } from './sound-clock.mjs';

/** @typedef {import('../bench/member.mjs').Member} Member */
/**
 * @typedef {object} Rig
 * @property {import('./output.mjs').Output} output
 * @property {import('./ear.mjs').Ear} ear
 * @property {Float32Array} noise
 * @property {{ heardAfterMs: number, noiseMs: number }} clock
 * @property {() => void} close
 */
/** @typedef {{ host?: Member, guest?: Member }} Heard who is listened to */
/**
 * @typedef {object} Trial what one listening gave, ms
 * @property {number[]} apart the guest heard ahead of the host
 * @property {number[]} shown the guest ahead by `currentTime`
 * @property {{ host?: number[], guest?: number[] }} own `currentTime` ahead of the own sound
 * @property {number} rateChanges of the guest, since what was done
 * @property {number} seeks of the guest, since then
 * @property {number} late 95 % of the recorder's timers were no later
 * @property {number} load of the machine, over a minute
 */

/** What was recorded is here a little later, and the readings beside it. */
const AFTER_MS = 300;
const FULL_SCALE = 32_768;

/**
 * @param {object} what
 * @param {string} what.folder for this run alone
 * @param {string} what.noiseFolder
 * @param {string} what.site a page without a film
 * @param {number} what.deviceRate
 * @returns {Promise<Rig>}
 */
export async function openRig({ folder, noiseFolder, site, deviceRate }) {
  const output = await openOutput(folder, deviceRate);
  const ear = openEar(output);
  const close = () => {
    ear.close();
    output.close();
  };
  try {
    const bytes = readFileSync(join(noiseFolder, 'noise.pcm'));
    const noise = Float32Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(2 * i) / FULL_SCALE);
    return { output, ear, noise, clock: await measureSoundClock({ output, ear, site }), close };
  } catch (error) {
    close();
    throw error;
  }
}

/**
 * @param {Rig} rig
 * @param {Heard} heard whose events since what was done have been kept
 * @param {number} seconds
 * @returns {Promise<Trial>}
 */
export async function listen({ ear, noise, clock }, heard, seconds) {
  const members = Object.values(heard);
  const from = ear.heard();
  await pause(seconds * 1000);
  const to = ear.heard();
  await pause(AFTER_MS);
  await collect(members);
  const originMs = ear.originMs(from, to) + clock.heardAfterMs;
  const heardAt = (/** @type {number} */ sample) => originMs + sample / SAMPLES_A_MS;
  const own = (/** @type {'host' | 'guest'} */ place) => {
    const member = heard[place];
    if (!member) return {};
    const what = { take: ear.take, listening: { from, to }, place, track: track(member), heardAt, noise };
    return { [place]: ownSound(what) };
  };
  const { host, guest } = heard;
  const count = (/** @type {string} */ type) => guest?.events.filter((event) => event.type === type).length ?? 0;
  return {
    apart: host && guest ? heardApart(ear.take, { from, to }) : [],
    shown: host && guest ? shownApart(host, guest, heardAt(from), heardAt(to)) : [],
    own: { ...own('host'), ...own('guest') },
    rateChanges: count('ratechange'),
    seeks: count('seeking'),
    late: quantile(
      members.flatMap(({ samples }) => lateness(samples)),
      0.95,
    ),
    load: loadavg()[0] ?? Number.NaN,
  };
}

const SAMPLES_A_MS = 48;

/** @param {Member} host @param {Member} guest @param {number} from @param {number} to ms */
function shownApart(host, guest, from, to) {
  return driftSeries(track(host), track(guest), from, to)
    .filter(({ moving }) => moving)
    .map(({ ms }) => ms);
}
