import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inviteText, makeRoomCode } from '../../lib/core/wire/invite';
import { evaluateQuietly, extensionOf } from '../helpers/browsers.mjs';
import { createRoom, named, pressSoon } from '../helpers/party.mjs';
import { closePopup, expectBadge, expectMembers, expectPopupSays, popupOf, pressInPopup, typeInvite } from './popup';
import { openStage, type Person, type Stage, setSettings } from './stage';
import { expectPaused, press } from './watching';

/** A dial that finds nobody is tried again for 5 s, and each try may take 5 s. */
const NOT_FOUND_WITHIN_MS = 20_000;

let stage: Stage;
let person: Person;

beforeAll(async () => {
  stage = await openStage();
  person = await stage.host();
});
afterAll(() => stage?.close());

const codeOf = (seed: number) => makeRoomCode(new Uint8Array(15).fill(seed));
/** The code of a room that nobody has, and one with a wrong character. */
const NOBODYS = codeOf(7);
const TYPO = NOBODYS.replace(/^./, 'Z');

const inviteTo = (code: string) => inviteText({ code, server: stage.server.url });
const addressOf = ({ page }: Person) => evaluateQuietly(page, () => location.href);
const expectOffered = (somebody: Person) => expectPopupSays(somebody, 'You are invited to watch together');

/** Opens an address afresh. The popup closes as it does when people go on in the page. */
async function open(address: string): Promise<void> {
  await closePopup(person);
  await person.page.goto('about:blank');
  await person.page.goto(address);
}

/** Puts a mark on the page, which is gone when the page is loaded again. */
async function mark({ page }: Person): Promise<void> {
  await evaluateQuietly(page, () => {
    document.title = 'never loaded again';
  });
}

describe('BAD-3: a fragment that is no invite', () => {
  it.each(
    [
      '#chapter-2',
      '#/watch?lockstep=1',
      '#lockstep=',
      '#lockstep',
      '#xlockstep=7MQE-2KN5-44QR-1T7A',
      `#lockstep=${'A'.repeat(1_025)}`,
      '#%E0%A4%A&%&=&&',
    ].map((hash) => [hash.slice(0, 40), hash] as const),
  )('leaves the page alone: %s', async (_, hash) => {
    const { page } = person;
    await open(stage.site + hash);
    await mark(person);
    // The same again for a page that is open already.
    await evaluateQuietly(
      page,
      (next: string) => {
        location.hash = '';
        location.hash = next;
      },
      hash,
    );
    await expectBadge(person, '');
    expect(await addressOf(person)).toBe(`${stage.site}/${hash}`);
    expect(await page.title()).toBe('never loaded again');
  });
});

describe('ER-1: an invite that cannot be followed is explained in words', () => {
  it.each([
    ['INV-3: a typo', TYPO, 'This code has a typo.'],
    ['anything else', 'hello', 'This is not an invite.'],
    ['INV-4: a server that is none', `${NOBODYS}~https://u:p@a.example`, 'This is not an invite.'],
    ['INV-5: nothing known in it', `${NOBODYS}~javascript:alert(1)`, 'Your friend’s Lockstep is newer than yours.'],
  ])('opened as a link: %s', async (_, text, words) => {
    await open(`${stage.site}/#t=5&lockstep=${text}`);
    await expectBadge(person, '!');
    await expectPopupSays(person, words);
    expect(await addressOf(person)).toBe(`${stage.site}/#t=5`);
    // The page's own player is not harmed.
    await press(person, 'play');
    await pressInPopup(person, 'Back');
    await expectBadge(person, '');
  });

  it.each([
    ['INV-3: a typo', TYPO.toLowerCase(), 'This code has a typo.'],
    ['anything else', 'hello', 'This is not an invite.'],
    ['nothing', '', 'This is not an invite.'],
  ])('typed: %s', async (_, text, words) => {
    await open(stage.site);
    await typeInvite(person, text);
    await expectPopupSays(person, words);
    await expectBadge(person, '');
  });

  it('a room that is not there, by its link', async () => {
    await open(`${stage.site}/#lockstep=${inviteTo(NOBODYS)}`);
    await expectPopupSays(person, 'Nobody is hosting this room right now.', NOT_FOUND_WITHIN_MS);
    await expectBadge(person, '!');
    await pressInPopup(person, 'Back');
  });

  it('a server that cannot be reached, as a host and as a guest', async () => {
    // As it comes, the extension of these tests knows a server that is not there.
    const stranger = await stage.stranger();
    await stranger.page.goto(stage.site);
    await pressInPopup(stranger, 'Create room');
    await expectPopupSays(stranger, 'The server that introduces you cannot be reached.', NOT_FOUND_WITHIN_MS);
    await expectPopupSays(stranger, 'Direct connection');
    await pressInPopup(stranger, 'Back');
    await typeInvite(stranger, NOBODYS);
    await expectPopupSays(stranger, 'The server that introduces you cannot be reached.', NOT_FOUND_WITHIN_MS);
    await stranger.browser.close();
  });

  it('DR-5: a test of the connection names what does not work', async () => {
    // Nobody listens there.
    const nobody = { relay: 'ws://127.0.0.1:9', ice: 'stun:127.0.0.1:9' };
    await setSettings(person, { ...nobody, publicServers: false });
    const { id } = await extensionOf(person.browser);
    const options = await person.browser.newPage();
    await options.goto(`chrome-extension://${id}/options.html`);
    await pressSoon(options, 'Test connection');
    await options.locator(named('button', 'Copy report')).setTimeout(NOT_FOUND_WITHIN_MS).wait();
    const rows = await options.$$eval('[aria-label="What was tried"] > li', (items) =>
      items.map(({ textContent }) => textContent.replace(/[\d.]+ s/, '…')),
    );
    expect(rows).toEqual([
      '✓Works: Server …',
      expect.stringContaining('✗Does not work: This network …No STUN server answers'),
      '✓Works: Direct connection …',
      expect.stringContaining('✗Does not work: Relay …The relay cannot be reached.'),
    ]);
    await options.close();
    // The room place goes with it: an idle browser has none.
    await expect
      .poll(() => person.browser.targets().some((target) => target.url().endsWith('/offscreen.html')))
      .toBe(false);
    await setSettings(person, { relay: '', ice: '', publicServers: true });
  });
});

