import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type BrowserName, bundle, launchForWebRtc, pageWith, servePage } from './contract-browser';

/** By name, as no page is there yet: `it.each` needs them first. */
import { starScenarios } from './transport-scenarios';

const NAMES = [
  ...Object.keys(starScenarios),
  'an answer is good once',
  'a wrong code is named, and the offer stays as good as before',
  'the same offer takes a fresh answer where the first was not carried',
  'TR-23: an answer that nobody takes says when it is time for a fresh one',
  'several offers may be open, the oldest of too many is stale',
  'an answer from an end that is gone: no path, and the room goes on',
  'a host that ends takes its offers along',
  'an abort ends an answer, at any moment',
  'text and what is too long is not heard, and harms nobody',
  'who takes nothing is given up',
  'a browser without WebRTC, and one without a network, are told',
];
const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];

let code: string;
let site: Awaited<ReturnType<typeof servePage>>;
const browsers = new Map<BrowserName, Browser>();

beforeAll(async () => {
  [code, site] = await Promise.all([bundle('manual-page.ts'), servePage()]);
  for (const name of BROWSERS) browsers.set(name, await launchForWebRtc(name));
}, 60_000);

afterAll(async () => {
  for (const browser of browsers.values()) await browser.close();
  await site?.close();
});

const open = (name: BrowserName) => pageWith(browsers.get(name) as Browser, site.url, code);

describe.each(BROWSERS)('by hand in %s (TR-1, TR-20)', (name) => {
  let page: Page;
  beforeAll(async () => {
    page = await open(name);
  });
  it.each(NAMES)('%s', { timeout: 40_000 }, (scenario) =>
    page.evaluate((wanted) => window.runManualScenario(wanted), scenario),
  );
  it('has no other scenario', async ({ expect }) =>
    expect(await page.evaluate(() => window.manualScenarios)).toEqual(NAMES));
});

describe('codes carried between two pages (TR-20)', () => {
  it.each([
    ['chromium', 'chromium'],
    ['chromium', 'firefox'],
    ['firefox', 'chromium'],
    ['firefox', 'firefox'],
  ] as const)('from %s to %s and back', async (hosting, joining) => {
    const [host, guest] = [await open(hosting), await open(joining)];
    const offer = await host.evaluate(() => window.byHand.offer('secret'));
    const answer = await guest.evaluate((given) => window.byHand.answer(given, 'secret'), offer);
    await host.evaluate((given) => window.byHand.accept(given), answer.code);
    await Promise.all([guest.evaluate(() => window.byHand.say('up')), host.evaluate(() => window.byHand.say('down'))]);
    const heard = [await host.evaluate(() => window.byHand.heard()), await guest.evaluate(() => window.byHand.heard())];
    for (const page of [host, guest]) {
      await page.evaluate(() => window.byHand.close());
      await page.close();
    }
    if (heard.join() !== 'up,down') throw new Error(`heard ${heard}`);
  });
});
