// @ts-check
/**
 * `npm run screenshots [scene…]`: the popup, the options and the welcome page in each state, light and dark, into
 * artifacts/screenshots. German stands in for languages with long words. Those in the README go into docs as well.
 */
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser, sceneNames, serveGallery, showScene } from '../tests/fixtures/gallery/serve.mjs';

const folder = fileURLToPath(new URL('../artifacts/screenshots', import.meta.url));
/** Shown in the README. */
const IN_README = ['no-room-light', 'host-light', 'guest-dark'];
const docs = fileURLToPath(new URL('../docs', import.meta.url));
/** These open in a tab, and not over the toolbar. */
const PAGES = /^(options|welcome|try)/;
/** Also taken in other languages: the fullest pages. */
const TRANSLATED = {
  de: ['no-room-typo', 'host-eight', 'guest', 'options', 'welcome-invites', 'chat-host'],
  fr: ['no-room', 'host'],
  ar: ['no-room', 'host-eight', 'guest', 'options', 'welcome-invites'],
};
/** What a person does before the picture is taken. @type {Record<string, string[]>} */
const PRESSES = {
  'no-room-typo': ['form:last-of-type button'],
  'no-room-no-answer': ['form button'],
  host: ['.field button'],
  'host-drift': ['.drift summary'],
  'problem-server-unreachable': ['summary'],
};

await mkdir(folder, { recursive: true });
const gallery = await serveGallery();
const browser = await openBrowser();
try {
  const page = await browser.newPage();
  const wanted = process.argv.slice(2);
  const scenes = (await sceneNames(page, gallery.url)).filter((name) => wanted.length === 0 || wanted.includes(name));
  /** @param {string} scene @param {string} [language] */
  const shoot = async (scene, language = 'en') => {
    for (const scheme of /** @type {const} */ (['light', 'dark'])) {
      // A popup is as wide as its page says and at most 600 px high.
      await page.setViewport(
        PAGES.test(scene)
          ? { width: 900, height: 520, deviceScaleFactor: 2 }
          : { width: 360, height: scene.startsWith('chat') ? 620 : 200, deviceScaleFactor: 2 },
      );
      await showScene(page, gallery.url, { scene, language, scheme });
      for (const selector of PRESSES[scene] ?? []) await page.click(selector);
      await new Promise((resolve) => setTimeout(resolve, 50));
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      const suffix = language === 'en' ? '' : `-${language}`;
      const path = /** @type {`${string}.png`} */ (join(folder, `${scene}${suffix}-${scheme}.png`));
      await page.screenshot({ path, fullPage: !PAGES.test(scene) });
      const shown = `${scene}${suffix}-${scheme}`;
      if (IN_README.includes(shown)) await copyFile(path, join(docs, `${shown}.png`));
      console.log(`${path}  ${height} px high`);
    }
  };
  for (const scene of scenes) await shoot(scene);
  for (const [language, translated] of Object.entries(TRANSLATED)) {
    for (const scene of translated) if (scenes.includes(scene)) await shoot(scene, language);
  }
} finally {
  await browser.close();
  await gallery.close();
}
