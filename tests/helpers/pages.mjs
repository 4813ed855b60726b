// @ts-check
/** The pages of the test bench: a folder each under `tests/fixtures/pages`, whose README says how to add one. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const FRONT_PAGE = '/';
/** Of a film of 25 frames a second. */
const FRAME_MS = 40;
const FOLDER = fileURLToPath(new URL('../fixtures/pages/', import.meta.url));

/** What is tried on every page, in this order. Where it is not said who does it, the host does. */
export const BEHAVIOURS = /** @type {const} */ ([
  ...['join', 'unmute'],
  ...['pause', 'paused-seek', 'play', 'seek', 'rate', 'drift'],
  ...['guest-pause', 'guest-paused-seek', 'guest-play', 'guest-seek', 'guest-rate'],
  ...['follow', 'leave'],
]);

/** @typedef {typeof BEHAVIOURS[number]} Behaviour */
/** @typedef {'chromium' | 'firefox'} BrowserName */
/** @typedef {Partial<Record<Behaviour, string>>} Reasons */

/**
 * @typedef {object} FixturePage
 * @property {string} title one line: what it does to its video
 * @property {boolean} quick part of `npm test`; the others are run by `npm run players`
 * @property {readonly BrowserName[]} browsers in which it works at all
 * @property {boolean} nudges whether its player lets small changes of the rate be
 * @property {boolean} seeks whether its player can be sought
 * @property {string} [host] the hostname it has to be served under, over TLS; in Chromium only
 * @property {string} [path] with `host`: which of its addresses is opened; each of them is this page
 * @property {string} [next] another film of the same site: its path; default: the plain film of the front page
 * @property {string} [video] an expression that finds the video; default: what `window.bench` says, else the first one
 * @property {string} [frame] what is in the address of the cross-origin frame that has the video, and its `bench`
 * @property {Reasons} [skip] what is not tried here, and why
 * @property {Reasons} [known] what is known to fail here, and why: tried and shown, but no failure of the tests
 * @property {boolean} [restless] whether its player stands still now and then by itself
 * @property {boolean} [stormy] whether its film stands still for moments some seconds after each load, and not otherwise
 * @property {boolean} [calms] what it does by itself it does once, and then says `window.bench.calm`: nothing is pressed
 *   before
 * @property {boolean} [gestures] whether a press has to be a person's to count as one (SPEC IN-8)
 * @property {number} [settlesWithinMs] how long it may take to be in step after a press, where that is more than usual
 * @property {number} [maxDriftP95Ms] where it is not the usual bound
 * @property {number} [liveWithinMs] of a broadcast: how far apart two may be, by their elements; at rest each stands where it was
 * @property {number} [restsWithinMs] how far apart two may stand, where no place at rest can be had exactly; at most a
 *   frame of the film
 * @property {'streams' | 'live'} [needs] made by ffmpeg: films in segments; a broadcast
 */

/**
 * @typedef {FixturePage & { name: string, home: string, next: string }} NamedPage `home`: its path on the site,
 *   `/pages/plain/`, or its address where it has a host of its own; `next`: of another film there
 */

/** @returns {Promise<NamedPage[]>} by name @throws where a page wants to be allowed too much */
export async function fixturePages() {
  const names = readdirSync(FOLDER).filter((name) => existsSync(join(FOLDER, name, 'page.mjs')));
  return Promise.all(
    names.sort().map(async (name) => {
      const module = await import(pathToFileURL(join(FOLDER, name, 'page.mjs')).href);
      const page = /** @type {FixturePage} */ (module.page);
      if ((page.restsWithinMs ?? 0) > FRAME_MS) throw new Error(`${name} rests more than a frame apart.`);
      const home = page.host ? `https://${page.host}${page.path ?? '/'}` : `/pages/${name}/`;
      return { ...page, name, home, next: page.next ?? FRONT_PAGE };
    }),
  );
}
