// @ts-check
/** Somebody with a browser, a page with the film, and what the recorder wrote down there. */
import { evaluateIn, evaluateQuietly } from '../helpers/browsers.mjs';
import { zeroMs } from './page-clock.mjs';
import { installRecorder, takeTrace } from './recorder.mjs';
import { smoothed } from './statistics.mjs';

/** @typedef {import('puppeteer').Browser} Browser */
/** @typedef {import('puppeteer').Page} Page */
/** @typedef {import('./recorder.mjs').Sample} Sample */
/**
 * @typedef {object} Member
 * @property {Browser} browser
 * @property {Page} page
 * @property {boolean} stepped its `currentTime` moves in steps: measured on fitted lines
 * @property {Sample[]} samples
 * @property {import('./recorder.mjs').Happening[]} events
 */
/** @typedef {{ host: Member, guests: Member[] }} Party the first of the guests is the one that costs are measured at */

/** @param {Browser} browser @param {{ stepped?: boolean }} [options] @returns {Promise<Member>} */
export async function seat(browser, { stepped = false } = {}) {
  const [first] = await browser.pages();
  const page = first ?? (await browser.newPage());
  await installRecorder(page);
  return { browser, page, stepped, samples: [], events: [] };
}

/** Adds what has been written down since. @param {readonly Member[]} members */
export async function collect(members) {
  await Promise.all(
    members.map(async (member) => {
      const { samples, events } = await takeTrace(member.page);
      member.samples.push(...samples);
      member.events.push(...events);
    }),
  );
}

/** Waits and collects. @param {readonly Member[]} members @param {number} ms */
export async function watch(members, ms) {
  await pause(ms);
  await collect(members);
}

/** Starts over: what was written down so far is forgotten. @param {readonly Member[]} members */
export async function forget(members) {
  await collect(members);
  for (const member of members) {
    member.samples = [];
    member.events = [];
  }
}

/** A step is true as it is told, and half a step behind on average. */
const HALF_STEP_S = 0.02;

/** Where somebody was, as near as it can be known. @param {Member} member @returns {Sample[]} */
export const track = ({ stepped, samples }) =>
  stepped
    ? smoothed(samples).map((sample) =>
        sample.paused ? sample : { ...sample, position: sample.position + HALF_STEP_S },
      )
    : samples;

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @typedef {'play' | 'pause' | { seek: number }} Press */

/**
 * Works the player as its own controls do; in a rival's page as that rival wants it.
 *
 * @param {Pick<Member, 'page'>} member
 * @param {Press} what
 * @returns {Promise<number>} when, ms
 */
export async function press({ page }, what) {
  const zero = await zeroMs(page);
  const at = await evaluateIn(
    // A jump ahead that nobody has pressed is a skipper's (SPEC IN-8).
    { page, gesture: typeof what === 'object' },
    (wanted) => {
      const video = document.querySelector('video');
      if (!video) throw new Error('there is no video on the page');
      const pressedAt = performance.now();
      const { rival } = /** @type {any} */ (window);
      if (rival?.press) rival.press(wanted);
      else if (wanted === 'play') video.play().catch(() => {});
      else if (wanted === 'pause') video.pause();
      else video.currentTime = wanted.seek;
      return pressedAt;
    },
    what,
  );
  return zero + at;
}

/**
 * @template T
 * @param {() => Promise<T | undefined | false>} look
 * @param {string} complaint
 * @param {number} [withinMs]
 * @returns {Promise<T>}
 */
export async function until(look, complaint, withinMs = 20_000) {
  const giveUp = performance.now() + withinMs;
  for (;;) {
    const found = await look().catch(() => undefined);
    if (found) return found;
    if (performance.now() > giveUp) throw new Error(`after ${withinMs / 1000} s ${complaint}`);
    await pause(50);
  }
}

/** @param {Member} member */
export const waitUntilPlaying = ({ page }) =>
  until(async () => {
    const { paused, position } = await lookAt(page);
    if (paused) return false;
    await pause(100);
    return (await lookAt(page)).position > position;
  }, 'the film does not play');

/** @param {Page} page */
export const lookAt = (page) =>
  evaluateQuietly(page, () => {
    const video = document.querySelector('video');
    if (!video) throw new Error('there is no video on the page');
    const ranges = Array.from({ length: video.buffered.length }, (_, i) => [
      video.buffered.start(i),
      video.buffered.end(i),
    ]);
    const { paused, currentTime, duration, readyState } = video;
    return { paused, position: currentTime, duration, readyState, buffered: ranges };
  });
