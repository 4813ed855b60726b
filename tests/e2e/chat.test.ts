import type { Page } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { evaluateQuietly, extensionOf, worker } from '../helpers/browsers.mjs';
import { named } from '../helpers/party.mjs';
import { openParty } from './party';
import { closePopup, expectBadge } from './popup';
import { openStage, type Person, type Stage } from './stage';
import { eventually, videoOf } from './watching';

const HOSTILE = '<img src=x onerror="document.title=1"> look at 0:42';
const SAID_WITHIN_MS = 10_000;

let stage: Stage;
let host: Person;
let guest: Person;

beforeAll(async () => {
  stage = await openStage();
  ({ host, guest } = await openParty(stage));
});
afterAll(() => stage?.close());

/** The chat in a tab, as where the browser has no panel for it. */
async function openChat({ browser }: Person): Promise<Page> {
  const { id } = await extensionOf(browser);
  const page = await browser.newPage();
  await page.goto(`chrome-extension://${id}/chat.html`);
  await page.waitForSelector(named('textbox', 'Message'));
  return page;
}

async function write(chat: Page, text: string) {
  await chat.bringToFront();
  await chat.locator(named('textbox', 'Message')).fill(text);
  await chat.locator(named('button', 'Send')).click();
}

const expectSaid = (chat: Page, text: string, where = '[role=log][aria-label=Chat]') =>
  eventually(
    () => chat.$eval(where, (element) => element.textContent),
    (seen) => expect(seen).toContain(text),
    SAID_WITHIN_MS,
  );

/** A page that listens as closely as it can: to keys, to messages, to every change of what it shows. */
function listen() {
  const heard: string[] = [];
  Object.assign(window, { heard });
  for (const type of ['keydown', 'keypress', 'input', 'message']) {
    const note = (event: Event) =>
      heard.push(`${type} ${(event as KeyboardEvent).key} ${(event as MessageEvent).data}`);
    addEventListener(type, note, true);
  }
  const note = () => heard.push(document.documentElement.outerHTML);
  new MutationObserver(note).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  });
}
const heardBy = ({ page }: Person) =>
  evaluateQuietly(page, () => {
    const { heard } = window as unknown as { heard: readonly string[] };
    return `${document.title}\n${document.documentElement.outerHTML}\n${heard.join('\n')}`;
  });

/** Whether this reaction is drawn over a person's film: in a closed tree, which no page can look into. */
async function isFloating({ page }: Person, picture: string): Promise<boolean> {
  const session = await page.createCDPSession();
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  await session.detach();
  return JSON.stringify(root).includes(`"data-picture","${picture}"`);
}

it('CH-13, CH-14, CH-15: two people write, jump to a place and react, and their pages learn nothing of it', async () => {
  await closePopup(host);
  for (const { page } of [host, guest]) await evaluateQuietly(page, listen);
  const theirs = await openChat(guest);
  await write(theirs, HOSTILE);
  await expectBadge(host, '+1');
  const ours = await openChat(host);
  await expectSaid(ours, HOSTILE);
  expect(await ours.$$('[role=log] img')).toEqual([]);
  await expectBadge(host, '2');

  await write(ours, 'I see');
  await expectSaid(theirs, 'I see');

  await ours.locator(named('button', '0:42')).click();
  for (const person of [host, guest]) {
    const place = async () => (await videoOf(person)).position;
    await eventually(place, (at) => expect(Math.abs(at - 42)).toBeLessThan(SAID_WITHIN_MS / 1000), SAID_WITHIN_MS);
  }

  await theirs.bringToFront();
  await theirs.locator(named('button', 'React')).click();
  await theirs.waitForSelector('[role=menuitem]:focus');
  await theirs.keyboard.press('2');
  for (const person of [host, guest])
    await eventually(
      () => isFloating(person, '😂'),
      (seen) => expect(seen).toBe(true),
      SAID_WITHIN_MS,
    );
  await expectSaid(ours, 'Laugh', '[role=status]');

  for (const person of [host, guest]) {
    const heard = await heardBy(person);
    for (const word of ['look at', 'I see', 'onerror', 'Laugh', '😂']) expect(heard).not.toContain(word);
  }
});

it('CH-20: a host whose room place has died has its chat again', async () => {
  const [ours, theirs] = [await openChat(host), await openChat(guest)];
  await write(ours, 'the first');
  await expectSaid(theirs, 'the first');
  await write(theirs, 'the second');
  const background = await worker(host.browser);
  const kept = () => background.evaluate(async () => JSON.stringify(await chrome.storage.session.get('room')));
  await eventually(kept, (record) => expect(record).toContain('the second'), SAID_WITHIN_MS);
  await background.evaluate(() => chrome.offscreen.closeDocument());
  await ours.reload();
  for (const text of ['the first', 'the second']) await expectSaid(ours, text);
  await write(ours, 'the third');
  await expectSaid(theirs, 'the third');
});
