// @ts-check
/** A site, a server and people with browsers, for one row of the table. */

import { startServer } from '../../server/index.mjs';
import { seat } from '../bench/member.mjs';
import { launchChromium, openPopup, setOptions } from '../helpers/browsers.mjs';
import { workFilm } from '../helpers/film.mjs';
import { createRoom, named, pressSoon } from '../helpers/party.mjs';
import { startSite } from '../helpers/site.mjs';
import { makeCode } from './codes.mjs';
import { openWorld, STREET } from './world.mjs';

/** @typedef {import('puppeteer').Browser} Browser */
/** @typedef {import('puppeteer').Page} Page */
/** @typedef {import('../bench/member.mjs').Member} Person */
/** @typedef {{ close(): Promise<unknown> }} Closable */

const HOST = '127.0.0.1';
/** Nobody listens there. */
export const NOWHERE = 'ws://127.0.0.1:9';
/** Addresses are gathered for 2.5 s at most. */
const CODE_WITHIN_MS = 15_000;

/**
 * @param {string} extension folder of the built extension
 * @param {{ homes?: import('./world.mjs').HomePlan[] | undefined, env?: Record<string, string> | undefined }} [where]
 *   `homes`: in a world of its own; `env`: of the server
 */
export async function openStage(extension, { homes, env = {} } = {}) {
  const world = homes && openWorld(homes);
  const host = world ? STREET : HOST;
  const [site, server] = await Promise.all([startSite({ host }), startServer({ port: 0, host, env })]);
  /** @type {Closable[]} */
  const open = [...(world ? [world] : []), site];
  let isServing = true;
  return {
    site: site.url,
    server: server.url,
    world,
    /** @template {Closable} T @param {T} thing @returns {T} */
    with(thing) {
      open.push(thing);
      return thing;
    },
    async stopServer() {
      isServing = false;
      await server.close();
    },
    /**
     * @param {Record<string, unknown>} options
     * @param {string[]} [args]
     * @param {import('./world.mjs').Place} [place]
     * @returns {Promise<Person>}
     */
    async person(options, args = [], place) {
      const where = place ? { executablePath: place.chromium } : {};
      const browser = await launchChromium({ extension, autoplay: true, args, ...where });
      open.push(browser);
      await setOptions(browser, options);
      return seat(browser);
    },
    async close() {
      if (isServing) await server.close();
      // The world last: nobody is left in it.
      for (const thing of open.reverse()) await thing.close().catch(() => {});
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof openStage>>} Stage */

/** Makes a room over the sample film, which then plays. @param {Stage} stage @param {Person} host @returns the invite */
export async function openRoom(stage, host) {
  await host.page.goto(stage.site);
  const invite = await createRoom(host.browser, host.page);
  await host.page.bringToFront();
  await workFilm(host.page, 'play', { gesture: true });
  return invite;
}

/** An invite to a room that nobody has. @param {Stage} stage */
export const nobodysInvite = (stage) => `${stage.site}/#lockstep=${makeCode()}~${encodeURIComponent(stage.server)}`;

/** The page by hand, as the popup opens it over a person's film. @param {Person} person @returns {Promise<Page>} */
export async function openPair({ browser, page }) {
  await pressSoon(await openPopup(browser, page), 'Connect by hand');
  const target = await browser.waitForTarget((found) => found.url().includes('/pair.html'));
  const pair = await target.asPage();
  await pair.bringToFront();
  return pair;
}

/** @param {Page} pair @returns {Promise<string>} the code that it shows, once it has one */
export async function ownCode(pair) {
  const field = await pair.locator(named('textbox', 'Your code')).setTimeout(CODE_WITHIN_MS).waitHandle();
  return field.evaluate((input) => /** @type {HTMLInputElement} */ (/** @type {unknown} */ (input)).value);
}

/** @param {Page} pair @param {string} code */
export async function giveCode(pair, code) {
  await pair.locator(named('textbox', 'Code from your friend')).fill(code);
  await pressSoon(pair, 'Connect');
}
