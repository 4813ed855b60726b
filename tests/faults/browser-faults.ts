import { expect, inject } from 'vitest';
import { closePopup, expectMembers, expectPopupSays, pressInPopup } from '../e2e/popup';
import type { Person } from '../e2e/stage';
import { videoOf } from '../e2e/watching';
import { extensionOf, stopWorker, worker } from '../helpers/browsers.mjs';
import { AGAIN_MS, both, type Fault, looksAt, pageAt, placeOf, STARTED_MS, silent, wait } from './fault';

const FROZEN_MS = 30_000;
const HOUR_MS = 3_600_000;

/** SPEC ME-1: its own room place says so after 3 s; the popup and the path have the rest. */
const AWAY_WITHIN_MS = 10_000;
/** What reading a page takes, and a slip that is put right. */
const PLAYS_ON_S = 0.3;

/** Somebody's tab answers nothing: the other is shown that it is away, and neither that it has left nor a film that stops. */
async function expectAwayFor(other: Person, ms: number): Promise<void> {
  const untilMs = performance.now() + ms;
  const before = await videoOf(other);
  await expectPopupSays(other, 'Away', AWAY_WITHIN_MS);
  await expectMembers(other, 2);
  await closePopup(other);
  while (performance.now() < untilMs) {
    const now = await videoOf(other);
    const slippedS = now.position - before.position - (now.atMs - before.atMs) / 1000;
    expect(now.paused).toBe(false);
    expect(Math.abs(slippedS)).toBeLessThan(PLAYS_ON_S);
    await wait(500);
  }
  await expectPopupSays(other, 'Away', AWAY_WITHIN_MS);
  await expectMembers(other, 2);
}

