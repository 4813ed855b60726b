import type { Browser, KeyInput, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import en from '../../public/_locales/en/messages.json' with { type: 'json' };
import { workByKeys } from '../fixtures/gallery/by-keys.mjs';
import { windowOf } from '../fixtures/gallery/look.mjs';
import { openBrowser, serveGallery, showScene } from '../fixtures/gallery/serve.mjs';

/** The scenes in which all that a page can do is to be done. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  popup: [
    ...['no-room-before', 'no-room-typo', 'no-room-no-access', 'invited', 'problem-server-unreachable'],
    ...['host', 'host-chosen', 'host-all-at-once', 'host-asked-to-drive', 'host-on-discord', 'host-can-start'],
    ...['host-elsewhere', 'host-tab-closed', 'guest-host-only', 'guest-watching', 'guest-shift-suggested'],
    ...['guest-other-video', 'guest-other-video-long', 'guest-skip'],
  ],
  chat: ['chat', 'chat-host'],
  options: ['options'],
  welcome: ['welcome-invites'],
  pair: ['pair-none', 'pair-host', 'pair-guest'],
  try: ['try-lost'],
  'over the film': ['page-unmute', 'page-pill', 'page-question', 'page-opened', 'page-refused', 'page-skip'],
};

/** What is typed where only something particular is kept. */
const TYPED = {
  [en.optionServer.message]: 'https://lockstep.example',
  [en.optionDiscordId.message]: '1234567890123456780',
  [en.optionRelay.message]: 'wss://relay.example',
  [en.optionIce.message]: 'stun:ice.example:3478',
  [en.optionTrackers.message]: 'wss://tracker.example',
  [en.optionNostr.message]: 'wss://nostr.example',
  [en.optionSoundLate.message]: '120',
};

let gallery: Awaited<ReturnType<typeof serveGallery>>;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  gallery = await serveGallery();
  browser = await openBrowser();
  page = await browser.newPage();
  // Where a person chooses a file, the browser's own window takes the keys.
  await page.evaluateOnNewDocument(() => {
    HTMLInputElement.prototype.click = function () {
      const chosen = new DataTransfer();
      chosen.items.add(new File(['{}'], 'settings.json'));
      this.files = chosen.files;
      this.dispatchEvent(new Event('change', { bubbles: true }));
    };
  });
});
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

const show = async (scene: string) => {
  await page.setViewport(windowOf(scene));
  await showScene(page, gallery.url, { scene, scheme: 'light' });
  await page.bringToFront();
};
const seen = () => page.evaluate(() => ({ doable: [...window.doable], done: [...window.done] }));

describe('KB-2: everything is done by keyboard alone', () => {
  it.each(Object.entries(PAGES))(
    '%s',
    async (_, scenes) => {
      const doable = new Set<string>();
      const done = new Set<string>();
      for (const scene of scenes) {
        await show(scene);
        await workByKeys(page, TYPED);
        const now = await seen();
        for (const name of now.doable) doable.add(name);
        for (const name of now.done) done.add(name);
      }
      expect(doable.size).toBeGreaterThan(0);
      expect([...doable].filter((name) => !done.has(name))).toEqual([]);
    },
    120_000,
  );

  it('the choice of a video', async () => {
    await show('page-picker');
    for (const key of ['ArrowRight', 'ArrowLeft', 'Enter', 'Escape'] satisfies KeyInput[])
      await page.keyboard.press(key);
    expect((await seen()).done).toEqual(['next', 'previous', 'take', 'cancel']);
  });
});
