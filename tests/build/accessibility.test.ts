import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFinds, shapeFinds, showView, tabThrough, type View, viewsOf, windowOf } from '../fixtures/gallery/look.mjs';
import { openBrowser, sceneNames, serveGallery, showScene } from '../fixtures/gallery/serve.mjs';
import { LANGUAGES } from '../helpers/languages.mjs';

/** The fullest pages once more in the language with the longest words; `npm run axe` looks at all pages in all languages. */
const ALSO_IN_GERMAN = [
  'host-eight',
  'guest-shift-suggested',
  'guest-other-video',
  'no-room-typo',
  'options+open',
  'chat-host',
  'page-question',
];
const ALSO_IN_ARABIC = ['host-eight', 'host+more', 'options+open', 'welcome-invites', 'chat-host', 'page-pill'];

/** There are more than eighty; on a busy machine each takes more than a second, ms. */
const EVERY_SCENE_MS = 240_000;

let gallery: Awaited<ReturnType<typeof serveGallery>>;
let browser: Browser;
let page: Page;
let views: readonly View[];

beforeAll(async () => {
  gallery = await serveGallery();
  browser = await openBrowser();
  page = await browser.newPage();
  views = viewsOf(await sceneNames(page, gallery.url));
});
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

const viewOf = (name: string) => views.find((view) => view.name === name) ?? expect.fail(`no scene ${name}`);

/** Light, then dark on the same page: of axe's rules only the contrast differs between them. */
async function findings(view: View, language: string): Promise<string[]> {
  await page.setViewport(windowOf(view.scene));
  await showView(page, gallery.url, { view, language });
  const light = [...(await axeFinds(page)), ...(await shapeFinds(page))];
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: 'dark' },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  const dark = await axeFinds(page, ['color-contrast']);
  return [...light, ...dark.map((finding) => `dark: ${finding}`)].map(
    (finding) => `${view.name} ${language} ${finding}`,
  );
}

