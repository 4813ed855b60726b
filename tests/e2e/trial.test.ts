import type { Browser, Page } from 'puppeteer';
import { afterEach, expect, inject, test } from 'vitest';
import { evaluateIn, extensionOf, launchChromium, launchFirefox, openFirefoxPage } from '../helpers/browsers.mjs';

let browser: Browser | undefined;
afterEach(() => browser?.close());

/** The welcome page of a browser in which nobody has a server, and nobody else is. */
async function welcome(name: 'chromium' | 'firefox'): Promise<Page> {
  if (name === 'firefox') {
    const firefox = await launchFirefox({ extension: inject('firefoxExtension') });
    browser = firefox.browser;
    return openFirefoxPage(browser, `${firefox.origin}/welcome.html`);
  }
  browser = await launchChromium({ extension: inject('chromeExtension') });
  const page = await browser.newPage();
  await page.goto(`chrome-extension://${(await extensionOf(browser)).id}/welcome.html`);
  return page;
}

/** Presses a button once it is drawn. */
const press = (page: Page, name: string) =>
  expect
    .poll(
      () =>
        page.evaluate((wanted) => {
          const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === wanted);
          button?.click();
          return button !== undefined;
        }, name),
      { timeout: 10_000 },
    )
    .toBe(true);
/** The windows of this try, the person's own first. Puppeteer is not told where pages of Firefox's extensions are. */
async function windows(): Promise<readonly Page[]> {
  const pages = (await browser?.pages()) ?? [];
  const found = await Promise.all(
    pages.map(async (page) => ({ page, at: await page.evaluate(() => location.search).catch(() => '') })),
  );
  const ofSide = (side: string) => found.flatMap(({ page, at }) => (at.includes(`side=${side}`) ? page : []));
  return [...ofSide('own'), ...ofSide('friend')];
}
const film = (page: Page) =>
  page.evaluate(() => {
    const video = document.querySelector('video');
    return { paused: video?.paused, place: video?.currentTime ?? Number.NaN };
  });
const inSync = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.member')].map((row) => (row as HTMLElement).dataset.state).join(),
  );
/** As the film's own button does, within a press: soon after a load, what nobody has pressed is the page's own doing. */
const work = (page: Page, what: 'play' | 'pause') =>
  evaluateIn({ page, gesture: true }, (wanted) => void document.querySelector('video')?.[wanted](), what);

test.each(['chromium', 'firefox'] as const)(
  'TRY-1, TRY-2: Try it now opens two windows whose films go together, without a server, in %s',
  async (name) => {
    const page = await welcome(name);
    await press(page, 'Try it now');
    await expect.poll(async () => (await windows()).length, { timeout: 10_000 }).toBe(2);
    const [own, friend] = (await windows()) as [Page, Page];
    const both = [own, friend];
    const states = () => Promise.all(both.map(inSync));
    await expect.poll(states, { timeout: 15_000 }).toEqual(['paused,paused', 'paused,paused']);
    await work(own, 'play');
    await expect.poll(states, { timeout: 15_000 }).toEqual(['in-sync,in-sync', 'in-sync,in-sync']);
    await work(friend, 'pause');
    await expect.poll(async () => (await film(own)).paused).toBe(true);
    await expect.poll(states, { timeout: 15_000 }).toEqual(['paused,paused', 'paused,paused']);
    const [here, there] = await Promise.all(both.map(film));
    expect(Math.abs((here?.place ?? 0) - (there?.place ?? 9))).toBeLessThan(0.04);
    await press(friend, 'Done');
    await expect.poll(async () => (await windows()).length, { timeout: 10_000 }).toBe(0);
  },
);
