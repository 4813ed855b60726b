import type { Browser, Page } from 'puppeteer';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { install } from '../../companion/install/install.mjs';
import { extensionOf, openFirefoxPage } from '../helpers/browsers.mjs';
import { CLIENT_ID } from '../helpers/companion-process.mjs';
import { createRoom, named, pressSoon } from '../helpers/party.mjs';
import { allowedExtension, type Home, newHome } from './discord-home';
import { expectBadge, expectPopupSays, popupOf, pressInPopup } from './popup';
import { type FirefoxPerson, openStage, type Person, type Stage } from './stage';
import { clickPlay, eventually, expectInStep, expectPaused } from './watching';

/** The companion is started, finds Discord and shakes hands. */
const CONNECTED_WITHIN_MS = 20_000;
/** One update in 15 s. */
const SHOWN_WITHIN_MS = 25_000;
const BEN = { id: '223372036854775807', username: 'ben', global_name: 'Ben' };

declare const browser: typeof chrome;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const soon = (look: () => void | Promise<void>, withinMs = CONNECTED_WITHIN_MS) =>
  eventually(async () => undefined, look as () => void, withinMs);

/** Switches Discord on in the options, as a person does who has an application of their own. */
async function switchOn(options: Page) {
  const find = (name: string, text?: string) =>
    options.evaluate(
      (wanted, typed) => {
        const label = [...document.querySelectorAll('label')].find((found) => found.textContent.trim() === wanted);
        const input = label && (document.getElementById(label.htmlFor) as HTMLInputElement | null);
        if (!input) return undefined;
        for (const details of document.querySelectorAll('details')) details.open = true;
        if (typed !== undefined) {
          input.value = typed;
          for (const event of ['input', 'change']) input.dispatchEvent(new Event(event, { bubbles: true }));
        }
        input.scrollIntoView({ block: 'center' });
        const { x, y, width, height } = input.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      },
      name,
      text,
    );
  const found = async (name: string, text?: string) => {
    let place: Awaited<ReturnType<typeof find>>;
    const look = async () => {
      place = await find(name, text);
      return place;
    };
    await eventually(look, (seen) => expect(seen).toBeDefined(), CONNECTED_WITHIN_MS);
    return place ?? { x: 0, y: 0 };
  };
  await found('Discord application id', CLIENT_ID);
  // A real press: the browser is asked for leave in it.
  const { x, y } = await found('Use Discord');
  await options.bringToFront();
  await options.mouse.click(x, y);
  const words = () =>
    options.evaluate(() =>
      [...document.querySelectorAll('[role=status]')].map(({ textContent }) => textContent).join(),
    );
  await eventually(words, (seen) => expect(seen).toContain('Connected to Discord as'), CONNECTED_WITHIN_MS);
  await options.close();
}

async function chromium(home: Home): Promise<Person> {
  install(home.machine, { browsers: ['chromium'] }, () => {});
  const extension = allowedExtension(home, inject('chromeExtension'));
  const person = await stage.friend({ extension, env: home.env, profile: `${home.home}/.config/chromium` });
  const options = await person.browser.newPage();
  await options.goto(`chrome-extension://${(await extensionOf(person.browser)).id}/options.html`);
  await switchOn(options);
  await person.page.bringToFront();
  return person;
}

/** Firefox is told to grant without a question what a press asks for. It refuses to be asked for what is granted already. */
async function firefox(home: Home): Promise<FirefoxPerson> {
  install(home.machine, { browsers: ['firefox'] }, () => {});
  const person = await stage.firefox({ 'extensions.webextOptionalPermissionPrompts': false }, {}, { env: home.env });
  await switchOn(await openFirefoxPage(person.browser, `${person.origin}/options.html`));
  await person.page.bringToFront();
  return person;
}

async function showOnDiscord(person: Person) {
  const popup = await popupOf(person);
  await popup.evaluate(() => document.querySelector<HTMLDetailsElement>('details.more')?.setAttribute('open', ''));
  await popup.locator(named('switch', 'Show on Discord')).click();
}

/** The tab that the extension has opened at the film. */
async function filmTab(browser: Browser): Promise<Page> {
  let found: Page | undefined;
  await eventually(
    async () => (await browser.pages()).find((page) => page.url().startsWith(stage.site)),
    (page) => {
      found = page;
      expect(page).toBeDefined();
    },
    CONNECTED_WITHIN_MS,
  );
  if (!found) throw new Error('no tab at the film');
  return found;
}

/** Has a room shown, and a friend ask there, who is let in. @returns the ticket that Discord hands to the friend */
async function letIn(host: Person, { discord }: Home): Promise<string> {
  await host.page.goto(stage.site);
  await createRoom(host.browser, host.page);
  await clickPlay(host);
  expect(discord.presence).toBeNull();
  await showOnDiscord(host);
  const party = { size: [1, 4] };
  await soon(() => expect(discord.presence).toMatchObject({ party, secrets: { join: expect.any(String) } }));
  expect(discord.presence).not.toHaveProperty('details');
  discord.ask(BEN);
  await expectBadge(host, '?');
  await expectPopupSays(host, 'Ben asks on Discord to join');
  await pressSoon(await popupOf(host), 'Let in');
  await soon(() => expect(discord.invited).toEqual([BEN.id]));
  return discord.presence.secrets.join;
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('DX-1…: shown on Discord, asked, let in, joined, in step; and again when the companion was killed', async () => {
  const [hosts, guests] = [await newHome(), await newHome({ user: BEN })];
  const [host, friend] = [await chromium(hosts), await chromium(guests)];
  guests.discord.handOver(await letIn(host, hosts));
  const guest: Person = { ...friend, page: await filmTab(friend.browser) };
  await expectInStep(host, guest);
  await expectBadge(host, '2');

  // The companion dies: the party goes on, and is shown again.
  const [{ pid }] = hosts.discord.commands('SET_ACTIVITY');
  process.kill(pid, 'SIGKILL');
  await soon(() => expect(hosts.discord.presence).toBeNull());
  await soon(() => expect(hosts.discord.presence).toMatchObject({ party: { size: [2, 4] } }), SHOWN_WITHIN_MS);
  await expectInStep(host, guest);

  await pressInPopup(host, 'Leave room');
  await pressInPopup(host, 'End it for everyone');
  await soon(() => expect(hosts.discord.presence).toBeNull());
}, 120_000);

test('DX-6, DI-1: a friend in Firefox comes in by Discord; the browser is killed, and nothing of it stays', async () => {
  const [hosts, guests] = [await newHome(), await newHome({ user: BEN })];
  const [host, friend] = [await chromium(hosts), await firefox(guests)];
  guests.discord.handOver(await letIn(host, hosts));
  await expectInStep(host, { ...friend, page: await filmTab(friend.browser) });
  await expectBadge(host, '2');

  // Puppeteer cannot press the toolbar's button there: what the popup would say is said.
  const page = await openFirefoxPage(friend.browser, `${friend.origin}/options.html`);
  await page.evaluate(async () => {
    await browser.runtime.sendMessage({ to: 'background', kind: 'discord', body: { type: 'show', on: true } });
  });
  await soon(() => expect(guests.discord.presence).toMatchObject({ party: { size: [2, 4] } }));

  const [{ pid }] = guests.discord.commands('SET_ACTIVITY');
  expect(isAlive(pid)).toBe(true);
  friend.browser.process()?.kill('SIGKILL');
  await soon(() => expect([guests.discord.presence, isAlive(pid)]).toEqual([null, false]));
  await expectPaused(host, false);
  expect(hosts.discord.presence).not.toBeNull();
}, 120_000);
