import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inviteLink } from '../../lib/core/wire/invite';
import { commandFirefox } from '../e2e/firefox-room';
import { join } from '../e2e/party';
import { closePopup, expectPopupSays } from '../e2e/popup';
import { openStage, type Person, type Stage, setSettings } from '../e2e/stage';
import { eventually, expectInStep, expectPaused, expectSaid, press, start, videoOf } from '../e2e/watching';
import { evaluateQuietly } from '../helpers/browsers.mjs';
import { createRoom } from '../helpers/party.mjs';
import { isFirefox } from './couple';
import { expectUndisturbed, watched, watchFilm } from './undisturbed';

/**
 * The kinds of `doings`, in other sizes and at other moments, done by the page's own script while nobody presses anything:
 * at a guest and at the host, in Chromium, and in Firefox with `npm run players -- --browser firefox`.
 */
const isLong = process.env.PLAYERS === 'all';
const isFox = process.env.PLAYERS_BROWSER === 'firefox';
/** So long a browser holds a press for fresh, and a load is young (SPEC IN-17). */
const SETTLED_MS = 6_000;
/** A player that its page takes elsewhere is brought back at once this often. */
const APART_MS = 5_500;

const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What a page's script does. It is sent to the page as it stands. */
interface Form {
  readonly name: string;
  readonly does: () => void;
  /** Until its player is brought where the room is, ms. */
  readonly lastsMs?: number;
  /** What its own person reads in the page, and the others in theirs or in the popup. */
  readonly said?: string;
  readonly others?: string;
}

declare const video: HTMLVideoElement;

const jump = (name: string, does: () => void): Form => ({ name, does });
const FORMS: readonly Form[] = [
  jump('a gap of 0.05 s', () => {
    video.currentTime += 0.05;
  }),
  jump('a gap of 0.4 s', () => {
    video.currentTime += 0.4;
  }),
  jump('a gap of 1.2 s', () => {
    video.currentTime += 1.2;
  }),
  jump('a step back of 0.3 s', () => {
    video.currentTime -= 0.3;
  }),
  jump('a step back of 2.5 s', () => {
    video.currentTime -= 2.5;
  }),
  jump('two steps within 50 ms', () => {
    video.currentTime += 0.3;
    setTimeout(() => {
      video.currentTime -= 0.6;
    }, 50);
  }),
  {
    name: 'rate 0, and a gap as it ends',
    does: () => {
      video.playbackRate = 0;
      setTimeout(() => {
        video.currentTime += 0.8;
        video.playbackRate = 1;
      }, 1_500);
    },
    lastsMs: 1_500,
  },
  {
    name: 'rate 0 three times, a second each',
    does: () => {
      for (const atMs of [0, 2_000, 4_000]) {
        setTimeout(() => {
          video.playbackRate = 0;
        }, atMs);
        setTimeout(() => {
          video.playbackRate = 1;
        }, atMs + 1_000);
      }
    },
    lastsMs: 5_000,
  },
  {
    name: 'a quick pause and play, as engines change their quality',
    does: () => {
      video.playbackRate = 0;
      video.pause();
      void video.play();
      video.pause();
      void video.play();
      video.playbackRate = 1;
    },
  },
  {
    name: 'a piece that is skipped',
    does: () => {
      video.currentTime += 12;
    },
    said: 'You skipped ahead; the others were asked',
    others: 'skipped ahead to',
  },
  {
    name: 'the same piece, skipped whenever it plays in it',
    does: () => {
      const [from, to] = [video.currentTime, video.currentTime + 8];
      video.addEventListener('timeupdate', () => {
        if (video.currentTime >= from - 1 && video.currentTime < to) video.currentTime = to;
      });
    },
    lastsMs: 9_500,
    said: 'You skipped ahead; the others were asked',
    others: 'skipped ahead to',
  },
];

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
      Object.assign(window, { video: document.querySelector('video') });
    });
    await pass(SETTLED_MS);
  });
  afterAll(() => stage?.close());

  it.each(FORMS)(
    '$name: the other notices nothing (IN-8, IN-15, IN-16)',
    async ({ does, lastsMs = 0, said, others }) => {
      await expectInStep(well, odd);
      await watchFilm(well);
      await evaluateQuietly(odd.page, does);
      if (said && !isFox) await expectSaid(odd, said, 5_000);
      if (others) await expectSaid(well, others, 5_000);
      await pass(lastsMs + APART_MS);
      await expectUndisturbed(well);
      await expectInStep(well, odd);
      await expectUndisturbed(well);
    },
  );

  it.each([1, 1.25, 2])(
    'IN-18, IN-25: keeps to rate %d by a timer: the room changes its speed once at most',
    async (own) => {
      await expectInStep(well, odd);
      await watchFilm(well);
      await evaluateQuietly(
        odd.page,
        (rate: number) => {
          const timer = setInterval(() => {
            if (video.playbackRate !== rate) video.playbackRate = rate;
          }, 100);
          Object.assign(window, { stopInsisting: () => clearInterval(timer) });
        },
        own,
      );
      await pass(2_000);
      const touched = { ...well, sight: { ...well.sight, gesture: true } };
      const wanted = own === 1 ? 1.5 : 1;
      for (let i = 0; i < 3; i++) {
        if (Math.abs((await videoOf(well)).rate - wanted) > 0.1) await press(touched, { rate: wanted });
        await pass(1_500);
      }
      await watchFilm(well);
      await pass(3_000);
      expect((await videoOf(well)).rate).toBeCloseTo(wanted, 1);
      expect(await watched(well)).toMatchObject({ stops: 0 });
      if (!isFirefox(well)) await expectPopupSays(well, 'Its page sets the speed itself');
      await closePopup(well);
      await evaluateQuietly(odd.page, () => (window as unknown as { stopInsisting(): void }).stopInsisting());
      await press(touched, { rate: 1.1 });
      await press(touched, { rate: 1 });
      await eventually(
        async () => (await videoOf(odd)).rate,
        (rate) => expect(rate).toBeCloseTo(1, 1),
        10_000,
      );
    },
  );
});
