import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateQuietly, launchChromium, launchFirefox } from '../helpers/browsers.mjs';
import { bundle } from '../helpers/bundle.mjs';
import { type Site, startSite } from '../helpers/site.mjs';

let site: Site;
beforeAll(async () => {
  const script = await bundle(fileURLToPath(new URL('audible-page.ts', import.meta.url)));
  site = await startSite({ pages: { '/audible.html': `<!doctype html><video></video><script>${script}</script>` } });
});
afterAll(() => site?.close());

describe.each(['Chromium', 'Firefox'] as const)('PL-11: whether a film is heard in %s', (name) => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser =
      name === 'Chromium'
        ? await launchChromium({ autoplay: true })
        : (await launchFirefox({ autoplay: true })).browser;
    page = await browser.newPage();
    await page.goto(`${site.url}/audible.html`);
  });
  afterAll(() => browser?.close());
  const seen = (what: string) =>
    evaluateQuietly(page, (text: string) => new Function(`return ${text}`)() as Promise<boolean>, what);

  it('is so where it has sound', async () => {
    expect(await seen(`audible.ofFilm('${site.url}/sample.mp4')`)).toBe(true);
  });

  it('is so too where its page has taken its sound into WebAudio', async () => {
    expect(await seen('audible.captured()')).toBe(true);
  });

  it('is not so where it is muted, nor where its volume is 0', async () => {
    expect(await seen('audible.muted()')).toBe(false);
    expect(await seen('audible.volume(0)')).toBe(false);
  });

  it('is not so where it has none', async () => {
    expect(await seen('audible.ofPicture()')).toBe(false);
  });
});
