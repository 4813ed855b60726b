import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { join } from '../e2e/party';
import { closePopup } from '../e2e/popup';
import { openStage, type Person, type Stage } from '../e2e/stage';
import { eventually, expectInStep, expectPaused, start } from '../e2e/watching';
import { evaluateIn, evaluateQuietly } from '../helpers/browsers.mjs';
import { missingForMediaKeys, openMediaKeys } from '../helpers/media-keys.mjs';
import { createRoom } from '../helpers/party.mjs';
import { missingForDisplay, openDisplay } from '../helpers/x-display.mjs';
import { expectFollowed, expectJumps, noteFlips } from './followed';

/**
 * Presses that no page sees: a keyboard's media keys and a headset's button, which come by the desktop's bus, and the
 * buttons of picture-in-picture, which lie in a window of the browser's own. Each is a press like any other. In Chromium:
 * Firefox 153 takes media keys only for what it plays to a sound device.
 */
const missing = [missingForMediaKeys(), missingForDisplay()].filter(Boolean).join(', ');
const isTried = process.env.PLAYERS === 'all' && !missing;

/** So long a browser holds a press for fresh, and a load is young (SPEC IN-17). */
const SETTLED_MS = 6_500;
const pass = (ms: number) => new Promise((done) => setTimeout(done, ms));

type Keys = Awaited<ReturnType<typeof openMediaKeys>>;
type Display = Awaited<ReturnType<typeof openDisplay>>;

let stage: Stage;
let keys: Keys;
let display: Display | undefined;
let presser: Person;
let other: Person;

/** Two in a room; one of them hears the film, and so has what media keys press. */
async function meet(role: 'guest' | 'host', page: string, { onScreen = false } = {}) {
  display = onScreen ? await openDisplay() : undefined;
  const env = { ...keys.env, ...display?.env };
  [presser, other] = await Promise.all([stage.friend({ headless: !onScreen, env }), stage.friend()]);
  const [host, guest] = role === 'host' ? [presser, other] : [other, presser];
  await host.page.goto(`${stage.site}/pages/media-session/${page}`);
  const invite = await createRoom(host.browser, host.page);
  await closePopup(host);
  await start(host);
  await expectPaused(host, false);
  await join(guest, invite);
  await expectInStep(host, guest);
  await presser.page.bringToFront();
  await evaluateIn({ page: presser.page, gesture: true }, () => {
    const video = document.querySelector('video');
    if (video) video.muted = false;
  });
  await pass(SETTLED_MS);
  await noteFlips(presser, other);
}

beforeEach(async () => {
  [stage, keys] = await Promise.all([openStage(), openMediaKeys()]);
});
afterEach(async () => {
  await stage?.close();
  keys?.close();
  display?.close();
});

it.skipIf(!missing || process.env.PLAYERS !== 'all')(`media keys are not tried: ${missing} is not installed`, () => {});

describe.skipIf(!isTried).each(['guest', 'host'] as const)('a %s presses', (role) => {
  it.each([
    ['a page that leaves it to the browser', '?ref=no-handlers'],
    ['a page with handlers of its own', ''],
  ])('IN-1: media keys for play and pause on %s', async (_, page) => {
    await meet(role, page);
    await expectFollowed(
      [presser, other],
      () => keys.press('Pause'),
      () => keys.press('Play'),
    );
    await expectFollowed(
      [presser, other],
      () => keys.press('PlayPause'),
      () => keys.press('PlayPause'),
    );
  });

  it('IN-29: media keys for what the page has handlers for', async () => {
    await meet(role, '');
    await expectJumps([presser, other], 30, () => keys.press('Next'));
    await expectJumps([presser, other], -30, () => keys.press('Previous'));
    await expectJumps([presser, other], 10, () => keys.seek(10));
    await expectJumps([presser, other], -10, () => keys.seek(-10));
  });

  it('IN-1, IN-24: in picture-in-picture, while another tab is looked at', async () => {
    await meet(role, '?ref=no-handlers', { onScreen: true });
    await presser.page.click('button');
    await eventually(
      () => evaluateQuietly(presser.page, () => document.pictureInPictureElement !== null),
      (floats) => expect(floats).toBe(true),
      3_000,
    );
    const elsewhere = await presser.browser.newPage();
    await elsewhere.bringToFront();
    await pass(SETTLED_MS);
    await expectFollowed(
      [presser, other],
      () => keys.press('Pause'),
      () => keys.press('Play'),
    );
    const press = await buttonOfFloating();
    await expectFollowed([presser, other], press, press);
    await elsewhere.close();
  });
});

/** Finds the button in the middle of the picture-in-picture's window. @returns what presses it */
async function buttonOfFloating(): Promise<() => Promise<void>> {
  const [box] = (await (display as Display).windows()).sort(
    (one, two) => one.width * one.height - two.width * two.height,
  );
  if (!box) throw new Error('there is no window');
  return async () => {
    // The button is drawn once the mouse is over the window.
    display?.move(box.x + box.width / 2, box.y + box.height / 4);
    await pass(300);
    display?.move(box.x + box.width / 2, box.y + box.height / 2);
    await pass(300);
    display?.click();
  };
}
