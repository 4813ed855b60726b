import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseKept } from '../../lib/core/kept/kept-list';
import { profileList } from '../../lib/core/player/kept-profiles';
import { evaluateQuietly, stopWorker, worker } from '../helpers/browsers.mjs';
import { join as joinParty, openParty, type Party } from './party';
import { expectBadge, expectMembers, expectPopupSays, popupOf, popupText, pressInPopup } from './popup';
import { openStage, type Person, type Stage } from './stage';
import { eventually, expectFollows, expectInStep, expectPaused, press, videoOf } from './watching';

/** A page that loads again, or a room place that starts again, and a peer that has to be dialled again. */
const BACK_WITHIN_MS = 15_000;
/** SPEC RS-1, and what two machines' timers and the goodbye may add to it. */
const GRACE_MS = 60_000;
const GRACE_SLACK_MS = 5_000;

let stage: Stage;
let party: Party;

beforeAll(async () => {
  stage = await openStage();
  party = await openParty(stage);
});
// One test that fails with the film paused shall not take the others with it.
beforeEach(async () => {
  if ((await videoOf(party.host)).paused) await press(party.host, 'play');
  await expectInStep(party.host, party.guest);
});
afterAll(() => stage?.close());

/** How a member is, in words; and, ME-2, a drift beside them or none. */
const NO_VIDEO = /^No video(?!.*Ahead)/;
const AWAY = /^Away(?!.*Ahead)/;
const IN_STEP = /^In sync.*Ahead or behind/;
const BUSY_MS = 8_000;

const both = ['host', 'guest'] as const;
const otherOf = { host: 'guest', guest: 'host' } as const;

/** Waits until the two are together again, and one leads the other. */
async function expectBackTogether(one: Person): Promise<void> {
  const { host, guest } = party;
  await expectPaused(one, false, BACK_WITHIN_MS);
  const { position } = await videoOf(one);
  await expectMembers(host, 2);
  await one.page.bringToFront();
  // SPEC IN-2: what a player does so soon after it was loaded is taken for the site's doing.
  await expect.poll(async () => (await videoOf(one)).position).toBeGreaterThan(position + 1.5);
  await expectInStep(host, guest);
  await expectFollows(host, guest);
  await expectFollows(guest, host);
}

const countOffscreen = async ({ browser }: Person) =>
  (await worker(browser)).evaluate(
    async () => (await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })).length,
  );

/** What is stored of players, as it stands there. */
const storedPlayers = async ({ browser }: Person) =>
  (await (await worker(browser)).evaluate(() => chrome.storage.local.get('players'))).players;

