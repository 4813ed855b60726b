import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectPopupSays } from '../e2e/popup';
import { type FirefoxPerson, openStage, type Person, type Stage } from '../e2e/stage';
import { eventually, expectInStep, start, videoOf } from '../e2e/watching';
import { createRoom, driftMs } from '../helpers/party.mjs';
import { tried } from './row';
import { pressWhereUnmuteIs } from './trials';

/** Firefox's own setting for who wants no video to start by itself, muted or not. */
const REFUSE_ALL = { 'media.autoplay.default': 5 };
const STAYS_FOR_MS = 1_000;
const IN_SYNC_WITHIN_MS = 1_000;
/** Firefox's `currentTime` goes in steps of about 40 ms. */
const IN_SYNC_MS = 90;
let stage: Stage;
let host: Person;
let guest: FirefoxPerson;

beforeAll(async () => {
  stage = await openStage();
  [host, guest] = await Promise.all([stage.host(), stage.firefox(REFUSE_ALL)]);
});
afterAll(() => stage?.close());

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const row = (behaviour: string) => ({ pair: 'chromium → firefox', page: 'refused', title: 'refused', behaviour });

describe('PL-4: a browser that refuses even muted play', () => {
  it('shows one button, and is in sync within a second of its press', async (context) => {
    await tried(context, row('one press, and in sync'), async () => {
      await host.page.goto(`${stage.site}/pages/plain/`);
      const invite = await createRoom(host.browser, host.page);
      await start(host);
      await guest.page.goto(invite);
      // To look into the page would count as a press there: what the room says of the guest tells as much.
      await expectPopupSays(host, 'Has to press play');
      await wait(STAYS_FOR_MS);
      await expectPopupSays(host, 'Has to press play');
      await guest.page.bringToFront();
      await pressWhereUnmuteIs(guest);
      const pressedMs = performance.now();
      const look = async () => {
        const [first, second] = await Promise.all([videoOf(host), videoOf(guest)]);
        return { paused: second.paused, driftMs: driftMs(first, second), afterMs: performance.now() - pressedMs };
      };
      let inSyncAfterMs = Number.NaN;
      const check = (seen: Awaited<ReturnType<typeof look>>) => {
        expect(seen.paused).toBe(false);
        expect(Math.abs(seen.driftMs)).toBeLessThanOrEqual(IN_SYNC_MS);
        inSyncAfterMs = seen.afterMs;
      };
      await eventually(look, check, 5_000);
      expect(inSyncAfterMs).toBeLessThanOrEqual(IN_SYNC_WITHIN_MS);
      await expectInStep(host, guest);
      expect((await videoOf(guest)).muted).toBe(false);
      return { note: `in sync ${Math.round(inSyncAfterMs)} ms after the press` };
    });
  });
});