describe('ER-1: a page that Lockstep can do little with', () => {
  it('says that there is no video yet, before and in a room', async () => {
    await open(`${stage.site}/no-video.html`);
    await expectPopupSays(person, 'No video on this page yet');
    await createRoom(person.browser, person.page);
    await expectPopupSays(person, 'No video in the room’s tab yet');
    await pressInPopup(person, 'Leave room');
  });

  it('says that it cannot work on a page of the browser', async () => {
    const page = await person.browser.newPage();
    await page.goto('chrome://version');
    const there = { ...person, page };
    await expectPopupSays(there, 'Lockstep cannot work on this page.');
    await pressInPopup(there, 'Create room');
    const popup = await popupOf(there);
    await popup.waitForSelector('[role="alert"]');
    await expectBadge(person, '');
    await page.close();
  });
});

describe('SC-2: an invite that is not to be followed at once', () => {
  it('waits while in another room, and is there to be joined after leaving', async () => {
    const { browser, page } = person;
    await open(stage.site);
    await createRoom(browser, page);
    const other = await browser.newPage();
    await other.goto(`${stage.site}/?other#lockstep=${inviteTo(NOBODYS)}`);
    const there = { ...person, page: other };
    await expectPopupSays(there, 'You are invited to another room. Joining it leaves this one.');
    await expectMembers(there, 1);
    await pressInPopup(there, 'Leave room');
    await expectOffered(there);
    await pressInPopup(there, 'Not now');
    await other.close();
  });

  it('brings the tab of the room to the front when it is the room’s own', async () => {
    const { browser, page } = person;
    await open(stage.site);
    const invite = await createRoom(browser, page);
    const other = await browser.newPage();
    await other.goto(invite);
    await expect.poll(() => evaluateQuietly(page, () => document.visibilityState)).toBe('visible');
    await expectMembers(person, 1);
    await pressInPopup(person, 'Leave room');
    await other.close();
  });

  it('waits when joining at once is switched off in the options', async () => {
    const host = await stage.host();
    await host.page.goto(stage.site);
    const invite = await createRoom(host.browser, host.page);
    const { id } = await extensionOf(person.browser);
    const options = await person.browser.newPage();
    await options.goto(`chrome-extension://${id}/options.html`);
    await options.locator('::-p-aria(Join when I open an invite)').click();
    await options.waitForSelector('::-p-text(Saved)');
    await options.close();

    await open(invite);
    await expectBadge(person, '?');
    await expectMembers(host, 1);
    await expectOffered(person);
    await pressInPopup(person, 'Join');
    await expectMembers(host, 2);
    await closePopup(person);
    await expectPaused(person, true);
  });
});
