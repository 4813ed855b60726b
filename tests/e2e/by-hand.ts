import type { Page } from 'puppeteer';
import { named, pressSoon } from '../helpers/party.mjs';
import { pressInPopup } from './popup';
import type { Person } from './stage';

/** Addresses are gathered for 2.5 s at most. */
const CODE_WITHIN_MS = 10_000;

/** The page by hand, as the popup opens it over a person's film. */
export async function openPair(person: Person): Promise<Page> {
  await pressInPopup(person, 'Connect by hand');
  const target = await person.browser.waitForTarget((found) => found.url().includes('/pair.html'));
  const page = await target.asPage();
  await page.bringToFront();
  return page;
}

/** The code that the page shows, once it has one. */
export async function ownCode(pair: Page): Promise<string> {
  const field = await pair.locator(named('textbox', 'Your code')).setTimeout(CODE_WITHIN_MS).waitHandle();
  return field.evaluate((input) => (input as unknown as HTMLInputElement).value);
}

export async function giveCode(pair: Page, code: string): Promise<void> {
  await pair.locator(named('textbox', 'Code from your friend')).fill(code);
  await pressSoon(pair, 'Connect');
}

/** Carries both codes, and waits until both are told that they have met. */
export async function exchangeCodes(hosts: Page, guests: Page): Promise<void> {
  await giveCode(guests, await ownCode(hosts));
  await giveCode(hosts, await ownCode(guests));
  await hosts.waitForSelector('::-p-text(Your friend is in.)');
  await guests.waitForSelector('::-p-text(You are in.)');
}
