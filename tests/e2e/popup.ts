import type { Browser, Page } from 'puppeteer';
import { expect } from 'vitest';
import { openPopup, worker } from '../helpers/browsers.mjs';
import { named, pressSoon } from '../helpers/party.mjs';
import type { Person } from './stage';
import { eventually } from './watching';

/** Connecting takes well under a second on one machine; a room that is not there, 5 s. */
const SAID_WITHIN_MS = 15_000;

const overWhat = new WeakMap<Browser, Page>();

/** The real popup over a person's page. It closes when a page comes to the front. */
export async function popupOf(person: Person): Promise<Page> {
  const { browser, page } = person;
  // One that is open over another page is closed first; one that is just closing is opened again.
  if (overWhat.get(browser) !== page) await closePopup(person);
  overWhat.set(browser, page);
  return openPopup(browser, page).catch(() => openPopup(browser, page));
}

/** Closes the popup as people do: by a look at the page. */
export async function closePopup(person: Person): Promise<void> {
  await person.page.bringToFront();
  await expectPopupClosed(person);
}

/** Waits until the popup is gone, as it goes by itself after some presses: once what they ask for is done. */
export async function expectPopupClosed({ browser }: Person): Promise<void> {
  const isOpen = async () => browser.targets().some((target) => target.url().endsWith('/popup.html'));
  await eventually(isOpen, (open) => expect(open).toBe(false), SAID_WITHIN_MS);
}

/** Presses a button of the popup by its name. */
export async function pressInPopup(person: Person, name: string): Promise<void> {
  const popup = await popupOf(person);
  await pressSoon(popup, name);
}

/** The same for one of those that *More* holds. */
export async function pressInMore(person: Person, name: string): Promise<void> {
  const popup = await popupOf(person);
  const more = await popup.waitForSelector('details.more:not([open]) > summary', { timeout: SAID_WITHIN_MS });
  await more?.click();
  await pressSoon(popup, name);
}

/**
 * Leaves a room by the popup, whatever it shows first: a host whose guest has not been seen to go yet is asked, and who is
 * told that the room is over goes back. It has been left, and not only pressed, once a new one can be created.
 */
export async function leaveRoom(person: Person): Promise<void> {
  const names = ['Leave room', 'End it for everyone', 'Back', 'Create room'];
  const popup = await popupOf(person);
  let pressed = '';
  while (pressed !== 'Create room') {
    const next = names.filter((name) => name !== pressed).map((name) => named('button', name));
    const button = await popup.waitForSelector(next.join(', '), { timeout: SAID_WITHIN_MS });
    pressed = (await button?.evaluate((found) => found.textContent)) ?? '';
    if (pressed !== 'Create room') await button?.click();
  }
  await closePopup(person);
}

/** All that the popup says, now. */
export async function popupText(person: Person): Promise<string> {
  const popup = await popupOf(person);
  return popup.$eval('main', (main) => main.textContent);
}

/** Waits until the popup says this. */
export async function expectPopupSays(person: Person, words: string, withinMs = SAID_WITHIN_MS): Promise<void> {
  await eventually(
    () => popupText(person),
    (seen) => expect(seen).toContain(words),
    withinMs,
  );
}

/** Types an invite or a code, as it were with the keyboard, and presses Join. */
export async function typeInvite(person: Person, text: string): Promise<void> {
  const popup = await popupOf(person);
  await popup.locator(named('textbox', 'Invite link or room code')).fill(text);
  await popup.locator(named('button', 'Join')).click();
}

/** Waits until the popup lists so many members. */
export async function expectMembers(person: Person, count: number, withinMs = SAID_WITHIN_MS): Promise<void> {
  const popup = await popupOf(person);
  const look = () => popup.$$eval('[aria-label="Members"] > li', (rows) => rows.length);
  await eventually(look, (seen) => expect(seen).toBe(count), withinMs);
}

/** Waits until the toolbar button shows this. */
export async function expectBadge({ browser }: Person, text: string, withinMs = SAID_WITHIN_MS): Promise<void> {
  const look = async () => (await worker(browser)).evaluate(() => chrome.action.getBadgeText({}));
  await eventually(look, (seen) => expect(seen).toBe(text), withinMs);
}
