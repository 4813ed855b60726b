// @ts-check
/** A page's film: read and worked as its own controls would, wherever the page keeps it. */
import { evaluateIn } from './browsers.mjs';

/** @typedef {import('puppeteer').Page} Page */
/** @typedef {import('./party.mjs').Reading} Reading */

/**
 * Where the film of a page is, where it is not simply its first video.
 *
 * @typedef {object} Sight
 * @property {string} [video] an expression
 * @property {string} [frame] a piece of its address
 * @property {boolean} [gesture] it is worked as by a person's press, after which the page may start sound
 */
/** @typedef {'play' | 'pause' | { readonly seek: number } | { readonly rate: number }} Press seek: s */

/**
 * What a page says of its film, in `window.bench`.
 *
 * @typedef {object} Bench
 * @property {() => HTMLVideoElement | null | undefined} [video]
 * @property {() => Omit<Reading, 'atMs'>} [read]
 * @property {() => void} [play]
 * @property {() => void} [pause]
 * @property {(position: number) => void} [seek]
 * @property {(rate: number) => void} [rate]
 * @property {boolean} [calm] it will do nothing by itself any more
 */

/**
 * @param {Page} page
 * @param {Sight} [sight]
 * @returns {Promise<Reading | undefined>} undefined while there is no video, or while the page is being loaded
 */
export async function readFilm(page, { video: expression, frame } = {}) {
  /** @param {string | null} wanted */
  const look = (wanted) => {
    const bench = /** @type {{ bench?: Bench }} */ (/** @type {unknown} */ (window)).bench;
    const atMs = performance.timeOrigin + performance.now();
    if (bench?.read) return { ...bench.read(), atMs };
    const found = wanted ? new Function(`return ${wanted}`)() : (bench?.video?.() ?? document.querySelector('video'));
    const video = /** @type {HTMLVideoElement | null | undefined} */ (found);
    if (!video) return null;
    const { currentTime: position, playbackRate: rate, paused, muted } = video;
    return { position, atMs: performance.timeOrigin + performance.now(), rate, paused, muted };
  };
  const reading = await evaluateIn({ page, frame }, look, expression ?? null).catch(() => null);
  return reading ?? undefined;
}

/**
 * Works the page's controls.
 *
 * @param {Page} page
 * @param {Press} press
 * @param {Sight} [how]
 */
export async function workFilm(page, press, { video: expression, frame, gesture = false } = {}) {
  /** @param {Press} wanted @param {string | null} where */
  const work = (wanted, where) => {
    const bench = /** @type {{ bench?: Bench }} */ (/** @type {unknown} */ (window)).bench;
    const found = where ? new Function(`return ${where}`)() : (bench?.video?.() ?? document.querySelector('video'));
    const video = /** @type {HTMLVideoElement | null | undefined} */ (found);
    if (!video) throw new Error('there is no video on the page');
    /** @param {Promise<unknown>} over */
    const bounded = (over) => Promise.race([over, new Promise((resolve) => setTimeout(resolve, 5_000))]);
    // A player's promise may stay open for as long as nothing comes to be played.
    if (wanted === 'play') return bench?.play ? bounded(Promise.resolve(bench.play())) : void video.play();
    if (wanted === 'pause') return bench?.pause ? bench.pause() : video.pause();
    if ('rate' in wanted) {
      if (bench?.rate) bench.rate(wanted.rate);
      else video.playbackRate = wanted.rate;
      return undefined;
    }
    // The next press comes once the new picture is there.
    const landed = new Promise((resolve) => {
      video.addEventListener('seeked', () => setTimeout(resolve), { once: true });
    });
    if (bench?.seek) bench.seek(wanted.seek);
    else video.currentTime = wanted.seek;
    return bounded(landed);
  };
  await evaluateIn({ page, frame, gesture }, work, press, expression ?? null);
}
