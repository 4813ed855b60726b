import type { Frame } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LanguageChoice } from '../../lib/core/text/languages';
import ar from '../../public/_locales/ar/messages.json' with { type: 'json' };
import de from '../../public/_locales/de/messages.json' with { type: 'json' };
import { evaluateQuietly, setFirefoxOptions, worker } from '../helpers/browsers.mjs';
import { chatFrameOf, pressChat } from '../helpers/page-chat.mjs';
import { createRoom } from '../helpers/party.mjs';
import type { Page as SitePage } from '../helpers/site.mjs';
import { join } from './party';
import { type FirefoxPerson, openStage, type Person, type Stage, setSettings } from './stage';
import { clickPlay, eventually, expectPaused, expectSaid, expectStays } from './watching';

/**
 * The chat in pages that listen as closely as they can, over a film that a key lets fill the screen: `f` with its controls,
 * `v` the bare video.
 */
const THEATRE = `<!doctype html>
<html lang="en"><head><title>Theatre</title><link rel="icon" href="data:," />
<style>body { margin: 0 } #player, video { width: 640px; height: 360px; display: block; background: #123 }</style>
<script src="/hostile/hostile.js"></script></head>
<body><div id="player"><video src="/sample.mp4" controls></video></div>
<script src="/theatre.js"></script></body></html>`;
const SCRIPT = `
  window.typed = '';
  for (const type of ['keydown', 'beforeinput', 'input', 'paste', 'compositionupdate']) {
    addEventListener(type, (event) => { window.typed += event.key ?? event.data ?? ''; }, true);
  }
  window.filled = 'nothing';
  addEventListener('fullscreenchange', () => { window.filled = document.fullscreenElement?.localName ?? 'nothing'; });
  addEventListener('keydown', ({ key, isTrusted }) => {
    if (!isTrusted) return;
    if (key === 'f') player.requestFullscreen();
    if (key === 'v') document.querySelector('video').requestFullscreen();
  });
  window.frameOurs = (address) => {
    const frame = document.createElement('iframe');
    frame.id = 'stolen';
    frame.src = address;
    document.body.append(frame);
    setInterval(() => {
      frame.contentWindow.postMessage({ type: 'pass', pass: 'a'.repeat(16) }, '*');
      frame.contentWindow.postMessage({ type: 'view', view: {} }, '*');
    }, 50);
  };`;
