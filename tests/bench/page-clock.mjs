// @ts-check
/**
 * One clock for all pages and for this process: the machine's monotonic clock, in ms. A page's own
 * `timeOrigin + now()` hangs on the wall clock as it was when its browser started.
 */
import { UnsupportedOperation } from 'puppeteer';
import { evaluateQuietly } from '../helpers/browsers.mjs';

/** @typedef {import('puppeteer').Page} Page */

/** @returns {number} ms */
export const nowMs = () => Number(process.hrtime.bigint()) / 1e6;

/** @type {WeakMap<Page, Promise<import('puppeteer').CDPSession>>} */
const sessions = new WeakMap();

/** @param {Page} page @returns a session in which metrics are counted from the first call on; Chromium only */
export function metricsSession(page) {
  const session = sessions.get(page) ?? page.createCDPSession();
  sessions.set(page, session);
  return session.then(async (opened) => {
    await opened.send('Performance.enable');
    return opened;
  });
}

/**
 * @param {import('puppeteer').CDPSession} session
 * @returns {Promise<Record<string, number>>} `Performance.getMetrics` by name, seconds
 */
export async function metricsOf(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

/**
 * When the page's `performance.now()` was 0. Chromium tells; Firefox's page is placed by the wall clock, which is good
 * to about a millisecond.
 *
 * @param {Page} page
 * @returns {Promise<number>} ms
 */
export async function zeroMs(page) {
  try {
    const { NavigationStart } = await metricsOf(await metricsSession(page));
    return (NavigationStart ?? Number.NaN) * 1000;
  } catch (error) {
    if (!(error instanceof UnsupportedOperation)) throw error;
    const origin = await evaluateQuietly(page, () => performance.timeOrigin);
    return origin - wallMinusMonotonicMs();
  }
}

/** `Date.now()` has a grain of 1 ms: read as it turns over. */
function wallMinusMonotonicMs() {
  const before = Date.now();
  for (;;) {
    const wall = Date.now();
    if (wall !== before) return wall - nowMs();
  }
}
