// @ts-check
/** What is measured of a party, and what is read of the extension itself. */
import { setTimeout as pause } from 'node:timers/promises';
import { worker } from '../helpers/browsers.mjs';
import { driftMs, readVideo } from '../helpers/party.mjs';

/** @typedef {import('puppeteer').Browser} Browser */
/** @typedef {import('puppeteer').Page} Page */

/** In step, as the bounds of the table have it. */
const IN_STEP_MS = 50;
const STEADY_MS = 1_000;
const LOOK_EVERY_MS = 50;
/** The drift counts once the players have had so long to settle, and for so long. */
const SETTLE_MS = 10_000;
const DRIFT_FOR_MS = 10_000;

/** @param {Page} host @param {Page} guest @returns how far apart both are while they play; undefined: they do not */
async function apartMs(host, guest) {
  const [a, b] = await Promise.all([readVideo(host), readVideo(guest)]);
  return a && b && !a.paused && !b.paused ? Math.abs(driftMs(a, b)) : undefined;
}

/**
 * @param {Page} host @param {Page} guest
 * @param {number} since of `performance.now()`
 * @param {number} withinMs
 * @returns {Promise<number | undefined>} ms from then to the first second within 50 ms
 */
export async function joinedMs(host, guest, since, withinMs) {
  /** @type {number | undefined} */
  let steadySince;
  while (performance.now() - since < withinMs) {
    const apart = await apartMs(host, guest);
    const now = performance.now();
    if (apart === undefined || apart > IN_STEP_MS) steadySince = undefined;
    else steadySince ??= now;
    if (steadySince !== undefined && now - steadySince >= STEADY_MS) return Math.round(steadySince - since);
    await pause(LOOK_EVERY_MS);
  }
  return undefined;
}

/** @param {Page} host @param {Page} guest @returns {Promise<number>} 95 % of what is read is no more apart, ms */
export async function driftP95Ms(host, guest) {
  await pause(SETTLE_MS);
  /** @type {number[]} */
  const seen = [];
  const until = performance.now() + DRIFT_FOR_MS;
  while (performance.now() < until) {
    const apart = await apartMs(host, guest);
    if (apart !== undefined) seen.push(apart);
    await pause(LOOK_EVERY_MS);
  }
  seen.sort((a, b) => a - b);
  return Math.round(10 * (seen[Math.floor(0.95 * (seen.length - 1))] ?? Number.NaN)) / 10;
}

/**
 * By which way a guest has come, as its own popup would show it.
 *
 * @param {Browser} guest
 * @returns {Promise<string | undefined>}
 */
export async function wayOf(guest) {
  const background = await worker(guest);
  const view = await background.evaluate(
    () =>
      new Promise((resolve) => {
        const port = chrome.runtime.connect({ name: 'view' });
        port.onMessage.addListener((/** @type {any} */ shown) => {
          // What a path goes over is known a moment after it was first asked.
          if (shown.state !== 'room' || shown.members.some((/** @type {any} */ m) => m.self && m.reached)) {
            resolve(shown);
            port.disconnect();
          }
        });
        setTimeout(resolve, 5_000);
      }),
  );
  const members = /** @type {{ members?: { self: boolean, reached?: { by: string } }[] }} */ (view)?.members;
  const by = members?.find(({ self }) => self)?.reached?.by;
  return by === 'public-relay' ? 'relay' : by;
}

/**
 * Why nobody was reached, as the background keeps it for the popup.
 *
 * @param {Browser} browser
 * @param {number} withinMs
 * @returns {Promise<{ problem: string, checks: readonly { subject: string, cause?: string }[] } | undefined>}
 */
export async function problemOf(browser, withinMs) {
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    const background = await worker(browser);
    const kept = await background.evaluate(() => chrome.storage.session.get(['problem', 'checks']));
    const { problem, checks = [] } = /** @type {any} */ (kept);
    if (problem) return { problem, checks };
    await pause(200);
  }
  return undefined;
}
