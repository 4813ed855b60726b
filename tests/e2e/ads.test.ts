import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateQuietly } from '../helpers/browsers.mjs';
import { createRoom, driftMs, named } from '../helpers/party.mjs';
import { AD_S, ADS_PAGE } from './ads-page';
import { join } from './party';
import { expectPopupSays, popupOf, pressInPopup } from './popup';
import { openStage, type Person, type Stage } from './stage';
import { clickPlay, eventually, expectInStep, expectPaused, press, videoOf } from './watching';

declare global {
  interface Window {
    playAd: () => Promise<void>;
    inAd: boolean;
    adTouched: string[];
  }
}

const OVER_WITHIN_MS = AD_S * 1000 + 3_000;

let stage: Stage;
let host: Person;
let guest: Person;

beforeAll(async () => {
  stage = await openStage({ '/ads.html': ADS_PAGE });
  [host, guest] = await Promise.all([stage.host(), stage.friend()]);
  await host.page.goto(`${stage.site}/ads.html`);
  const invite = await createRoom(host.browser, host.page);
  await clickPlay(host);
  await join(guest, invite);
  await expectInStep(host, guest);
});
afterAll(() => stage?.close());

const startAd = ({ page }: Person) => evaluateQuietly(page, () => window.playAd());
const isInAd = ({ page }: Person) => evaluateQuietly(page, () => window.inAd);
const touched = ({ page }: Person) => evaluateQuietly(page, () => window.adTouched);
/** What the page says over the film, as a screen reader hears it. */
async function saidOver({ page }: Person): Promise<string> {
  return JSON.stringify(await page.accessibility.snapshot({ interestingOnly: false }));
}
const expectOver = (person: Person) =>
  eventually(
    () => isInAd(person),
    (ad) => expect(ad).toBe(false),
    OVER_WITHIN_MS,
  );

describe('AD-1: an ad in the film’s own element', () => {
  it('on the guest: it is let run, the others are told, and the guest is back in step after it', async () => {
    await startAd(guest);
    await eventually(
      () => saidOver(host),
      (seen) => expect(seen).toContain('is in an ad'),
      3_000,
    );
    await press(host, 'pause');
    await press(host, { seek: 60 });
    await press(host, 'play');
    await expectPopupSays(host, 'In an ad');
    expect(await isInAd(guest)).toBe(true);
    await expectPaused(guest, false);
    await expectOver(guest);
    await expectInStep(host, guest);
    expect(await touched(guest)).toEqual([]);
    expect((await videoOf(host)).position).toBeGreaterThan(60);
  });

  it('on the host: the film goes on for the guest, and the host comes after', async () => {
    const before = await videoOf(guest);
    await startAd(host);
    await expectPopupSays(guest, 'In an ad');
    await expectOver(host);
    const after = await videoOf(guest);
    // The guest's film went on at the room's rate, and was neither sought nor stopped: 50 ms off is in step, each time.
    const slippedS = after.position - before.position - (after.atMs - before.atMs) / 1000;
    expect(Math.abs(slippedS)).toBeLessThan(0.15);
    await expectInStep(host, guest);
    expect(await touched(host)).toEqual([]);
  });
});

describe('CU-2: another cut', () => {
  const apartS = async () => {
    const [one, other] = await Promise.all([videoOf(host), videoOf(guest)]);
    return driftMs(one, other) / 1000;
  };
  const shiftedBy = (seconds: number, withinS: number) =>
    eventually(apartS, (seen) => expect(Math.abs(seen - seconds)).toBeLessThan(withinS), 8_000);

  it('is shifted by buttons, by exactly that', async () => {
    const popup = await popupOf(guest);
    await popup.locator('.shift > summary').click();
    for (const name of ['Shift by +1 s', 'Shift by +1 s', 'Shift by +0.1 s']) {
      const before = await popup.$eval('.shift output', (output) => output.textContent);
      await popup.locator(named('button', name)).click();
      await eventually(
        () => popup.$eval('.shift output', (output) => output.textContent),
        (seen) => expect(seen).not.toBe(before),
        3_000,
      );
    }
    await expectPopupSays(guest, '+2.1 s');
    await shiftedBy(2.1, 0.05);
  });

  it('stops on the shifted frame, and tells its own presses in the room’s places', async () => {
    await press(host, 'pause');
    await expectPaused(guest, true);
    await shiftedBy(2.1, 0.003);
    await press(guest, { seek: 102.1 });
    await eventually(
      async () => (await videoOf(host)).position,
      (position) => expect(position).toBeCloseTo(100, 2),
      3_000,
    );
    await press(guest, 'play');
    await shiftedBy(2.1, 0.05);
  });

  it('is remembered for this film, and reset', async () => {
    await guest.page.reload();
    await expectPaused(guest, false, 10_000);
    await shiftedBy(2.1, 0.05);
    await pressInPopup(guest, 'Reset');
    await shiftedBy(0, 0.05);
  });
});

describe('LO-1: a film that loops', () => {
  it('goes round for both together', async () => {
    for (const { page } of [host, guest]) {
      await evaluateQuietly(page, () => document.querySelector('video')?.setAttribute('loop', ''));
    }
    await press(host, { seek: 297 });
    await expectInStep(host, guest);
    await eventually(
      async () => (await videoOf(host)).position,
      (position) => expect(position).toBeLessThan(100),
      6_000,
    );
    await expectInStep(host, guest);
    expect((await videoOf(guest)).position).toBeLessThan(100);
  });
});
