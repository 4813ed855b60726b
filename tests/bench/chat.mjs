// @ts-check
/** How soon the chat is drawn: from the beginning of its page's load to the messages, as the browser itself paints them. */
import { fileURLToPath } from 'node:url';
import { startServer } from '../../server/index.mjs';
import { extensionOf, launchChromium, launchFirefox, setFirefoxOptions, setOptions } from '../helpers/browsers.mjs';
import { bundle } from '../helpers/bundle.mjs';
import { chatFrameOf, pressChat } from '../helpers/page-chat.mjs';
import { createRoom } from '../helpers/party.mjs';
import { startSite } from '../helpers/site.mjs';
import { pause, press, seat, waitUntilPlaying } from './member.mjs';
import { spread } from './statistics.mjs';

/** A member keeps so many messages. */
export const MESSAGES = 200;
/** The project's bound, ms. */
export const BOUND_MS = 150;
/** A member says five at once, and all of them together twenty a second: five rounds of forty. */
const ROUNDS = 5;
const WRITERS = MESSAGES / ROUNDS;
const ROUND_MS = 3_000;
const WITHIN_MS = 20_000;
const LOOK_MS = 20;

/** @typedef {import('puppeteer').Browser} Browser */
/** @typedef {import('puppeteer').Page | import('puppeteer').Frame} Place */
/** @typedef {{ browser: string, where: string, messages: number, ms: import('./statistics.mjs').Spread }} Opening */

/**
 * @param {{ chrome: string, firefox: string }} extensions their folders
 * @param {number} openings of each
 * @param {(opening: Opening) => void} told
 */
export async function measureChat(extensions, openings, told) {
  const [site, server, code] = await Promise.all([
    startSite(),
    startServer({ port: 0, host: '127.0.0.1', env: { MAX_SOCKETS_PER_ADDRESS: '1000' } }),
    bundle(fileURLToPath(new URL('../load/guests-page.ts', import.meta.url))),
  ]);
  const chromium = await launchChromium({ extension: extensions.chrome, autoplay: true });
  const writers = await launchChromium({ args: ['--disable-features=WebRtcHideLocalIpsWithMdns'] });
  const fox = await launchFirefox({ extension: extensions.firefox, autoplay: true });
  const { browser: firefox } = fox;
  try {
    await setOptions(chromium, { server: server.url, name: 'Host' });
    await setFirefoxOptions(fox, { server: server.url, name: 'Fox' });
    const host = await seat(chromium);
    await host.page.goto(site.url);
    const invite = await createRoom(chromium, host.page);
    await host.page.bringToFront();
    await press(host, 'play');
    await waitUntilPlaying(host);
    const guest = await firefox.newPage();
    await guest.goto(invite);

    const page = await writers.newPage();
    await page.goto(`${server.url}/healthz`);
    await page.addScriptTag({ content: code });
    const room = /lockstep=([^~&]*)/.exec(invite)?.[1] ?? '';
    await page.evaluate((count, of, at) => window.guests.join(count, of, at), WRITERS, room, server.url);

    const chromePage = `chrome-extension://${(await extensionOf(chromium)).id}/chat.html`;
    const measure = async (/** @type {number} */ messages) => {
      for (const [name, browser, address, film] of /** @type {const} */ ([
        ['Chromium', chromium, chromePage, host.page],
        ['Firefox', firefox, `${fox.origin}/chat.html`, guest],
      ])) {
        const ofPage = await times(openings, () => openedAsPage(browser, address, messages));
        told({ browser: name, where: 'panel or tab', messages, ms: spread(ofPage) });
        await film.bringToFront();
        const ofFrame = await times(openings, () => openedInPage(film, messages));
        told({ browser: name, where: 'over the film', messages, ms: spread(ofFrame) });
      }
    };
    await page.evaluate(() => window.guests.write(1));
    await pause(ROUND_MS);
    await measure(WRITERS);
    for (let round = 1; round < ROUNDS; round++) {
      await page.evaluate((text) => window.guests.write(text), round + 1);
      await pause(ROUND_MS);
    }
    await measure(MESSAGES);
  } finally {
    await Promise.allSettled([chromium, writers, firefox].map((browser) => browser.close()));
    await Promise.all([server.close(), site.close()]);
  }
}

/** @param {number} count @param {() => Promise<number>} once */
async function times(count, once) {
  const all = [];
  for (let n = 0; n < count; n++) all.push(await once());
  return all;
}

/** @param {Browser} browser @param {string} address @param {number} messages */
async function openedAsPage(browser, address, messages) {
  const page = await browser.newPage();
  // Firefox never says that such a page has loaded.
  page.goto(address).catch(() => {});
  const ms = await drawnMs(async () => page, messages);
  await page.close();
  return ms;
}

/** @param {import('puppeteer').Page} page @param {number} messages */
async function openedInPage(page, messages) {
  await pressChat(page);
  const ms = await drawnMs(() => chatFrameOf(page), messages);
  const frame = await chatFrameOf(page);
  await frame?.evaluate(() => /** @type {HTMLElement | null} */ (document.querySelector('.chat-head button'))?.click());
  const closedBy = performance.now() + WITHIN_MS;
  while (performance.now() < closedBy && (await chatFrameOf(page))) await pause(50);
  return ms;
}

/**
 * When the browser has painted the largest text of the page, which is one of its messages. Firefox does not say so of a
 * frame: there it is when the messages were first seen to be there, which is a little later.
 *
 * @param {() => Promise<Place | undefined>} placeOf
 * @param {number} messages that have to be there
 * @returns {Promise<number>} ms since the page's load began
 */
async function drawnMs(placeOf, messages) {
  const untilMs = performance.now() + WITHIN_MS;
  while (performance.now() < untilMs) {
    const place = await placeOf();
    const ms = await place
      ?.evaluate(async (wanted) => {
        if (document.querySelectorAll('.line').length < wanted) return 0;
        const seenMs = performance.now();
        return new Promise((resolve) => {
          const observer = new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? seenMs));
          observer.observe({ type: 'largest-contentful-paint', buffered: true });
          setTimeout(resolve, 500, seenMs);
        });
      }, messages)
      .catch(() => 0);
    if (ms) return Number(ms);
    await pause(LOOK_MS);
  }
  return Number.NaN;
}
