import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePopup } from '../e2e/popup';
import type { Person } from '../e2e/stage';
import { eventually, expectPaused, press, videoOf } from '../e2e/watching';
import { evaluateQuietly } from '../helpers/browsers.mjs';
import { fixturePages } from '../helpers/pages.mjs';
import { type Couple, openCouple } from './couple';
import { tried } from './row';

/** Such a page is moved by buttons of 10 s each: half of that is as near as it can get, and its seeks take a moment. */
const STEPPED_S = 5.5;
/** The host's room moves by nothing but the time that goes by, and what a reading takes. */
const UNMOVED_S = 0.5;
const THERE_WITHIN_MS = 15_000;
const STAYS_MS = 8_000;
const BETWEEN_STEPS_S = 43;

interface Bench {
  hidePlayer(): void;
}

let couple: Couple;
let host: Person;
let guest: Person;

const row = {
  ...{ pair: 'chromium → chromium', page: 'disneyplus' },
  ...{ title: 'Disney+, its player out of reach', behaviour: 'seek' },
};
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const placeOf = async (person: Person) => (await videoOf(person)).position;
/** Constant for as long as a film only plays on, s. */
const clockOf = async (person: Person) => {
  const { position, atMs } = await videoOf(person);
  return position - atMs / 1000;
};

beforeAll(async () => {
  const pages = (await fixturePages()).filter(({ name }) => name === 'disneyplus');
  couple = await openCouple({ host: 'chromium', guest: 'chromium' }, pages);
  ({ host, guest } = couple);
  const [page] = pages;
  if (!page) throw new Error('the page is not there');
  const invite = await couple.open(page);
  await closePopup(guest);
  await guest.page.evaluateOnNewDocument(() =>
    addEventListener('DOMContentLoaded', () => (window as unknown as { bench: Bench }).bench?.hidePlayer()),
  );
  await guest.page.goto(invite);
  await expectPaused(guest, false, THERE_WITHIN_MS);
  expect(
    await evaluateQuietly(guest.page, () => 'mediaPlayer' in (document.querySelector('disney-web-player') ?? {})),
  ).toBe(false);
});
afterAll(() => couple?.close());

describe('ST-4, EC-2: a guest’s page that is moved by its own buttons, in steps', () => {
  it('is taken near to where the room jumps, and moves nobody else', async (context) => {
    await tried(context, row, async () => {
      // From where the guest is, its buttons come to some seconds short of that.
      const to = (await placeOf(guest)) + BETWEEN_STEPS_S;
      await press(host, { seek: to });
      const zeroS = await clockOf(host);
      let farthestS = 0;
      const sinceMs = performance.now();
      while (performance.now() - sinceMs < STAYS_MS) {
        await wait(250);
        farthestS = Math.max(farthestS, Math.abs((await clockOf(host)) - zeroS));
      }
      expect(farthestS).toBeLessThan(UNMOVED_S);
      expect((await placeOf(host)) - to).toBeGreaterThan(0);
      const apart = async () => (await placeOf(guest)) - (await placeOf(host));
      // What its steps have taken is known only afterwards, and made good by another step.
      await eventually(apart, (seconds) => expect(Math.abs(seconds)).toBeLessThan(STEPPED_S), THERE_WITHIN_MS);
      const apartS = await apart();
      expect(Math.abs(apartS)).toBeGreaterThan(1);
      return {
        note: `the host’s film moved by ${farthestS.toFixed(2)} s, the guest’s is ${apartS.toFixed(1)} s beside it`,
      };
    });
  });
});
