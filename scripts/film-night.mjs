// @ts-check
/** Two real browsers with the extension, a site with a film and a server: what the pictures and the film of the README are of. */
import { startServer } from '../server/index.mjs';
import { launchChromium, setOptions } from '../tests/helpers/browsers.mjs';
import { builtExtension } from '../tests/helpers/built.mjs';
import { startSite } from '../tests/helpers/site.mjs';

/** @typedef {{ readonly browser: import('puppeteer').Browser, readonly page: import('puppeteer').Page }} Person */
/**
 * @typedef {object} FilmNight
 * @property {Person} mia on the page with the film
 * @property {Person} jonas reads his messages
 * @property {() => Promise<void>} close
 */

const STYLE = 'body{margin:0;background:#f4f5f8;color:#1b1c22;font:16px/1.5 system-ui,sans-serif}';
const WATCH = `<!doctype html><html lang="en"><title>Film night</title><style>${STYLE}
  video{display:block;width:100%;aspect-ratio:16/9;background:#000} p{margin:16px 20px;font-weight:600}</style>
  <video src="/sample.mp4" preload="auto"></video><p>Film night</p></html>`;
const MESSAGES = `<!doctype html><html lang="en"><title>Messages</title><style>${STYLE}
  main{padding:24px} p{width:fit-content;max-width:460px;margin:0 0 12px;padding:10px 16px;border-radius:16px;background:#fff;overflow-wrap:anywhere}</style>
  <main><p>Mia: Film night? 🍿</p></main></html>`;
/** A window's own edges, and what the browser draws around a page, px. */
const FRAME_PX = 150;

/** @param {{ width: number, height: number }} size of both pages, px @returns {Promise<FilmNight>} */
export async function openFilmNight(size) {
  const server = await startServer({ port: 0, host: '127.0.0.1' });
  const site = await startSite({ pages: { '/night.html': WATCH, '/messages.html': MESSAGES } });
  const extension = builtExtension('chrome-mv3');
  /** @param {string} name @param {string} path @returns {Promise<Person>} */
  const person = async (name, path) => {
    const args = [`--window-size=${size.width},${size.height + FRAME_PX}`];
    const browser = await launchChromium({ extension, autoplay: true, args });
    await setOptions(browser, { server: server.url, name });
    const page = (await browser.pages())[0] ?? (await browser.newPage());
    await page.setViewport(size);
    await page.goto(`${site.url}${path}`);
    return { browser, page };
  };
  const [mia, jonas] = await Promise.all([person('Mia', '/night.html'), person('Jonas', '/messages.html')]);
  return {
    mia,
    jonas,
    close: async () => {
      await Promise.all([mia.browser.close(), jonas.browser.close()]);
      await Promise.all([server.close(), site.close()]);
    },
  };
}

/** The friend gets the invite as a message. @param {Person} friend @param {string} invite */
export async function sendTo(friend, invite) {
  await friend.page.evaluate((href) => {
    const message = document.querySelector('main')?.appendChild(document.createElement('p'));
    message?.append('Mia: ', Object.assign(document.createElement('a'), { href, textContent: href }));
  }, invite);
}