const STRICT = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; media-src 'self'; frame-src 'none'";
const pages: Record<string, SitePage> = {
  '/theatre.html': THEATRE,
  '/theatre.js': { body: SCRIPT, headers: { 'content-type': 'text/javascript' } },
  '/strict.html': { body: THEATRE, headers: { 'content-security-policy': STRICT } },
  '/isolated.html': {
    body: THEATRE,
    headers: { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' },
  },
};
const NAMES = { host: 'Zebediah', guest: 'Quintessa' };
const SAID = { host: 'xylophone quartet', guest: 'marmalade sandwich' };
const WITHIN_MS = 10_000;
/** What the page has told the frame would have shown by then, ms. */
const TOLD_MS = 1_000;

let stage: Stage;
let host: Person;
let guest: Person;
let invite: string;

beforeAll(async () => {
  stage = await openStage(pages);
  [host, guest] = await Promise.all([stage.host({}, { name: NAMES.host }), stage.firefox({}, { name: NAMES.guest })]);
  // Firefox lets nothing fill the screen in the tab that it begins with: that one has not got the focus.
  guest = { ...guest, page: await guest.browser.newPage() } as FirefoxPerson;
  await host.page.goto(`${stage.site}/theatre.html`);
  invite = await createRoom(host.browser, host.page);
  await clickPlay(host);
  await join(guest, invite);
});
afterAll(() => stage?.close());

const look = <T>({ page }: Person, what: string) =>
  evaluateQuietly(page, (text: string) => new Function(`return ${text}`)() as T, what);
const frameIn = ({ page }: Person) => chatFrameOf(page);

/** As the options page does. */
const choose = (person: Person, language: LanguageChoice) =>
  'origin' in person ? setFirefoxOptions(person as FirefoxPerson, { language }) : setSettings(person, { language });

async function fill(person: Person, key: 'f' | 'v', element: string): Promise<void> {
  await person.page.bringToFront();
  await person.page.keyboard.press(key);
  await expect.poll(() => look(person, 'window.filled'), { timeout: WITHIN_MS }).toBe(element);
}

/** What the key of the chat has the background do: puppeteer presses no key of an extension's. */
async function pressKey({ browser }: Person): Promise<void> {
  const place = browser.targets().find((target) => target.url().endsWith('/offscreen.html'));
  const session = await place?.createCDPSession();
  const message = { to: 'background', kind: 'command', body: { type: 'chat-over-film' } };
  const expression = `chrome.runtime.sendMessage(${JSON.stringify(message)}).then(JSON.stringify)`;
  const answered = await session?.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  expect(answered?.result.value).toContain('true');
  await session?.detach();
}

/** The chat in the person's page, once it is drawn and written in. */
async function openChat(person: Person): Promise<Frame> {
  await pressChat(person.page);
  return chatIn(person);
}
async function chatIn(person: Person): Promise<Frame> {
  const isFocused = () => document.activeElement?.localName === 'textarea' && document.hasFocus();
  let frame: Frame | undefined;
  const look = async () => {
    frame = await frameIn(person);
    return frame?.evaluate(isFocused);
  };
  await eventually(look, (focused) => expect(focused).toBe(true), WITHIN_MS);
  return frame as Frame;
}
const expectShown = (frame: Frame, text: string, where = '[role=log]') =>
  eventually(
    () => frame.evaluate((selector) => document.querySelector(selector)?.textContent ?? '', where),
    (seen) => expect(seen).toContain(text),
    WITHIN_MS,
  );

/** Firefox takes keys that a test presses to the page, whatever has the focus in it. */
async function write(person: Person, frame: Frame, text: string): Promise<void> {
  if (!('origin' in person)) {
    await person.page.keyboard.type(text);
    return person.page.keyboard.press('Enter');
  }
  await frame.evaluate((typed) => {
    const box = document.querySelector('textarea') as HTMLTextAreaElement;
    box.value = typed;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);
  await press(frame, '[type=submit]');
}
const press = (frame: Frame, selector: string) =>
  frame.evaluate((wanted) => (document.querySelector(wanted) as HTMLElement).click(), selector);

async function expectNothingLearnt(person: Person): Promise<void> {
  const code = /lockstep=([^~]*)/.exec(invite)?.[1] ?? '';
  const words = [...Object.values(NAMES), ...Object.values(SAID), code, code.replaceAll('-', ''), 'chat-frame', '😂'];
  const found = await evaluateQuietly(
    person.page,
    (wanted: readonly string[]) => {
      const { hostile, typed } = window as unknown as {
        hostile: { search(words: readonly string[]): string[] };
        typed: string;
      };
      return [...hostile.search(wanted), ...wanted.filter((word) => typed.includes(word)), `frames: ${window.length}`];
    },
    words,
  );
  expect(found).toEqual(['frames: 0']);
  expect(await look(person, 'window.hostile.search(["Theatre"])')).not.toEqual([]);
}

it('CH-16, CH-18: two people write over a film that fills the screen, and their pages learn nothing of it', async () => {
  await fill(host, 'f', 'div');
  const ours = await openChat(host);
  await write(host, ours, SAID.host);
  await expectShown(ours, SAID.host);
  await fill(guest, 'f', 'div');
  const theirs = await openChat(guest);
  await expectShown(theirs, SAID.host);
  await write(guest, theirs, SAID.guest);
  await expectShown(ours, SAID.guest);
  await press(theirs, '[aria-haspopup=menu]');
  await theirs.waitForSelector('[role=menuitem]');
  await press(theirs, '[role=menuitem][aria-label=Laugh]');
  await expectShown(ours, 'Laugh', '[role=status]');
  for (const person of [host, guest]) await expectNothingLearnt(person);
  for (const [person, frame] of [
    [host, ours],
    [guest, theirs],
  ] as const) {
    await press(frame, '[aria-label="Close chat"]');
    await expect.poll(() => frameIn(person)).toBeUndefined();
    // The film has heard nothing of all that.
    await expectPaused(person, false);
  }
});

it('LA-3, LA-4: the chat over the film and the pill follow a choice of the language, in both browsers', async () => {
  // In Firefox the options come to the front, and what filled the screen does not any more: the chat lies elsewhere then.
  const spoken = async (person: Person) =>
    (await frameIn(person))?.evaluate(() => {
      const { lang, dir } = document.documentElement;
      return [lang, dir, document.querySelector('h1')?.textContent];
    });
  for (const person of [host, guest]) {
    await person.page.bringToFront();
    await openChat(person);
    await choose(person, 'ar');
    await expect.poll(() => spoken(person), { timeout: WITHIN_MS }).toEqual(['ar', 'rtl', ar.chatTitle.message]);
    await choose(person, 'de');
    await expect.poll(() => spoken(person), { timeout: WITHIN_MS }).toEqual(['de', 'ltr', de.chatTitle.message]);
    await person.page.bringToFront();
    await press(await chatIn(person), `[aria-label="${de.closeChat.message}"]`);
    await expect.poll(() => frameIn(person)).toBeUndefined();
  }
  await expectSaid(host, de.pillMembers.message.replace('$COUNT$', '2'));
  await Promise.all([choose(host, 'auto'), choose(guest, 'auto')]);
  await guest.page.bringToFront();
});

/** The page makes a frame of ours of its own, and tells it whatever it likes. */
async function expectEmpty(person: Person, address: string): Promise<void> {
  await look(person, `frameOurs(${JSON.stringify(address)})`);
  const shown = async () => {
    const frame = await (await person.page.$('#stolen'))?.contentFrame();
    return frame?.evaluate(() => document.querySelector('#app')?.innerHTML);
  };
  await expect.poll(shown, { timeout: WITHIN_MS }).toBe('');
  await expectStays(shown, '', TOLD_MS);
}

describe('CH-16: a page', () => {
  it('that takes our element out gets the chat back, and that makes a frame of ours gets nothing', async () => {
    await fill(host, 'f', 'div');
    await pressKey(host);
    await chatIn(host);
    await look(host, 'document.exitFullscreen()');
    await look(host, 'document.querySelectorAll("[popover]").forEach((each) => each.remove())');
    const ours = await chatIn(host);
    await write(host, ours, SAID.host);
    await expectShown(ours, SAID.host);
    // What no page can know: in Chromium it is another with each start.
    const address = await (await worker(host.browser)).evaluate(() => chrome.runtime.getURL('/chat-frame.html'));
    await expectEmpty(host, address);
    await expectEmpty(guest, `${(guest as FirefoxPerson).origin}/chat-frame.html`);
    await expectShown(ours, SAID.host);
  });

  it.each(['/strict.html', '/isolated.html'])('has the chat under a policy that forbids frames: %s', async (path) => {
    await host.page.goto(`${stage.site}${path}`);
    await clickPlay(host);
    const ours = await openChat(host);
    await write(host, ours, SAID.host);
    await expectShown(ours, SAID.host);
    await expectNothingLearnt(host);
  });
});

it('CH-19: where the bare video fills the screen, words say where the chat is', async () => {
  await host.page.goto(`${stage.site}/theatre.html`);
  await clickPlay(host);
  await fill(host, 'v', 'video');
  await pressKey(host);
  const drawn = async () =>
    JSON.stringify(
      (await host.page.createCDPSession().then((tools) => tools.send('DOM.getDocument', { depth: -1, pierce: true })))
        .root,
    );
  await expect.poll(drawn, { timeout: 4_000 }).toContain('The chat cannot be shown here.');
  expect(await frameIn(host)).toBeUndefined();
});
