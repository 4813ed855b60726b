// @ts-check
/** What is done to a pair in a room before it is listened to. */

import { FILM_S } from '../../scripts/make-noise.mjs';
import { lookAt, pause, press, watch } from '../bench/member.mjs';
import { nowMs } from '../bench/page-clock.mjs';
import { evaluateIn } from '../helpers/browsers.mjs';

/** @typedef {import('../bench/member.mjs').Member} Member */
/** @typedef {import('./rows.mjs').RowId} RowId */
/**
 * @typedef {object} Couple
 * @property {Member} host
 * @property {Member} guest
 * @property {import('./output.mjs').Output} output
 * @property {() => number} random
 */
/**
 * @typedef {object} Act
 * @property {(couple: Couple) => Promise<void>} [before] what is none of the row's doing
 * @property {(couple: Couple) => Promise<void>} act
 * @property {(couple: Couple) => Promise<void>} [after]
 */

/** Nobody is in a hurry: what is heard then is heard for as long as nothing else is done. */
export const SETTLE_MS = 5_000;
const PAUSED_MS = 1_200;
const MUTED_MS = 4_000;
const SEEK_AWAY_S = 20;
/** Room for what a row does, and for the seek to be well before the end. */
const SPARE_S = 60;
/** Once nothing has been done to a player for so long, the cure is over. */
const QUIET_MS = 3_000;
/** A small drift waits until half a minute has passed since the last cure. */
const FINE_WITHIN_MS = 45_000;
const CURED_WITHIN_MS = 12_000;
const TEN = 10;

/** @type {Record<Exclude<RowId, 'join' | 'unmute-join' | 'minutes'>, Act>} */
export const ACTS = {
  'pause-play': {
    async act({ host }) {
      await press(host, 'pause');
      await pause(PAUSED_MS);
      await press(host, 'play');
    },
  },
  seek: { act: seekFar },
  'nudge-fine': slip('guest', 6, FINE_WITHIN_MS),
  'nudge-slip': slip('guest', 25),
  'nudge-coarse': slip('guest', 90),
  'nudge-slower': slip('host', 25),
  slip: slip('guest', 300),
  device: slip('guest', 5_000),
  rate: { act: ({ host }) => chooseRate(host, 1.25), after: rateBack },
  'rate-back': {
    async before({ host }) {
      await chooseRate(host, 1.25);
      await pause(SETTLE_MS);
    },
    act: ({ host }) => chooseRate(host, 1),
  },
  mute: {
    async act({ guest }) {
      await mute(guest, true);
      await pause(MUTED_MS);
      await mute(guest, false);
    },
  },
  // For good: what has been taken is not given back. So it is the last row.
  captured: {
    before: afresh,
    act: ({ guest }) =>
      evaluateIn({ page: guest.page, gesture: true }, () => {
        for (const video of document.querySelectorAll('video:not([data-taken])')) {
          video.setAttribute('data-taken', '');
          const context = new AudioContext();
          context.createMediaElementSource(/** @type {HTMLVideoElement} */ (video)).connect(context.destination);
        }
      }),
  },
  'ten-nudges': {
    before: afresh,
    async act(couple) {
      for (let i = 0; i < TEN; i++) await slip(i % 2 === 0 ? 'guest' : 'host', 25).act(couple);
    },
  },
};

/** Before the film ends there is as much left. @param {Couple} couple @param {number} seconds */
export async function leaveRoom({ host }, seconds) {
  const { position } = await lookAt(host.page);
  if (FILM_S - position > seconds + SPARE_S) return;
  await press(host, { seek: SPARE_S });
  await pause(SETTLE_MS);
}

/**
 * A device that stands still for a moment, and the cure of what comes of it.
 *
 * @param {'host' | 'guest'} whose
 * @param {number} ms
 * @param {number} [withinMs]
 * @returns {Act}
 */
function slip(whose, ms, withinMs = CURED_WITHIN_MS) {
  return {
    before: afresh,
    async act(couple) {
      const at = nowMs();
      await couple.output.stall(whose, ms);
      await cured(couple, at, withinMs);
    },
  };
}

/** What earlier nudges have left is gone. @param {Couple} couple */
async function afresh(couple) {
  await seekFar(couple);
  await pause(SETTLE_MS);
}

/** @param {Couple} couple */
async function seekFar({ host, random }) {
  const { position } = await lookAt(host.page);
  const place = () => SPARE_S + random() * (FILM_S - 3 * SPARE_S);
  let target = place();
  while (Math.abs(target - position) < SEEK_AWAY_S) target = place();
  await press(host, { seek: target });
}

/** @param {Couple} couple @param {number} since ms @param {number} withinMs */
async function cured({ host, guest }, since, withinMs) {
  const cure = (/** @type {{ type: string, at: number }} */ { type, at }) =>
    at > since && (type === 'ratechange' || type === 'seeking');
  while (nowMs() < since + withinMs) {
    await watch([host, guest], 500);
    const last = guest.events.findLast(cure)?.at ?? Number.POSITIVE_INFINITY;
    if (nowMs() - last > QUIET_MS && isNormal(guest.samples.at(-1)?.rate)) return;
  }
}

/** After a nudge Firefox stays a trifle off it. @param {number | undefined} rate */
const isNormal = (rate = Number.NaN) => Math.abs(rate - 1) < 1e-4;

/** @param {Couple} couple */
async function rateBack({ host }) {
  await chooseRate(host, 1);
  await pause(SETTLE_MS);
}

/** Nothing but a person's press has a rate that is believed. @param {Member} member @param {number} rate */
const chooseRate = ({ page }, rate) =>
  evaluateIn(
    { page, gesture: true },
    (wanted) => {
      for (const video of document.querySelectorAll('video')) video.playbackRate = wanted;
    },
    rate,
  );

/** @param {Member} member @param {boolean} wanted */
const mute = ({ page }, wanted) =>
  evaluateIn(
    { page, gesture: true },
    (muted) => {
      for (const video of document.querySelectorAll('video')) video.muted = muted;
    },
    wanted,
  );
