import { afterEach, beforeEach, expect, it } from 'vitest';
import { openParty } from './party';
import { expectMembers, pressInPopup } from './popup';
import { openStage, type Person, type Stage } from './stage';
import { expectInStep, expectPaused, press } from './watching';

let stage: Stage;
let host: Person;
let guest: Person;

beforeEach(async () => {
  stage = await openStage();
  ({ host, guest } = await openParty(stage));
});
afterEach(() => stage?.close());

it.each([
  ['guest', () => [guest, host] as const],
  ['host', () => [host, guest] as const],
])('RS-9: the room moves to another tab of the %s, in which the film goes on', async (_, people) => {
  const [mover, other] = people();
  const address = mover.page.url();
  const page = await mover.browser.newPage();
  await page.goto(address);
  const there: Person = { ...mover, page };
  await page.waitForSelector('video');
  await pressInPopup(there, 'Move the room here');
  await page.bringToFront();
  await expectInStep(other, there);
  // The tab before has no part in it any more.
  await mover.page.close();
  await expectMembers(other, 2);
  await press(other, 'pause');
  await expectPaused(there, true);
  await press(other, 'play');
  await expectInStep(other, there);
  expect(page.url()).toBe(address);
});
