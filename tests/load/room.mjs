// @ts-check
/** A host in a real browser, its film playing, and many guests that speak the protocol in one page of another browser. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../server/index.mjs';
import { measureCost } from '../bench/cost.mjs';
import { pause, press, seat, waitUntilPlaying } from '../bench/member.mjs';
import { metricsOf } from '../bench/page-clock.mjs';
import { quantile } from '../bench/statistics.mjs';
import { launchChromium, setOptions } from '../helpers/browsers.mjs';
import { bundle } from '../helpers/bundle.mjs';
import { createRoom } from '../helpers/party.mjs';
import { startSite } from '../helpers/site.mjs';

/** Of 32 guests on two cores, as the project asks: the heartbeat’s p99, ms, and what the host pays, % of a core. */
export const BOUNDS = { guests: 32, heartbeatP99Ms: 250, hostPercent: 25 };
/** What comes in is past its first roster and film then, ms. */
const SETTLED_MS = 5_000;

/**
 * @typedef {object} Load
 * @property {number} guests
 * @property {{ median: number, p95: number, max: number }} joinMs first word to the server → welcome, all coming at once
 * @property {{ median: number, p99: number, max: number }} heartbeatMs there and back
 * @property {number} unanswered heartbeats that were not answered within a second
 * @property {number} scriptPercent of a core: the main thread of the host's room place
 * @property {number} hostPercent of a core: all processes of the host's browser, above those of a room with nobody else
 * @property {number} heapKb a guest, in the host's room place, after a collection
 * @property {number} memoryKb a guest, in the whole process of the host's extension; NaN where the system does not tell
 * @property {string[]} ended why links ended meanwhile: none should
 */

/**
 * @param {string} extension its folder
 * @param {readonly number[]} counts of guests, rising
 * @param {number} seconds that each is looked at
 * @param {(load: Load) => void} told
 */
export async function measureRoom(extension, counts, seconds, told) {
  const [site, server, code] = await Promise.all([
    startSite(),
    startServer({ port: 0, host: '127.0.0.1', env: { MAX_SOCKETS_PER_ADDRESS: '1000' } }),
    bundle(fileURLToPath(new URL('guests-page.ts', import.meta.url))),
  ]);
  const browsers = [
    await launchChromium({ extension, autoplay: true }),
    await launchChromium({ args: ['--disable-features=WebRtcHideLocalIpsWithMdns'] }),
  ];
  try {
    const [hosts, guestsBrowser] = /** @type {[import('puppeteer').Browser, import('puppeteer').Browser]} */ (browsers);
    await setOptions(hosts, { server: server.url, name: 'Host' });
    const host = await seat(hosts);
    await host.page.goto(site.url);
    const invite = await createRoom(hosts, host.page);
    const room = /lockstep=([^~&]*)/.exec(invite)?.[1] ?? '';
    await host.page.bringToFront();
    await press(host, 'play');
    await waitUntilPlaying(host);
    const page = await guestsBrowser.newPage();
    await page.goto(`${server.url}/healthz`);
    await page.addScriptTag({ content: code });

    await pause(SETTLED_MS);
    const alone = { cost: await measureCost(host, seconds), ...(await memoryOf(hosts)) };
    let present = 0;
    for (const count of counts) {
      await page.evaluate((more, of, at) => window.guests.join(more, of, at), count - present, room, server.url);
      const joined = await page.evaluate((from) => window.guests.figures().joinedMs.slice(from), present);
      present = count;
      await pause(SETTLED_MS);
      await page.evaluate(() => window.guests.listen());
      const cost = await measureCost(host, seconds);
      const { roundTripsMs, unanswered, ended } = await page.evaluate(() => window.guests.figures());
      const { heapKb, memoryKb } = await memoryOf(hosts);
      const spread = (/** @type {number[]} */ values) => ({ median: quantile(values, 0.5), max: Math.max(...values) });
      told({
        guests: count,
        joinMs: { ...spread(joined), p95: quantile(joined, 0.95) },
        heartbeatMs: { ...spread(roundTripsMs), p99: quantile(roundTripsMs, 0.99) },
        unanswered,
        scriptPercent: cost.offscreen,
        hostPercent: cost.browser - alone.cost.browser,
        heapKb: (heapKb - alone.heapKb) / count,
        memoryKb: (memoryKb - alone.memoryKb) / count,
        ended,
      });
    }
  } finally {
    await Promise.allSettled(browsers.map((browser) => browser.close()));
    await Promise.all([server.close(), site.close()]);
  }
}

/** What the room place uses, and the process that it shares with the rest of the extension. @param {import('puppeteer').Browser} browser */
async function memoryOf(browser) {
  const target = browser.targets().find((each) => each.url().endsWith('/offscreen.html'));
  const session = await target?.createCDPSession();
  if (!session) throw new Error('there is no room');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const heapKb = ((await metricsOf(session)).JSHeapUsedSize ?? Number.NaN) / 1024;
  await session.detach();
  const system = await browser.target().createCDPSession();
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  await system.detach();
  const memoryKb = processInfo.reduce((sum, { id }) => sum + extensionMemoryKb(id), 0);
  return { heapKb, memoryKb: memoryKb > 0 ? memoryKb : Number.NaN };
}

/** As Linux tells it; 0 for another process, and elsewhere. @param {number} pid */
function extensionMemoryKb(pid) {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--extension-process')) return 0;
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
