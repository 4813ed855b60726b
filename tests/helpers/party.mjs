// @ts-check
/** What people do with Lockstep, done to real browsers by the names a screen reader would say. */
import { openPopup } from './browsers.mjs';
import { readFilm } from './film.mjs';

/** @typedef {import('puppeteer').Browser} Browser */
/** @typedef {import('puppeteer').Page} Page */

/** Connecting takes well under a second on one machine. */
const TIMEOUT_MS = 20_000;

/** @param {'button' | 'switch' | 'textbox'} role @param {string} name @returns {string} a selector */
export const named = (role, name) => `::-p-aria([role="${role}"][name="${name}"])`;

/**
 * Presses **Create room** in the popup over a page.
 *
 * @param {Browser} browser
 * @param {Page} page
 * @returns {Promise<string>} the invite link
 */
export async function createRoom(browser, page) {
  const popup = await openPopup(browser, page);
  await pressSoon(popup, 'Create room');
  const field = await popup.waitForSelector(named('textbox', 'Invite link'), { timeout: TIMEOUT_MS });
  const handle = await popup.waitForFunction(
    (input) => (input instanceof HTMLInputElement ? input.value : ''),
    { timeout: TIMEOUT_MS },
    field,
  );
  return String(await handle.jsonValue());
}

/**
 * Presses a button of the popup once it is there. Some presses close the popup, which may then be gone before the browser has
 * said that it was pressed: that is a press as well.
 *
 * @param {Page} popup
 * @param {string} name
 * @throws with all that the popup says instead
 */
export async function pressSoon(popup, name) {
  try {
    const pressed = popup.locator(named('button', name)).setTimeout(TIMEOUT_MS).click();
    await Promise.race([pressed, new Promise((closed) => popup.once('close', closed))]);
    pressed.catch(() => {});
  } catch (error) {
    const words = await popup.$eval('main', (main) => main.textContent).catch(String);
    throw new Error(`no "${name}" to press; the popup says: ${words}`, { cause: error });
  }
}

/**
 * Waits until the popup lists so many members.
 *
 * @param {Browser} browser
 * @param {Page} page the page it is opened over
 * @param {number} count
 * @returns {Promise<Page>} the popup
 */
export async function seeMembers(browser, page, count) {
  const popup = await openPopup(browser, page);
  await popup.waitForFunction(
    (wanted) => document.querySelectorAll('[aria-label="Members"] > li').length === wanted,
    { timeout: TIMEOUT_MS },
    count,
  );
  return popup;
}

/**
 * @typedef {object} Reading
 * @property {number} position in seconds
 * @property {number} atMs when it was read, on a clock that all browsers of this machine share
 * @property {number} rate
 * @property {boolean} paused
 * @property {boolean} muted
 */

/**
 * @param {Page} page
 * @returns {Promise<Reading | undefined>} where its first video is; undefined while there is none, or while the page
 *   is being loaded
 */
export const readVideo = (page) => readFilm(page);

/**
 * How far the guest is ahead of the host, in ms; negative: behind. The two are read one after the other, so the host's
 * position is carried forward to the moment of the guest's reading.
 *
 * @param {Reading} host
 * @param {Reading} guest
 */
export function driftMs(host, guest) {
  const sinceMs = guest.atMs - host.atMs;
  return (guest.position - host.position) * 1000 - (host.paused ? 0 : sinceMs * host.rate);
}
