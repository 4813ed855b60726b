// @ts-check
/**
 * `npm run screenshots [scene…]`: the popup, the options and the welcome page in each state, light and dark, into
 * artifacts/screenshots. German stands in for languages with long words. Those in the README go into docs as well.
 */
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isPanel, isPopup, showView, viewsOf } from '../tests/fixtures/gallery/look.mjs';
import { openBrowser, sceneNames, serveGallery } from '../tests/fixtures/gallery/serve.mjs';

const folder = fileURLToPath(new URL('../artifacts/screenshots', import.meta.url));
/** Shown in the README. */
const IN_README = ['no-room-light', 'host-light', 'guest-dark'];
const docs = fileURLToPath(new URL('../docs', import.meta.url));
/** Also taken in other languages: the fullest pages. */
const TRANSLATED = {
  de: [
    'no-room-typo',
    'host',
    'host+more',
    'host-eight',
    'guest',
    'options',
    'welcome-invites',
    'chat-host',
    'page-question',
  ],
  fr: ['no-room', 'host'],
  ar: [
    'no-room',
    'host',
    'host-eight',
    'guest',
    'options',
    'welcome-invites',
    'chat-host',
    'page-question',
    'page-pill',
  ],
};
await mkdir(folder, { recursive: true });
const gallery = await serveGallery();
const browser = await openBrowser();
try {
  const page = await browser.newPage();
  const wanted = process.argv.slice(2);
  const views = viewsOf(await sceneNames(page, gallery.url)).filter(
    ({ name }) => wanted.length === 0 || wanted.includes(name),
  );
  /** @param {import('../tests/fixtures/gallery/look.mjs').View} view @param {string} [language] */
  const shoot = async (view, language = 'en') => {
    const { name, scene } = view;
    const isPage = !isPopup(scene) && !isPanel(scene);
    for (const scheme of /** @type {const} */ (['light', 'dark'])) {
      // A popup is as wide as its page says and at most 600 px high.
      await page.setViewport(
        isPage
          ? { width: 900, height: 520, deviceScaleFactor: 2 }
          : { width: 360, height: isPanel(scene) ? 620 : 200, deviceScaleFactor: 2 },
      );
      await showView(page, gallery.url, { view, language, scheme });
      await new Promise((resolve) => setTimeout(resolve, 50));
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      const suffix = language === 'en' ? '' : `-${language}`;
      const path = /** @type {`${string}.png`} */ (join(folder, `${name}${suffix}-${scheme}.png`));
      await page.screenshot({ path, fullPage: !scene.startsWith('page') });
      const shown = `${name}${suffix}-${scheme}`;
      if (IN_README.includes(shown)) await copyFile(path, join(docs, `${shown}.png`));
      console.log(`${path}  ${height} px high`);
    }
  };
  for (const view of views) await shoot(view);
  for (const [language, translated] of Object.entries(TRANSLATED)) {
    for (const view of views) if (translated.includes(view.name)) await shoot(view, language);
  }
} finally {
  await browser.close();
  await gallery.close();
}
