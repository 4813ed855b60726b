import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePopup, expectPopupSays, pressInPopup } from '../e2e/popup';
import { type Person, setSettings } from '../e2e/stage';
import { eventually, expectInStep, expectPaused, press, videoOf } from '../e2e/watching';
import { evaluateQuietly } from '../helpers/browsers.mjs';
import { fixturePages } from '../helpers/pages.mjs';
import { type Couple, openCouple } from './couple';
import { tried } from './row';
import { buttonsOver } from './trials';

/** The piece that the page's skipper takes out, s, and where one plays into it from. */
const PIECE = { from: 200, to: 215 };
const BEFORE = PIECE.from - 3;
const ASKED_WITHIN_MS = 8_000;
/** Past the piece in real time, and in step again. */
const THROUGH_MS = (PIECE.to - BEFORE) * 1000 + 8_000;
/** Its own two, ours to undo the first, and one to catch up with. */
const SEEKS_MAX = 5;
/** The browser takes a person's press for a gesture for 5 s. */
const ACTIVE_MS = 5_200;
const HELD_MS = ACTIVE_MS + 1_000;

interface Bench {
  video(): HTMLVideoElement;
  skip(on: boolean): void;
  seeks(): number;
}

let couple: Couple;
let host: Person;
let guest: Person;

const skipper = ({ page }: Person, on: boolean) =>
  evaluateQuietly(page, (wanted: boolean) => (window as unknown as { bench: Bench }).bench.skip(wanted), on);
const seeksOf = ({ page }: Person) =>
  evaluateQuietly(page, () => (window as unknown as { bench: Bench }).bench.seeks());
const seekQuietly = ({ page }: Person, position: number) =>
  evaluateQuietly(
    page,
    (place: number) => {
      (window as unknown as { bench: Bench }).bench.video().currentTime = place;
    },
    position,
  );
const row = (behaviour: string) => ({
  ...{ pair: 'chromium → chromium', page: 'youtube-skipper' },
  ...{ title: 'a skipper on one side', behaviour },
});
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the page is shown over the film, as a screen reader hears it. */
async function saidOver({ page }: Person): Promise<string> {
  return JSON.stringify(await page.accessibility.snapshot({ interestingOnly: false }));
}
const expectSaid = (person: Person, words: string) =>
  eventually(
    () => saidOver(person),
    (seen) => expect(seen).toContain(words),
    ASKED_WITHIN_MS,
  );
async function pressOver(person: Person, name: string) {
  const [button] = await buttonsOver(person, name);
  await button?.click();
}

/** Both play towards the piece; no press is left that a skip could pass for. */
async function approach() {
  await press(host, { seek: BEFORE - ACTIVE_MS / 1000 });
  await wait(ACTIVE_MS);
  await expectInStep(host, guest);
  await Promise.all([seeksOf(host), seeksOf(guest)]);
}

beforeAll(async () => {
  const pages = (await fixturePages()).filter(({ name }) => name === 'youtube-skipper');
  couple = await openCouple({ host: 'chromium', guest: 'chromium' }, pages);
  ({ host, guest } = couple);
  await setSettings(host, { name: 'Ann' });
  await setSettings(guest, { name: 'Ben' });
  const [page] = pages;
  if (!page) throw new Error('the page is not there');
  const invite = await couple.open(page);
  await closePopup(guest);
  await guest.page.goto(invite);
  await expectPaused(guest, false, 15_000);
  await expectInStep(host, guest);
  await skipper(host, false);
});
afterAll(() => couple?.close());

