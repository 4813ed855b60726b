import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, sceneNames, serveGallery, showScene } from '../fixtures/gallery/serve.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The fullest pages once more in the language with the longest words. */
const ALSO_IN_GERMAN = [
  'host-eight',
  'guest-shift-suggested',
  'guest-other-video',
  'no-room-typo',
  'options',
  'chat-host',
];

/** There are more than forty; on a busy machine each takes more than a second, ms. */
const EVERY_SCENE_MS = 180_000;

let gallery: Awaited<ReturnType<typeof serveGallery>>;
let browser: Browser;
let page: Page;
let scenes: string[];

beforeAll(async () => {
  gallery = await serveGallery();
  browser = await openBrowser();
  page = await browser.newPage();
  scenes = await sceneNames(page, gallery.url);
});
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

async function violations(scene: string, language: string, scheme: 'light' | 'dark'): Promise<string[]> {
  await showScene(page, gallery.url, { scene, language, scheme });
  if (scene === 'no-room-typo') await page.click('form:last-of-type button');
  await page.evaluate(AXE);
  const results = (await page.evaluate('axe.run(document)')) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${scene} ${language} ${scheme}: ${id} at ${node.target.join(' ')}: ${node.failureSummary}`),
  );
}

describe.each(['light', 'dark'] as const)('axe finds nothing in any state, %s', (scheme) => {
  it(
    'in English',
    async () => {
      expect(scenes.length).toBeGreaterThan(15);
      for (const scene of scenes) expect.soft(await violations(scene, 'en', scheme)).toEqual([]);
    },
    EVERY_SCENE_MS,
  );

  it('in German', async () => {
    for (const scene of ALSO_IN_GERMAN) expect.soft(await violations(scene, 'de', scheme)).toEqual([]);
  });

  it('LA-1: in Arabic, from right to left', async () => {
    for (const scene of ['host-eight', 'options', 'welcome-invites']) {
      expect.soft(await violations(scene, 'ar', scheme)).toEqual([]);
      expect.soft(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe('rtl');
    }
  });
});

describe('the popup', () => {
  it('fits into the 360 by 600 px that a browser gives it, in every language', async () => {
    await page.setViewport({ width: 360, height: 600 });
    for (const language of ['ar', 'en', 'de', 'es', 'fr', 'ja', 'pt_BR', 'zh_CN']) {
      for (const scene of [
        'host-eight',
        'guest',
        'guest-shift-suggested',
        'guest-eight-shifted',
        'guest-other-video',
        'no-room-typo',
      ]) {
        await showScene(page, gallery.url, { scene, language, scheme: 'light' });
        const size = await page.evaluate(() => ({
          width: document.documentElement.scrollWidth,
          height: document.documentElement.scrollHeight,
        }));
        expect.soft(size, `${scene} ${language}`).toEqual({ width: 360, height: 600 });
      }
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
    await page.evaluate(AXE);
    expect(((await page.evaluate('axe.run(document)')) as AxeResults).violations).toEqual([]);
  });

  it('can be walked through by keyboard alone', async () => {
    expect(await tabbed('host', 14)).toEqual([
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
      'Choose video',
      'Leave room',
    ]);
  });

  it('CU-2: reaches a shift by keyboard alone', async () => {
    expect(await tabbed('guest-eight-shifted', 11)).toEqual([
      'Options',
      'Chat',
      'Members',
      'This video differs',
      'Shift by −1 s',
      'Shift by −0.1 s',
      'Shift by +0.1 s',
      'Shift by +1 s',
      'Reset',
      'Your name',
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