/** What a browser does to a page, to the extension and to itself. */
export const BROWSER_FAULTS: readonly Fault[] = [
  {
    name: 'worker stopped every 5 s',
    lasts: true,
    withinMs: AGAIN_MS,
    happen: async ({ people }) => {
      for (let times = 0; times < 4; times++) {
        await Promise.all([stopWorker(people.host.browser), stopWorker(people.guest.browser)]);
        await wait(5_000);
      }
    },
  },
  {
    name: 'room place closed',
    to: both,
    withinMs: AGAIN_MS,
    happen: async ({ people }, role) => {
      await (await worker(people[role].browser)).evaluate(() => chrome.offscreen.closeDocument());
    },
  },
  {
    // Chromium ends the extension with its process, and its person starts it again from the balloon that says so.
    name: 'extension crashed, and started again',
    to: both,
    withinMs: AGAIN_MS,
    happen: async ({ people }, role) => {
      const { browser } = people[role];
      const tools = await placeOf(people[role])?.createCDPSession();
      if (!tools) throw new Error('there is no room place');
      silent(tools.send('Page.crash'));
      await wait(2_000);
      await browser.installExtension(inject('chromeExtension'));
    },
  },
  {
    name: 'extension loaded anew',
    to: both,
    withinMs: AGAIN_MS,
    happen: async ({ people }, role) => {
      const { browser } = people[role];
      // As an update does. What Chromium was handed over its debugging connection it does not load again by itself.
      await browser.installExtension(inject('chromeExtension'));
      // It ends if a popup is opened before the next worker is there.
      await worker(browser);
    },
  },
  {
    name: 'tab loaded again',
    to: both,
    withinMs: AGAIN_MS,
    happen: async ({ people }, role) => void (await people[role].page.reload()),
  },
  {
    name: 'tab crashed, and loaded again',
    to: both,
    withinMs: AGAIN_MS,
    happen: async ({ people, stage }, role) => {
      const { browser, page } = people[role];
      silent((await page.createCDPSession()).send('Page.crash'));
      await wait(2_000);
      await (await worker(browser)).evaluate(async (site) => {
        const [tab] = await chrome.tabs.query({ url: `${site}/*` });
        if (tab?.id !== undefined) await chrome.tabs.reload(tab.id);
      }, stage.site);
    },
  },
  {
    name: 'tab at another page, and back by the browser’s cache',
    to: both,
    withinMs: AGAIN_MS,
    happen: async ({ people, stage }, role) => {
      const { page } = people[role];
      await page.goto(`${stage.site}/no-video.html`);
      await wait(2_000);
      await page.goBack({ waitUntil: [] });
    },
  },
  {
    name: 'tab closed, and opened again after 5 s',
    to: both,
    withinMs: AGAIN_MS,
    happen: async (pair, role) => {
      const { browser, page } = pair.people[role];
      const address = page.url();
      // Without another tab the browser ends with this one.
      const other = await browser.newPage();
      await page.close();
      await wait(5_000);
      const again = await browser.newPage();
      await again.goto(address);
      await other.close();
      looksAt(pair, role, again);
    },
  },
  {
    name: 'tab discarded, and looked at again',
    to: both,
    withinMs: AGAIN_MS,
    happen: async (pair, role) => {
      const { browser } = pair.people[role];
      const other = await browser.newPage();
      await other.bringToFront();
      const background = await worker(browser);
      await background.evaluate(async (site) => {
        const [tab] = await chrome.tabs.query({ url: `${site}/*` });
        if (tab?.id !== undefined) await chrome.tabs.discard(tab.id);
      }, pair.stage.site);
      await wait(3_000);
      await background.evaluate(async (site) => {
        const [tab] = await chrome.tabs.query({ url: `${site}/*` });
        if (tab?.id !== undefined) await chrome.tabs.update(tab.id, { active: true });
      }, pair.stage.site);
      looksAt(pair, role, await pageAt(pair.people[role], pair.stage.site));
      await other.close();
    },
  },
  {
    // As browsers freeze a tab: one that nobody looks at.
    name: 'tab hidden, and frozen for half a minute',
    to: both,
    withinMs: AGAIN_MS,
    happen: async ({ people }, role) => {
      const { browser, page } = people[role];
      const other = await browser.newPage();
      await other.bringToFront();
      const tools = await page.createCDPSession();
      await tools.send('Page.setWebLifecycleState', { state: 'frozen' });
      await expectAwayFor(people[role === 'host' ? 'guest' : 'host'], FROZEN_MS);
      await tools.send('Page.setWebLifecycleState', { state: 'active' });
      await tools.detach();
      await page.bringToFront();
      await other.close();
    },
  },
  {
    name: 'page eight times slower for 20 s',
    to: both,
    withinMs: AGAIN_MS,
    happen: async ({ people }, role) => {
      const tools = await people[role].page.createCDPSession();
      await tools.send('Emulation.setCPUThrottlingRate', { rate: 8 });
      await wait(20_000);
      await tools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
      await tools.detach();
    },
  },
  ...[HOUR_MS, -HOUR_MS].map(
    (byMs): Fault => ({
      name: `wall clock set ${byMs > 0 ? 'forward' : 'back'} by an hour, and right again after 10 s`,
      to: both,
      withinMs: AGAIN_MS,
      happen: async ({ people }, role) => {
        const { browser } = people[role];
        const tools = await placeOf(people[role])?.createCDPSession();
        if (!tools) throw new Error('there is no room place');
        const set = async (ms: number) => {
          const expression = `{ const { now } = Date; Date.now = () => now() + ${ms}; }`;
          await tools.send('Runtime.evaluate', { expression });
          await (await worker(browser)).evaluate(expression);
        };
        await set(byMs);
        await wait(10_000);
        await set(-byMs);
        await tools.detach();
      },
    }),
  ),
  {
    name: 'storage full of junk, and the page loaded again',
    to: both,
    withinMs: AGAIN_MS,
    happen: async ({ people }, role) => {
      const { page, browser } = people[role];
      await (await worker(browser)).evaluate(async () => {
        const junk = { players: 'none', shifts: [[7, 'x'], null], choices: { 0: [] }, soundLateMs: 'late', gentle: 7 };
        await chrome.storage.local.set(junk);
      });
      await page.reload();
    },
  },
  {
    // As a disk that is full or failing does: whatever is kept, and wherever.
    name: 'storage that throws for 15 s, and the page loaded again',
    to: both,
    withinMs: AGAIN_MS,
    happen: async ({ people }, role) => {
      const { page, browser } = people[role];
      const background = await worker(browser);
      const tools = await placeOf(people[role])?.createCDPSession();
      if (!tools) throw new Error('there is no room place');
      const place = (expression: string) => tools.send('Runtime.evaluate', { expression });
      await place(`{
        const { open } = IDBFactory.prototype;
        IDBFactory.prototype.open = () => { throw new DOMException('no space', 'UnknownError'); };
        globalThis.mendStorage = () => { IDBFactory.prototype.open = open; };
      }`);
      await background.evaluate(() => {
        const areas = [chrome.storage.local, chrome.storage.session] as unknown as Record<string, unknown>[];
        const works = areas.map((area) => ({ get: area.get, set: area.set, remove: area.remove }));
        const fail = async () => {
          throw new Error('IO error');
        };
        for (const area of areas) Object.assign(area, { get: fail, set: fail, remove: fail });
        const mend = () => {
          for (const [at, area] of areas.entries()) Object.assign(area, works[at]);
        };
        Object.assign(globalThis, { mendStorage: mend });
      });
      await wait(15_000);
      await place('mendStorage()');
      // A worker that has ended meanwhile has all that it had again.
      await (await worker(browser)).evaluate('globalThis.mendStorage?.()');
      await tools.detach();
      await page.reload();
    },
  },
  {
    name: 'access to the site taken away, and given back with the page loaded again',
    to: both,
    withinMs: AGAIN_MS,
    happen: async ({ people, stage }, role) => {
      const { browser, page } = people[role];
      const { id } = await extensionOf(browser);
      const settings = await browser.newPage();
      await settings.goto('chrome://extensions');
      const grant = (hostAccess: string) =>
        settings.evaluate(
          // The page's own API, of which no types are published.
          (extensionId, access) => {
            const { developerPrivate } = chrome as unknown as {
              developerPrivate: { updateExtensionConfiguration(change: object): Promise<void> };
            };
            return developerPrivate.updateExtensionConfiguration({ extensionId, hostAccess: access });
          },
          id,
          hostAccess,
        );
      await grant('ON_CLICK');
      await page.goto(`${stage.site}/?without`);
      await wait(3_000);
      await grant('ON_ALL_SITES');
      await settings.close();
      await page.bringToFront();
      await page.goto(stage.site);
    },
  },
  {
    name: 'browser killed, started again, and Return pressed',
    to: ['guest', 'host'],
    withinMs: STARTED_MS,
    happen: async (pair, role) => {
      pair.people[role].browser.process()?.kill('SIGKILL');
      await wait(8_000);
      const person = await pair.startAgain(role);
      await expectPopupSays(person, 'You were in a room when the browser ended', STARTED_MS);
      await pressInPopup(person, 'Return');
      looksAt(pair, role, await pageAt(person, pair.stage.site));
    },
  },
];