describe('IN-8, RO-9: a sponsor skipper on one side', () => {
  it('asks the others, who stay: nobody moves, and the skipper is let be', async (context) => {
    await tried(context, row('stay'), async () => {
      await approach();
      await expectSaid(host, 'Ben skipped ahead to 3:35. Skip too?');
      await expectSaid(guest, 'You skipped ahead; the others were asked');
      const asked = await videoOf(host);
      expect(asked.paused).toBe(false);
      expect(asked.position).toBeLessThan(PIECE.to - 5);
      await pressOver(host, 'Stay');
      await eventually(
        () => buttonsOver(host, 'Skip'),
        (buttons) => expect(buttons).toHaveLength(0),
        2_000,
      );
      // At the end of the piece until the room is there.
      await expectPaused(guest, true);
      expect((await videoOf(guest)).position).toBeCloseTo(PIECE.to, 0);
      await expectPopupSays(host, 'Catching up');
      await closePopup(host);
      const look = async () => (await videoOf(host)).position;
      await eventually(look, (position) => expect(position).toBeGreaterThan(PIECE.to), THROUGH_MS);
      await expectInStep(host, guest);
      // The host's film has played through, in real time.
      const after = await videoOf(host);
      const slippedS = after.position - asked.position - (after.atMs - asked.atMs) / 1000;
      expect(Math.abs(slippedS)).toBeLessThan(0.15);
      expect(await seeksOf(host)).toBe(0);
      const seeks = await seeksOf(guest);
      expect(seeks).toBeLessThanOrEqual(SEEKS_MAX);
      return { note: `${seeks} seeks of the skipper’s player in all` };
    });
  });

  it('asks the others, who skip too: both are past the piece, in step', async (context) => {
    await tried(context, row('skip'), async () => {
      await approach();
      await expectSaid(host, 'Ben skipped ahead to 3:35. Skip too?');
      await pressOver(host, 'Skip');
      const pressedMs = performance.now();
      const look = async () => (await videoOf(host)).position;
      await eventually(look, (position) => expect(position).toBeGreaterThanOrEqual(PIECE.to), 2_000);
      await expectInStep(host, guest);
      const inStepMs = performance.now() - pressedMs;
      expect((await videoOf(guest)).position).toBeGreaterThan(PIECE.to);
      expect(await seeksOf(guest)).toBeLessThanOrEqual(SEEKS_MAX);
      expect(await buttonsOver(host, 'Skip')).toHaveLength(0);
      return { note: `in step ${Math.round(inStepMs)} ms after the press` };
    });
  });

  it('is answered in the popup as well', async (context) => {
    await tried(context, row('popup'), async () => {
      await approach();
      await expectPopupSays(host, 'Ben skipped ahead to 3:35. Skip too?');
      await pressInPopup(host, 'Skip');
      const look = async () => (await videoOf(host)).position;
      await eventually(look, (position) => expect(position).toBeGreaterThanOrEqual(PIECE.to), 2_000);
      await closePopup(host);
      await expectInStep(host, guest);
    });
  });

  it('is no slider that is held for longer than the browser takes that for a press', async (context) => {
    await tried(context, row('held slider'), async () => {
      await press(host, { seek: 20 });
      await expectInStep(host, guest);
      await guest.page.bringToFront();
      await guest.page.mouse.move(400, 500);
      await guest.page.mouse.down();
      await wait(HELD_MS);
      await seekQuietly(guest, 90);
      await guest.page.mouse.up();
      const look = async () => (await videoOf(host)).position;
      await eventually(look, (position) => expect(position).toBeGreaterThanOrEqual(90), 2_000);
      await expectInStep(host, guest);
    });
  });

  it('on both sides: the room goes there at once, and nobody is asked', async (context) => {
    await tried(context, row('both'), async () => {
      await skipper(host, true);
      await approach();
      const look = async () => (await videoOf(host)).position;
      await eventually(look, (position) => expect(position).toBeGreaterThanOrEqual(PIECE.to), ASKED_WITHIN_MS);
      await expectInStep(host, guest);
      const seeks = await Promise.all([seeksOf(host), seeksOf(guest)]);
      for (const each of seeks) expect(each).toBeLessThanOrEqual(SEEKS_MAX);
      return { note: `${seeks.join(' and ')} seeks` };
    });
  });
});
