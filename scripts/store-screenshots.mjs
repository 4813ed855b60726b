// @ts-check
/**
 * The pictures of the stores' listings, of the real extension in a real browser, 1280 by 800 px, into artifacts/store. The popup
 * is drawn by the browser over its toolbar's corner, and by no page: it is put there in the picture.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser } from '../tests/fixtures/gallery/serve.mjs';
import { extensionOf, openPopup } from '../tests/helpers/browsers.mjs';
import { workFilm } from '../tests/helpers/film.mjs';
import { createRoom, named, readVideo, seeMembers } from '../tests/helpers/party.mjs';
import { openFilmNight, sendTo } from './film-night.mjs';

const SIZE = { width: 1280, height: 800 };
/** Chrome's store shows a listing by it among others. */
const TILE = { width: 440, height: 280 };
const SCENE_S = 62;
const folder = fileURLToPath(new URL('../artifacts/store', import.meta.url));
const mark = await readFile(fileURLToPath(new URL('../assets/icon.svg', import.meta.url)), 'utf8');

/** @typedef {import('puppeteer').Page} Page */
/** @param {string} name @param {Uint8Array} picture */
const keep = async (name, picture) => {
  await writeFile(join(folder, name), picture);
  console.log(`artifacts/store/${name}: ${Math.round(picture.byteLength / 1000)} kB`);
};
const inline = (/** @type {Uint8Array} */ picture) =>
  `data:image/png;base64,${Buffer.from(picture).toString('base64')}`;

await mkdir(folder, { recursive: true });
const { mia, jonas, close } = await openFilmNight(SIZE);
const drawing = await openBrowser();
try {
  const desk = await drawing.newPage();
  /** @param {string} name @param {string} html @param {{ width: number, height: number }} size */
  const draw = async (name, html, size) => {
    await desk.setViewport({ ...size, deviceScaleFactor: 1 });
    await desk.setContent(`<!doctype html><style>body{margin:0;overflow:hidden}</style>${html}`);
    await desk.waitForFunction(() => [...document.images].every(({ complete }) => complete));
    await keep(name, await desk.screenshot());
  };
  /** @param {string} name @param {Uint8Array} page @param {Uint8Array} popup */
  const over = (name, page, popup) =>
    draw(
      name,
      `<img src="${inline(page)}"><img src="${inline(popup)}" style="position:absolute;top:10px;right:24px;border-radius:10px;box-shadow:0 6px 28px rgb(0 0 0/.45)">`,
      SIZE,
    );
  /** @param {Page} page of the extension @param {'light' | 'dark'} scheme */
  const wear = (page, scheme) => page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  const settle = () => new Promise((resolve) => setTimeout(resolve, 1_500));

  await workFilm(mia.page, { seek: SCENE_S }, { gesture: true });
  const first = await openPopup(mia.browser, mia.page);
  await first.waitForSelector(named('button', 'Create room'));
  await wear(first, 'light');
  const create = await first.screenshot();
  const invite = await createRoom(mia.browser, mia.page);
  await mia.page.bringToFront();
  await over('1-create.png', await mia.page.screenshot(), create);

  await sendTo(jonas, invite);
  await jonas.page.click('a');
  await jonas.page.waitForSelector('video');
  await seeMembers(mia.browser, mia.page, 2);
  await mia.page.bringToFront();
  await workFilm(mia.page, 'play', { gesture: true });
  await settle();
  // A pause is said in the friend's page.
  await workFilm(mia.page, 'pause', { gesture: true });
  while ((await readVideo(jonas.page))?.paused !== true) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, 700));
  const told = await jonas.page.screenshot();
  const host = await seeMembers(mia.browser, mia.page, 2);
  await wear(host, 'light');
  await settle();
  const hostShown = await host.screenshot();
  await mia.page.bringToFront();
  await over('2-host.png', await mia.page.screenshot(), hostShown);
  await keep('3-in-step.png', told);
  const guest = await seeMembers(jonas.browser, jonas.page, 2);
  await wear(guest, 'dark');
  await settle();
  const guestShown = await guest.screenshot();
  await jonas.page.bringToFront();
  await over('4-guest.png', await jonas.page.screenshot(), guestShown);

  const { id } = await extensionOf(mia.browser);
  const own = await mia.browser.newPage();
  await own.setViewport(SIZE);
  for (const [name, path] of [
    ['5-welcome.png', 'welcome.html'],
    ['6-options.png', 'options.html'],
  ]) {
    await wear(own, 'light');
    await own.goto(`chrome-extension://${id}/${path}`);
    await own.waitForSelector('main button');
    await keep(name ?? '', await own.screenshot());
  }
  const tile = `<div style="display:flex;align-items:center;gap:22px;height:100%;padding:0 40px;background:#e9ebf8;color:#1b1c22;font:650 34px/1.2 system-ui,sans-serif">
    <span style="flex:none;width:96px">${mark}</span><span>Lockstep<br><span style="font-size:19px;font-weight:450">The same moment, wherever you are</span></span></div>`;
  await draw('tile.png', `<div style="height:${TILE.height}px">${tile}</div>`, TILE);
} finally {
  await Promise.all([close(), drawing.close()]);
}
// PeerServer's timers would keep the process.
process.exit();
