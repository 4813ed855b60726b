import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRoom, named } from '../helpers/party.mjs';
import { closePopup, expectBadge, expectMembers, expectPopupSays, popupOf, popupText, pressInPopup } from './popup';
import { openStage, type Person, type Stage } from './stage';
import {
  clickPlay,
  expectInStep,
  expectPaused,
  expectSaid,
  expectSameFrame,
  expectStays,
  press,
  videoOf,
} from './watching';

/** A clean goodbye is seen at once; a death after 6 s of silence, which is looked for once a second. */
const LEFT_WITHIN_MS = 1_000;
const KILLED_WITHIN_MS = 9_000;

const buttons = ({ page }: Person, name: string) => page.$$(named('button', name));
const unmuteButtons = (person: Person) => buttons(person, 'Unmute');

let stage: Stage;
let host: Person;
let guest: Person;
let third: Person;
let invite: string;

beforeAll(async () => {
  stage = await openStage();
  [host, guest, third] = await Promise.all([stage.host(), stage.friend(), stage.friend()]);
});
afterAll(() => stage?.close());

describe('an evening with friends, from the first click to the last', () => {
  it('makes a room by one press and copies its invite by another', async () => {
    await host.page.goto(stage.site);
    invite = await createRoom(host.browser, host.page);
    expect(invite).toMatch(/#lockstep=(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}~http/);

    await pressInPopup(host, 'Copy invite link');
    await expectPopupSays(host, 'Copied');
    await host.page.bringToFront();
    await host.browser.defaultBrowserContext().overridePermissions(stage.site, ['clipboard-read']);
    expect(await host.page.evaluate(() => navigator.clipboard.readText())).toBe(invite);
    await expectBadge(host, '1');
  });

  it('SC-2, PL-4: joins by the opening of the link: in step, muted, with one Unmute button and nothing else to press', async () => {
    await clickPlay(host);
    await guest.page.goto(invite);
    await expectPaused(guest, false, 10_000);
    await expectInStep(host, guest);
    expect((await videoOf(guest)).muted).toBe(true);
    expect((await videoOf(host)).muted).toBe(false);
    expect(await unmuteButtons(guest)).toHaveLength(1);
    expect(await unmuteButtons(host)).toHaveLength(0);
    await Promise.all([expectBadge(host, '2'), expectBadge(guest, '2')]);
  });

  it('PL-4: gives sound by a press on Unmute, and the button goes', async () => {
    const [button] = await unmuteButtons(guest);
    await button?.click();
    await expect.poll(async () => (await videoOf(guest)).muted).toBe(false);
    await expect.poll(async () => (await unmuteButtons(guest)).length).toBe(0);
    await expectInStep(host, guest);
  });

  describe.each([
    ['host', 'guest', () => [host, guest] as const],
    ['guest', 'host', () => [guest, host] as const],
  ])('RO-3: when everyone may control, the %s leads the %s', (_, __, people) => {
    it('SY-2: to the very same frame on pause', async () => {
      const [one, other] = people();
      await press(one, 'pause');
      await expectPaused(other, true);
      await expectSameFrame(one, other);
    });

    it('to another place while paused', async () => {
      const [one, other] = people();
      await press(one, { seek: 42.42 });
      await expect.poll(async () => (await videoOf(other)).position).toBeCloseTo(42.42, 2);
      await expectSameFrame(one, other);
    });

    it('SY-3: back into motion', async () => {
      const [one, other] = people();
      await press(one, 'play');
      await expectPaused(other, false);
      await expectInStep(one, other);
    });

    it('to another place while playing', async () => {
      const [one, other] = people();
      await press(one, { seek: 100 });
      await expect.poll(async () => (await videoOf(other)).position).toBeGreaterThan(99);
      await expectInStep(one, other);
    });

    it('to another speed, and back to the usual one', async () => {
      const [one, other] = people();
      for (const rate of [1.5, 1]) {
        await press(one, { rate });
        await expect.poll(async () => (await videoOf(other)).rate, { timeout: 5_000 }).toBeCloseTo(rate, 1);
        await expectInStep(one, other);
      }
    });
  });

  it('SY-7: when only the host may control, undoes a press of a guest and leaves the host alone', async () => {
    await choose('Only me');
    await expect.poll(() => popupText(guest)).not.toContain('Everyone');
    await guest.page.bringToFront();
    await press(guest, 'pause');
    await expectStays(async () => (await videoOf(host)).paused, false);
    await expectPaused(guest, false);
    await expectInStep(host, guest);

    await press(guest, { seek: 10 });
    await expectInStep(host, guest);
    expect((await videoOf(host)).position).toBeGreaterThan(99);

    await press(host, 'pause');
    await expectPaused(guest, true);
    await press(guest, 'play');
    await expectStays(async () => (await videoOf(host)).paused, true);
    await expectSameFrame(host, guest);
    await press(host, 'play');
    await expectInStep(host, guest);
  });

  it('RO-19: offers a guest whose press was undone to ask, and the host lets it drive', async () => {
    await closePopup(guest);
    // The card of the presses before is gone by then.
    await expect.poll(async () => (await buttons(guest, 'Ask to drive')).length, { timeout: 15_000 }).toBe(0);
    await press(guest, 'pause');
    await expect.poll(async () => (await buttons(guest, 'Ask to drive')).length).toBe(1);
    expect(await buttons(guest, 'Watch alone')).toHaveLength(1);
    const [ask] = await buttons(guest, 'Ask to drive');
    await ask?.click();
    await expectPopupSays(host, 'asks to drive');
    await pressInPopup(host, 'Let them drive');
    await expectSaid(guest, 'You may drive now', 10_000);
    await closePopup(host);
    await expectInStep(host, guest);
    await press(guest, 'pause');
    await expectPaused(host, true);
    await press(guest, 'play');
    await expectInStep(host, guest);
  });

  it('RO-3: lets everyone control again as soon as the host says so', async () => {
    await choose('Everyone');
    await expectPopupSays(guest, 'Everyone');
    await press(guest, 'pause');
    await expectPaused(host, true);
    await press(guest, 'play');
    await expectInStep(host, guest);
  });

  it('RO-18: lets a guest watch alone, and takes it back in step', async () => {
    await pressInPopup(guest, 'Watch alone');
    await expectPopupSays(guest, 'Rejoin');
    await closePopup(guest);
    await press(guest, 'pause');
    await expectPopupSays(host, 'Watching alone');
    await closePopup(host);
    await expectStays(async () => (await videoOf(host)).paused, false);
    await expectPaused(guest, true);
    await pressInPopup(guest, 'Rejoin');
    await expectInStep(host, guest);
  });

  it('takes in a third who comes late', async () => {
    await third.page.goto(invite);
    await expectPaused(third, false, 10_000);
    await expectInStep(host, guest, third);
    await Promise.all([host, guest, third].map((person) => expectBadge(person, '3')));
    await expectMembers(third, 3);
  });

  it('sees within a second that somebody left', async () => {
    await expectMembers(host, 3);
    await pressInPopup(third, 'Leave room');
    await expectMembers(host, 2, LEFT_WITHIN_MS);
    await expectBadge(third, '');
    await expectPopupSays(third, 'or join a friend');
  });

  it('HB-1: sees within eight seconds that a browser was killed', async () => {
    await third.page.bringToFront();
    // The film is open there still: of the address only the fragment changes.
    await third.page.goto(invite);
    await expectMembers(host, 3);
    third.browser.process()?.kill('SIGKILL');
    await expectMembers(host, 2, KILLED_WITHIN_MS);
    await expectInStep(host, guest);
  });

  it('ER-1: tells the guests in words that the host left, and their film plays on', async () => {
    await pressInPopup(host, 'Leave room');
    await pressInPopup(host, 'End it for everyone');
    await expectBadge(guest, '!');
    await expectPopupSays(guest, 'The host left and the room is closed.');
    await pressInPopup(guest, 'Back');
    await expectPopupSays(guest, 'or join a friend');
    await expectStays(async () => (await videoOf(guest)).paused, false, 500);
    await Promise.all([expectBadge(host, ''), expectBadge(guest, '')]);
  });
});

/** Chooses who can control, in the host's popup. */
async function choose(label: string): Promise<void> {
  const popup = await popupOf(host);
  await popup.locator(`::-p-aria([role="radio"][name="${label}"])`).click();
}
