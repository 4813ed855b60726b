// @ts-check
/** What is measured of a party, and what is read of the extension itself. */
import { setTimeout as pause } from 'node:timers/promises';
import { collect, forget, track } from '../bench/member.mjs';
import { nowMs } from '../bench/page-clock.mjs';
import { driftSeries, lateness, quantile, settledAt } from '../bench/statistics.mjs';
import { worker } from '../helpers/browsers.mjs';
import { readVideo } from '../helpers/party.mjs';

/** @typedef {import('puppeteer').Browser} Browser */
/** @typedef {import('puppeteer').Page} Page */
/** @typedef {import('../bench/member.mjs').Member} Member */

/** In step, as the bounds of the table have it. */
const IN_STEP_MS = 50;
const STEADY_MS = 1_000;
const COLLECT_EVERY_MS = 250;
const LOOK_EVERY_MS = 20;
/** The drift counts once the players have had so long to settle, and for so long. */
const SETTLE_MS = 10_000;
const DRIFT_FOR_MS = 10_000;

/**
 * @param {Member} host @param {Member} guest
 * @param {number} since of `nowMs()`
 * @param {number} withinMs
 * @returns {Promise<number | undefined>} ms from then to the first second within 50 ms
 */
export async function joinedMs(host, guest, since, withinMs) {
  while (nowMs() - since < withinMs) {
    await pause(COLLECT_EVERY_MS);
    // A page may just be loading itself again.
    await Promise.all([host, guest].map((member) => collect([member]).catch(() => {})));
    const joined = settledAt(driftSeries(track(host), track(guest), since), IN_STEP_MS, STEADY_MS);
    if (!Number.isNaN(joined)) return Math.round(joined - since);
  }
  return undefined;
}

/**
 * @param {Member} host @param {Member} guest
 * @returns {Promise<{ p95Ms: number, lateMs: number }>} 95 % of what is read is no more apart; and 95 % of the pages' own
 *   timers are no later, which is the machine's doing
 */
export async function driftOf(host, guest) {
  await pause(SETTLE_MS);
  await forget([host, guest]);
  await pause(DRIFT_FOR_MS);
  await collect([host, guest]);
  const apart = driftSeries(track(host), track(guest)).flatMap(({ ms, moving }) => (moving ? Math.abs(ms) : []));
  return { p95Ms: rounded(quantile(apart, 0.95)), lateMs: lateMs([host, guest]) };
}

/** @param {readonly Member[]} members */
export const lateMs = (members) =>
  rounded(
    quantile(
      members.flatMap(({ samples }) => lateness(samples)),
      0.95,
    ),
  );

/** @param {number} ms */
const rounded = (ms) => Math.round(10 * ms) / 10;

/**
 * @param {Page} page
 * @param {boolean} paused
 * @param {number} withinMs
 * @returns {Promise<number | undefined>} ms until its film is so
 */
export async function untilPaused(page, paused, withinMs) {
  const since = nowMs();
  while (nowMs() - since < withinMs) {
    if ((await readVideo(page))?.paused === paused) return Math.round(nowMs() - since);
    await pause(LOOK_EVERY_MS);
  }
  return undefined;
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