describe('a party goes on', () => {
  it('EX-2: while the background worker of either side is stopped again and again', async () => {
    const { host, guest } = party;
    for (const [one, other] of [
      [host, guest],
      [guest, host],
      [host, guest],
    ] as const) {
      await Promise.all([stopWorker(host.browser), stopWorker(guest.browser)]);
      await expectFollows(one, other);
    }
  });

  it.each(both)('RO-2, RO-7: when the page of the %s is loaded again', async (role) => {
    const before = await videoOf(party.host);
    await party[role].page.reload();
    await expectBackTogether(party[role]);
    expect((await videoOf(party.host)).position).toBeGreaterThan(before.position);
  });

  it.each(both)('CO-12: and its page’s player has been remembered, in bounds, with the %s', async (role) => {
    const stored = await storedPlayers(party[role]);
    const sites = parseKept(profileList, stored).map(([site]) => site);
    expect(sites).toEqual([new URL(stage.site).host]);
    expect(parseKept(profileList, stored)).toEqual(stored);
  });

  it.each(both)('BG-1: when the page of the %s is loaded again and the worker has to be woken for it', async (role) => {
    await stopWorker(party[role].browser);
    await party[role].page.reload();
    await expectBackTogether(party[role]);
  });

  it.each(both)('FV-1, RO-5: when the page of the %s puts another video in the place of the first', async (role) => {
    const before = await videoOf(party[role]);
    // SPEC IN-2 shall not help: after several presses within 2 s a pause would count for nothing anyway.
    await expect.poll(async () => (await videoOf(party[role])).position).toBeGreaterThan(before.position + 2.5);
    await evaluateQuietly(party[role].page, () => {
      // It says nothing of the film: another number would be another film (SPEC MK-6).
      history.pushState({}, '', '?utm_campaign=2');
      const next = document.createElement('video');
      next.src = '/sample.mp4';
      document.querySelector('video')?.replaceWith(next);
    });
    await expectBackTogether(party[role]);
    expect((await videoOf(party[role])).position).toBeGreaterThan(before.position);
  });

  it.each(both)('when the %s goes to another page and comes back to the one that the browser kept', async (role) => {
    const { page } = party[role];
    await evaluateQuietly(page, () => {
      document.title = 'kept';
    });
    await page.goto(`${stage.site}/no-video.html`);
    await expectShown(role, NO_VIDEO);
    await expectFollowsAlone(party[otherOf[role]]);
    await page.goBack({ waitUntil: [] });
    await expectBackTogether(party[role]);
    // Loaded afresh it would have its own title again.
    expect(await page.title()).toBe('kept');
  });

  it.each(both)('ME-1: when the tab of the %s goes to a page of the browser’s, and comes back', async (role) => {
    const { page } = party[role];
    const address = page.url();
    await page.goto('chrome://version');
    await expectShown(role, NO_VIDEO);
    await page.goto(address);
    await expectBackTogether(party[role]);
    await expectShown(role, IN_STEP);
  });

  it.each(both)('ME-1: when the page of the %s crashes, and is loaded again', async (role) => {
    const { page } = party[role];
    const devtools = await page.createCDPSession();
    // It never answers, and no popup opens over what is left.
    void devtools.send('Page.crash').catch(() => {});
    await expectShown(role, NO_VIDEO, [otherOf[role]]);
    await reloadTab(party[role]);
    await expectBackTogether(party[role]);
    await expectShown(role, IN_STEP);
  });

  it.each(both)('ME-1: when the page of the %s does not answer for a while', async (role) => {
    void evaluateQuietly(
      party[role].page,
      (forMs) => {
        const untilMs = performance.now() + forMs;
        while (performance.now() < untilMs) {
          // Busy.
        }
      },
      BUSY_MS,
    ).catch(() => {});
    // The popup over a page that is busy may not open: it is looked at from the other side.
    await expectShown(role, AWAY, [otherOf[role]]);
    await expectShown(role, IN_STEP);
  });

  it.each(both)('RS-2: when the room place of the %s dies', async (role) => {
    const { browser } = party[role];
    await (await worker(browser)).evaluate(() => chrome.offscreen.closeDocument());
    await expect.poll(() => countOffscreen(party[role]), { timeout: BACK_WITHIN_MS }).toBe(1);
    await expect.poll(() => popupText(party.host), { timeout: BACK_WITHIN_MS }).toMatch(/In sync.*In sync/);
    await expectBackTogether(party[role]);
  });

  it('RS-7: when the browser of a third is killed: started again, it returns by one press', async () => {
    const { host, guest, invite } = party;
    const profile = await mkdtemp(join(tmpdir(), 'lockstep-profile-'));
    const third = await stage.friend({ profile });
    try {
      await joinParty(third, invite);
      await expectInStep(host, guest, third);
      third.browser.process()?.kill('SIGKILL');
      await expectMembers(host, 2);
      const again = await stage.stranger({ profile });
      await expectBadge(again, '?');
      await expectPopupSays(again, 'You were in a room when the browser ended');
      await pressInPopup(again, 'Return');
      await expectMembers(host, 3);
      const page = await eventuallyPage(again, stage.site);
      await expectInStep(host, guest, { ...again, page });
      await again.browser.close();
    } finally {
      await third.browser.close().catch(() => {});
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    }
    await expectMembers(host, 2);
  });

  it('when the signalling server is gone for a while, and takes in a third after that', async () => {
    const { host, guest, invite } = party;
    await stage.restartServer(async () => {
      await expectPopupSays(host, 'nobody new can join');
      await expectFollows(host, guest);
      await expectFollows(guest, host);
    });
    await expect.poll(() => popupText(host), { timeout: BACK_WITHIN_MS }).not.toContain('nobody new can join');
    const third = await stage.friend();
    try {
      await joinParty(third, invite);
      await expectInStep(host, guest, third);
    } finally {
      await third.browser.close();
    }
    await expectMembers(host, 2);
  });

  it(
    'RS-1: until a member closes the tab, and is gone a minute later',
    async () => {
      const { host, guest } = party;
      await expectMembers(host, 2);
      const other = await guest.browser.newPage();
      const closedMs = performance.now();
      await guest.page.close();
      await expectMembers(host, 1, GRACE_MS + GRACE_SLACK_MS);
      expect(performance.now() - closedMs).toBeGreaterThan(GRACE_MS - 1_000);
      await expectPopupSays({ ...guest, page: other }, 'tab was closed, so you left the room');
      await expectPaused(host, false);
    },
    GRACE_MS + 60_000,
  );
});

/** The tab that the extension has opened with this site's page. */
async function eventuallyPage({ browser }: Person, site: string): Promise<Page> {
  let found: Page | undefined;
  const look = async () => {
    found = (await browser.pages()).find((page) => page.url().startsWith(site));
    return found !== undefined;
  };
  await eventually(look, (seen) => expect(seen).toBe(true), BACK_WITHIN_MS);
  return found as Page;
}

/** Waits until a member is shown so, to these people. */
async function expectShown(
  role: 'host' | 'guest',
  how: RegExp,
  to: readonly ('host' | 'guest')[] = both,
): Promise<void> {
  for (const viewer of to) {
    const popup = await popupOf(party[viewer]);
    const look = () =>
      popup.$$eval('[aria-label="Members"] > li .member-how', (rows) => rows.map((row) => row.textContent));
    const row = role === 'host' ? 0 : 1;
    await eventually(look, (rows) => expect(rows[row]).toMatch(how), BACK_WITHIN_MS);
  }
}

/** As by the button of the browser: a page that has crashed hears nothing. */
const reloadTab = async ({ browser }: Person) =>
  (await worker(browser)).evaluate(async (site) => {
    const [tab] = await chrome.tabs.query({ url: `${site}/*` });
    if (tab?.id !== undefined) await chrome.tabs.reload(tab.id);
  }, stage.site);

/** While the friend's page has no video the film goes on here, and can be paused and played. */
async function expectFollowsAlone(person: Person): Promise<void> {
  await press(person, 'pause');
  await expectPaused(person, true);
  await press(person, 'play');
  await expectPaused(person, false);
}
