import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inviteLink } from '../../lib/core/wire/invite';
import { commandFirefox } from '../e2e/firefox-room';
import { join } from '../e2e/party';
import { closePopup, expectPopupSays } from '../e2e/popup';
import { openStage, type Person, type Stage, setSettings } from '../e2e/stage';
import { eventually, expectInStep, expectPaused, expectSaid, press, start, videoOf } from '../e2e/watching';
import { evaluateQuietly } from '../helpers/browsers.mjs';
import { FORMS, type FormPage, insistOn, type PageForm } from '../helpers/page-forms';
import { createRoom } from '../helpers/party.mjs';
import { isFirefox } from './couple';
import { expectUndisturbed, watched, watchFilm } from './undisturbed';

/**
 * The kinds of `doings`, in other sizes and at other moments, done by the page's own script while nobody presses anything:
 * at a guest and at the host, in Chromium, and in Firefox with `npm run players -- --browser firefox`. The simulator plays
 * the same ones, and two of them at once.
 */
const isLong = process.env.PLAYERS === 'all';
const isFox = process.env.PLAYERS_BROWSER === 'firefox';
/** So long a browser holds a press for fresh, and a load is young (SPEC IN-17). */
const SETTLED_MS = 6_000;
const DRY_MS = 5_000;
/** A player that its page takes elsewhere is brought back at once this often. */
const APART_MS = 5_500;

const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

declare global {
  interface Window {
    formPage: FormPage;
    stopInsisting?: () => void;
  }
}

/** Has a page's script do so: it is sent as it stands. */
async function doThere({ page }: Person, { does, size }: Pick<PageForm, 'does' | 'size'>): Promise<void> {
  const work = (source: string, by: number) =>
    new Function('page', 'size', `(${source})(page, size)`)(window.formPage, by);
  await evaluateQuietly(page, work, String(does), size);
}

describe.skipIf(!isLong).each(['guest', 'host'] as const)('the page of the %s does by itself', (role) => {
  let stage: Stage;
  let odd: Person;
  let well: Person;

  beforeAll(async () => {
    stage = await openStage();
    [odd, well] = await Promise.all([isFox ? stage.firefox() : stage.friend(), stage.friend()]);
    if (!isFirefox(odd)) await setSettings(odd, { name: 'Ann' });
    const [host, guest] = role === 'host' ? [odd, well] : [well, odd];
    await host.page.goto(stage.site);
    const invite = isFirefox(host)
      ? inviteLink(stage.site, { code: await commandFirefox(host, stage, 'create'), server: stage.server.url })
      : await createRoom(host.browser, host.page);
    if (!isFirefox(host)) await closePopup(host);
    await start(host);
    await expectPaused(host, false);
    if (isFirefox(guest)) await guest.page.goto(invite);
    else await join(guest, invite);
    await expectInStep(well, odd);
    await evaluateQuietly(odd.page, () => {
      const video = document.querySelector('video') as HTMLVideoElement;
      window.formPage = { video, after: (ms, task) => void setTimeout(task, ms) };
    });
    await pass(SETTLED_MS);
  });
  afterAll(() => stage?.close());

  it.each(FORMS)('$name: the other notices nothing (IN-8, IN-15, IN-16)', async (form) => {
    await expectInStep(well, odd);
    // One that has been dry may get over that so, which nobody is asked about (SPEC IN-16).
    if (form.isOffered) await pass(DRY_MS);
    await watchFilm(well);
    await doThere(odd, form);
    if (form.isOffered && !isFox) await expectSaid(odd, 'You skipped ahead; the others were asked', 5_000);
    if (form.isOffered) await expectSaid(well, 'skipped ahead to', 5_000);
    await pass(form.lastsMs + APART_MS);
    await expectUndisturbed(well);
    await expectInStep(well, odd);
    await expectUndisturbed(well);
  });

  describe('insists on a rate', () => {
    const touched = () => ({ ...well, sight: { ...well.sight, gesture: true } });
    afterEach(async () => {
      await closePopup(well);
      await evaluateQuietly(odd.page, () => window.stopInsisting?.());
      await press(touched(), { rate: 1.1 });
      await press(touched(), { rate: 1 });
      await eventually(
        async () => (await videoOf(odd)).rate,
        (rate) => expect(rate).toBeCloseTo(1, 1),
        10_000,
      );
    });

    it.each([
      [1, 100],
      [1.25, 100],
      [2, 400],
      [0.75, 1_000],
    ])('IN-18, IN-25: of %d by a timer of %d ms: the room changes its speed once at most', async (own, everyMs) => {
      await expectInStep(well, odd);
      const begin = (source: string, rate: number, ms: number) => {
        window.stopInsisting = new Function('page', 'rate', 'ms', `return (${source})(page, rate, ms)`)(
          window.formPage,
          rate,
          ms,
        );
      };
      await evaluateQuietly(odd.page, begin, String(insistOn), own, everyMs);
      await pass(2_000);
      const wanted = own === 1 ? 1.5 : 1;
      // A nudge is no other speed.
      const isOff = async () => Math.abs((await videoOf(well)).rate / wanted - 1) > 0.1;
      for (let i = 0; i < 2 && (await isOff()); i++) {
        await press(touched(), { rate: wanted });
        await pass(2 * everyMs + 1_500);
      }
      await watchFilm(well);
      await pass(3_000);
      expect(await isOff()).toBe(false);
      expect(await watched(well)).toMatchObject({ stops: 0 });
      if (!isFirefox(well)) await expectPopupSays(well, 'Its page sets the speed itself');
    });
  });
});
