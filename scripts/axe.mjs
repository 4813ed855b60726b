// @ts-check
/**
 * `npm run axe`: axe over every state of every page, in all languages, light and dark, as a table. With it: targets of
 * 24 px, nothing wider than its window (a popup of 348 px, a page of 320 px: 1280 px at 400 %), nothing that moves for who
 * wants no motion. `-- --only TEXT` for some scenes, `-- --language de,ar` for some languages.
 */
import { parseArgs } from 'node:util';
import {
  axeFinds,
  isPanel,
  isPopup,
  shapeFinds,
  showView,
  viewsOf,
  windowOf,
} from '../tests/fixtures/gallery/look.mjs';
import { openBrowser, sceneNames, serveGallery } from '../tests/fixtures/gallery/serve.mjs';
import { invitePages, serveInvitePages } from '../tests/helpers/invite-pages.mjs';
import { LANGUAGES } from '../tests/helpers/languages.mjs';

/** @typedef {import('puppeteer').Page} Page */

/** Firefox shows a popup so wide from its overflow menu; nobody's window is narrower than the other. */
const NARROW_PX = { popup: 348, page: 320 };

const { values } = parseArgs({ options: { only: { type: 'string', default: '' }, language: { type: 'string' } } });
const languages = LANGUAGES.filter((language) => !values.language || values.language.split(',').includes(language));

/** @type {Map<string, Map<string, number>>} how much was found, by group and language */
const table = new Map();
/** @type {string[]} */
const found = [];
let looks = 0;

/** @param {string} name @param {string} language @param {string} how @param {readonly string[]} findings */
function note(name, language, how, findings) {
  const group = name.split(/[-+]/)[0] ?? name;
  const row = table.get(group) ?? new Map();
  row.set(language, (row.get(language) ?? 0) + findings.length);
  table.set(group, row);
  found.push(...findings.map((finding) => `${name} ${language} ${how}: ${finding}`));
  looks += 1;
}

/**
 * Both schemes on one page: of axe's rules only the contrast differs between them.
 *
 * @param {Page} page shows it, light
 * @param {string} name @param {string} language
 * @param {number} narrow px
 */
async function look(page, name, language, narrow) {
  const scheme = (/** @type {'light' | 'dark'} */ value) =>
    page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
  await scheme('light');
  note(name, language, 'light', [...(await axeFinds(page)), ...(await shapeFinds(page))]);
  await scheme('dark');
  note(name, language, 'dark', await axeFinds(page, ['color-contrast']));
  const { height } = page.viewport() ?? { height: 600 };
  await page.setViewport({ width: narrow, height });
  note(name, language, `${narrow} px wide`, [...(await shapeFinds(page)), ...(await axeFinds(page, ['target-size']))]);
}

const [gallery, invites, browser] = await Promise.all([serveGallery(), serveInvitePages(), openBrowser()]);
try {
  const page = await browser.newPage();
  const views = viewsOf(await sceneNames(page, gallery.url)).filter(({ name }) => name.includes(values.only));
  for (const language of languages) {
    for (const view of views) {
      await page.setViewport(windowOf(view.scene));
      await showView(page, gallery.url, { view, language });
      await look(
        page,
        view.name,
        language,
        isPopup(view.scene) || isPanel(view.scene) ? NARROW_PX.popup : NARROW_PX.page,
      );
    }
    for (const { name, path } of invitePages().filter(({ name }) => name.includes(values.only))) {
      await page.setViewport({ width: 1280, height: 800 });
      await page.setExtraHTTPHeaders({ 'Accept-Language': language.replace('_', '-') });
      // Only another fragment: that alone would load nothing.
      await page.goto('about:blank');
      await page.goto(`${invites.url}${path}`);
      await look(page, name, language, NARROW_PX.page);
    }
    console.log(`${language}: ${views.length} scenes, ${found.length} findings so far`);
  }
} finally {
  await Promise.all([browser.close(), gallery.close(), invites.close()]);
}

const pad = (/** @type {string | number} */ text) => String(text).padStart(7);
console.log(`\n${''.padEnd(12)}${languages.map(pad).join('')}`);
for (const [group, row] of table) {
  console.log(`${group.padEnd(12)}${languages.map((language) => pad(row.get(language) ?? '–')).join('')}`);
}
for (const finding of found) console.log(`\n${finding}`);
console.log(`\n${looks} looks, ${found.length} findings`);
process.exit(found.length > 0 ? 1 : 0);
