// @ts-check
/** Writes down, in the page, where its video is every 20 ms and what happens to it. */
import { evaluateQuietly } from '../helpers/browsers.mjs';
import { zeroMs } from './page-clock.mjs';

/** @typedef {import('puppeteer').Page} Page */
/**
 * @typedef {object} Sample
 * @property {number} at ms, on the clock of `page-clock`
 * @property {number} position s
 * @property {number} rate
 * @property {boolean} paused
 * @property {boolean} seeking
 * @property {boolean} muted
 */
/** @typedef {{ type: string, at: number }} Happening a DOM event of the video */
/** @typedef {{ samples: Sample[], events: Happening[] }} Trace */

/** Runs in the page, before its own scripts. Works alike in every document of the tab. */
function recorder() {
  const EVERY_MS = 20;
  const WATCHED = ['canplay', 'play', 'playing', 'pause', 'seeking', 'seeked', 'ratechange', 'waiting', 'volumechange'];
  /** @type {unknown[][]} */
  let samples = [];
  /** @type {unknown[][]} */
  let events = [];
  /** @type {HTMLVideoElement | null} */
  let video = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const note = (/** @type {Event} */ { type, target }) => target === video && events.push([type, performance.now()]);
  // On their way down, where nobody has kept them from anybody yet: SPEC CO-7.
  for (const type of WATCHED) addEventListener(type, note, { capture: true });
  const look = () => {
    timer = setTimeout(look, EVERY_MS);
    video = document.querySelector('video');
    if (!video) return;
    const { currentTime, playbackRate, paused, seeking, muted } = video;
    samples.push([performance.now(), currentTime, playbackRate, paused, seeking, muted]);
  };
  Object.assign(window, {
    bench: {
      /** What has been written down since the last call. */
      take() {
        const taken = { samples, events };
        samples = [];
        events = [];
        return taken;
      },
      /** For when the recorder's own work would be in the way. @param {boolean} wanted */
      record(wanted) {
        clearTimeout(timer);
        if (wanted) look();
      },
    },
  });
  look();
}

/** @param {Page} page records every document that it shows from now on */
export async function installRecorder(page) {
  await page.evaluateOnNewDocument(recorder);
}

/** @param {Page} page @param {boolean} wanted */
export const setRecording = (page, wanted) =>
  evaluateQuietly(page, (on) => /** @type {any} */ (window).bench.record(on), wanted);

/**
 * @param {Page} page
 * @returns {Promise<Trace>} what happened since the last call
 */
export async function takeTrace(page) {
  const zero = await zeroMs(page);
  const { samples, events } = await evaluateQuietly(page, () => /** @type {any} */ (window).bench.take());
  return {
    samples: samples.map((/** @type {any[]} */ [at, position, rate, paused, seeking, muted]) => {
      return { at: zero + at, position, rate, paused, seeking, muted };
    }),
    events: events.map((/** @type {any[]} */ [type, at]) => ({ type, at: zero + at })),
  };
}
