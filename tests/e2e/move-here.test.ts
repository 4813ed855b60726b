import { afterEach, beforeEach, expect, it } from 'vitest';
import { inviteLink } from '../../lib/core/wire/invite';
import { createRoom } from '../helpers/party.mjs';
import { commandFirefox } from './firefox-room';
import { isPopupOpen, pressInFirefoxPopup } from './firefox-window';
import { join, openParty } from './party';
import { expectMembers, pressInPopup } from './popup';
import { type FirefoxPerson, openStage, type Person, type Stage } from './stage';
import { clickPlay, eventually, expectInStep, expectPaused, press } from './watching';

let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage?.close());

/** The film goes on in another tab, and the room with it. */
async function expectMoves(mover: Person, other: Person, pressMove: (there: Person) => Promise<void>) {
  const address = mover.page.url();
  const page = await mover.browser.newPage();
  await page.goto(address);
  const there: Person = { ...mover, page };
  await page.waitForSelector('video');
  await pressMove(there);
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
}

it.each(['guest', 'host'] as const)(
  'RS-9: the room moves to another tab of the %s, in which the film goes on',
  async (role) => {
    const { host, guest } = await openParty(stage);
    const [mover, other] = role === 'host' ? [host, guest] : [guest, host];
    await expectMoves(mover, other, (there) => pressInPopup(there, 'Move the room here'));
  },
);

it.each(['guest', 'host'] as const)('RS-9: and to another tab of a %s with Firefox', async (role) => {
  const [firefox, chromium] = await Promise.all([stage.firefox(), stage.friend()]);
  const [host, guest] = role === 'host' ? [firefox, chromium] : [chromium, firefox];
  await host.page.goto(stage.site);
  const invite = await (role === 'host' ? createInFirefox(firefox) : createRoom(host.browser, host.page));
  await clickPlay(host);
  await join(guest, invite);
  await expectInStep(host, guest);
  await expectMoves(firefox, chromium, async ({ page }) => {
    await page.bringToFront();
    await pressInFirefoxPopup(firefox.browser, 'Move the room here');
    // It closes by itself once the room has moved.
    await eventually(
      () => isPopupOpen(firefox.browser),
      (open) => expect(open).toBe(false),
      5_000,
    );
  });
});

const createInFirefox = async (firefox: FirefoxPerson) =>
  inviteLink(stage.site, { code: await commandFirefox(firefox, stage, 'create'), server: stage.server.url });