describe('axe finds nothing, nothing is wider than its window, and nothing moves against the person’s wish', () => {
  it(
    'in any state, in English',
    async () => {
      expect(views.length).toBeGreaterThan(60);
      for (const view of views) expect.soft(await findings(view, 'en')).toEqual([]);
    },
    EVERY_SCENE_MS,
  );

  it('in German', async () => {
    for (const name of ALSO_IN_GERMAN) expect.soft(await findings(viewOf(name), 'de')).toEqual([]);
  });

  it('LA-1: in Arabic, from right to left', async () => {
    for (const name of ALSO_IN_ARABIC) {
      expect.soft(await findings(viewOf(name), 'ar')).toEqual([]);
      expect.soft(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe('rtl');
    }
  });
});

describe('every control is reached by Tab, and shows that it is', () => {
  it.each([
    ...['no-room-before', 'invited', 'host+more', 'host+member', 'host+leaving', 'guest+more', 'guest-other-video'],
    ...['problem-no-path+details', 'options+open', 'welcome-invites', 'pair-host', 'chat-host+more', 'page-question'],
    ...['page-unmute', 'page-pill+open'],
  ])('%s', async (name) => {
    const view = viewOf(name);
    await page.setViewport(windowOf(view.scene));
    await showView(page, gallery.url, { view });
    const { visited, missed, unmarked } = await tabThrough(page);
    expect(visited.length).toBeGreaterThan(1);
    expect({ missed, unmarked }).toEqual({ missed: [], unmarked: [] });
  });
});

describe('a narrow window shows all of a page', () => {
  /** 1280 px at 400 %, or a small phone. */
  const NARROWEST = { width: 320, height: 640 };
  /** As wide as Firefox shows a popup from its overflow menu, and as high as Chrome shows one at 200 %. */
  const OVERFLOW_MENU = { width: 348, height: 300 };

  it.each(['de', 'ar', 'pt_BR'])('%s', async (language) => {
    for (const name of ['options+open', 'welcome-invites', 'pair-host', 'chat-host']) {
      await page.setViewport(NARROWEST);
      await showView(page, gallery.url, { view: viewOf(name), language });
      expect.soft(await shapeFinds(page), `${name} ${language}`).toEqual([]);
    }
    for (const name of ['no-room-long-title', 'host-eight', 'guest-shift-suggested', 'problem-no-path']) {
      await page.setViewport(OVERFLOW_MENU);
      await showView(page, gallery.url, { view: viewOf(name), language });
      expect.soft(await shapeFinds(page), `${name} ${language}`).toEqual([]);
    }
  });
});

describe('the popup', () => {
  const fits = async (name: string, language: string) => {
    await page.setViewport({ width: 360, height: 600 });
    await showView(page, gallery.url, { view: viewOf(name), language });
    const size = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      height: document.documentElement.scrollHeight,
    }));
    expect.soft(size, `${name} ${language}`).toEqual({ width: 360, height: 600 });
    const isReached = await page.evaluate(() => {
      const last = [...document.querySelectorAll('main > .buttons:last-child button')].at(-1);
      const { left, top, width, height } = last?.getBoundingClientRect() ?? new DOMRect();
      return !last || last.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    });
    expect.soft(isReached, `${name} ${language}: the last button is seen`).toBe(true);
  };

  it('fits into the 360 by 600 px that a browser gives it, in every language, with its last button in sight', async () => {
    for (const language of LANGUAGES) {
      for (const name of [
        'host-eight',
        'host-all-at-once',
        'guest-eight-shifted',
        'guest-other-video',
        'no-room-typo',
      ]) {
        await fits(name, language);
      }
    }
  });

  it.each(['en', 'de', 'ar'])('fits with anything opened, %s', async (language) => {
    for (const name of ['host+more', 'host-drift', 'host-on-discord+more', 'host+leaving', 'guest-shift-suggested']) {
      await fits(name, language);
    }
  });

  it('cuts no row of three members, in any language', async () => {
    await page.setViewport({ width: 360, height: 600 });
    for (const language of LANGUAGES) {
      for (const name of ['host', 'guest', 'guest-other-video']) {
        await showView(page, gallery.url, { view: viewOf(name), language });
        const cut = await page.$eval('.members ul', (list) => list.scrollHeight - list.clientHeight);
        expect.soft(cut, `${name} ${language}`).toBe(0);
      }
    }
  });

  it('cuts neither title nor site while there is room for both', async () => {
    await page.setViewport({ width: 360, height: 600 });
    for (const name of ['no-room', 'no-room-long-title']) {
      await showView(page, gallery.url, { view: viewOf(name) });
      const box = await page.evaluate(() =>
        ['.page-film', '.page-title', '.page-host'].map((selector) => {
          const { left, right, top } = document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
          return { left, right, top };
        }),
      );
      const [all, title, host] = box as [DOMRect, DOMRect, DOMRect];
      const cut = await page.$eval('.page-host', (site) => site.scrollWidth - site.clientWidth);
      if (name === 'no-room') expect([cut, host.top]).toEqual([0, title.top]);
      else expect(host.top).toBeGreaterThan(title.top);
      expect(Math.max(title.right, host.right)).toBeLessThanOrEqual(all.right + 0.5);
    }
  });

  it('LA-1: has the dot between title and site, whichever way the words run', async () => {
    await page.setViewport({ width: 360, height: 600 });
    for (const language of ['en', 'ar']) {
      await showView(page, gallery.url, { view: viewOf('no-room'), language });
      const middles = await page.evaluate(() =>
        ['.page-title', '.page-dot', '.page-host'].map((selector) => {
          const { left, right } = document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
          return (left + right) / 2;
        }),
      );
      const edge = await page.$eval('.page-title', (title) => {
        const { left, right } = title.getBoundingClientRect();
        return document.dir === 'rtl' ? left : right;
      });
      const along = language === 'ar' ? -1 : 1;
      expect
        .soft(
          [...middles].sort((a, b) => along * (a - b)),
          language,
        )
        .toEqual(middles);
      expect.soft(along * ((middles[1] ?? 0) - edge), language).toBeGreaterThan(0);
    }
  });

  it('INV-8: has room for the QR code of the longest invite', async () => {
    await page.setViewport({ width: 360, height: 600 });
    await showScene(page, gallery.url, { scene: 'host-eight', scheme: 'dark' });
    await page.click('[aria-label="Show QR code"]');
    await page.waitForSelector('svg[role="img"]');
    const hidden = await page.$eval('main', (main) => main.scrollHeight - main.clientHeight);
    expect(hidden).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(600);
    expect(await axeFinds(page)).toEqual([]);
  });

  it('can be walked through by keyboard alone', async () => {
    expect(await tabbed('host', 13)).toEqual([
      'Options',
      'Chat',
      'Invite link',
      'Copy invite link',
      'Show QR code',
      'Room code',
      'Members',
      'Menu of Jonas',
      'Menu of Noor',
      'Everyone',
      'Wait for everyone',
      'More',
      'Leave room',
    ]);
  });

  it('CU-2: reaches a shift by keyboard alone', async () => {
    expect(await tabbed('guest-eight-shifted', 11)).toEqual([
      'Options',
      'Chat',
      'Members',
      'More',
      'This video differs',
      'Shift by −1 s',
      'Shift by −0.1 s',
      'Shift by +0.1 s',
      'Shift by +1 s',
      'Reset',
      'Sync me now',
    ]);
  });
});

/** The names of what Tab leads to, one after another. */
async function tabbed(scene: string, presses: number): Promise<string[]> {
  await showScene(page, gallery.url, { scene, scheme: 'light' });
  const visited: string[] = [];
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press('Tab');
    visited.push(
      await page.evaluate(() => {
        const at = document.activeElement as HTMLInputElement;
        return at.labels?.[0]?.textContent?.trim() || at.ariaLabel || at.textContent?.trim() || at.tagName;
      }),
    );
  }
  return visited;
}
