import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateQuietly } from '../helpers/browsers.mjs';
import { createRoom, named } from '../helpers/party.mjs';
import {
  expectFilmsInStep,
  expectFilmsStand,
  expectFilmsTogether,
  expectSettled,
  filmOf,
  startFilm,
  wish,
} from './films';
import { findPages, type Neighbours, startNeighbours } from './find-pages';
import { typeAddress } from './firefox-window';
import { closePopup, expectPopupClosed, pressInMore } from './popup';
import { type FirefoxPerson, openStage, type Person, type Stage } from './stage';
import { clickPlay, expectInStep, expectPaused } from './watching';

let neighbours: Neighbours;
let stage: Stage;
let host: Person;
let guest: Person;
let invite: string;

beforeAll(async () => {
  neighbours = await startNeighbours();
  stage = await openStage(findPages(neighbours));
  // Sound is not what is tested here.
  [host, guest] = await Promise.all([stage.host({ autoplay: true }), stage.friend({ autoplay: true })]);
  await host.page.goto(stage.site);
  invite = await createRoom(host.browser, host.page);
  await closePopup(host);
  await clickPlay(host);
  await guest.page.goto(invite);
  await expectPaused(guest, false, 10_000);
  await expectInStep(host, guest);
});
afterAll(() => Promise.all([stage?.close(), neighbours?.first.close(), neighbours?.second.close()]));

/** Each by themselves; what the host finds there stands until it is played (SPEC RO-5). */
async function bothGoTo(path: string, friend: Person = guest): Promise<void> {
  await Promise.all([host, friend].map(({ page }) => page.goto(stage.site + path)));
  await startFilm(host);
}

describe('FV-2, FV-4: a film is found', () => {
  it.each([
    ['in a frame without an address', '/srcdoc.html'],
    ['in a frame that is written into after it was looked at', '/written.html'],
    ['in a frame without an origin', '/sandboxed.html'],
    ['in a frame whose policy takes its origin', '/policy.html'],
    ['in a frame made of a blob', '/blob.html'],
    ['in a frame that comes later and goes elsewhere', '/later.html'],
    ['in a frame that was empty and keeps its window', '/reused.html'],
    ['in a closed shadow root of a page that is watched already', '/rooted-later.html'],
    ['in no document', '/loose.html'],
    ['behind decoys, thumbnails and backgrounds', '/decoys.html'],
  ])('%s', async (_, path) => {
    await bothGoTo(path);
    // The host's was played; one that was at its beginning, and now plays with it, is driven.
    await expectFilmsInStep(host, guest);
  });

  it('two frames of other sites deep in a closed shadow root, however often it is swapped', async () => {
    await bothGoTo('/nested.html');
    await expectFilmsTogether(host, guest);
    for (const person of [host, guest, host]) {
      await wish(person, 'swap');
      await expectFilmsInStep(host, guest);
    }
    await expectFilmsTogether(guest, host);
  });

  it('and a press counts as soon as a swapped one is back in step (IN-2)', async () => {
    await host.page.bringToFront();
    await wish(host, 'swap');
    await expectFilmsInStep(host, guest);
    // IN-22: what its press explains comes within a second of it.
    await host.page.mouse.click(100, 100);
    await wish(host, 'pause');
    await expectFilmsStand(host, guest);
    await wish(guest, 'play');
    await expectFilmsInStep(host, guest);
  });

  it('when its page puts it elsewhere, or another in its place', async () => {
    await bothGoTo('/moved.html');
    await expectFilmsTogether(host, guest);
    await wish(guest, 'move');
    await expectFilmsInStep(host, guest);
    await wish(host, 'move');
    await expectFilmsInStep(host, guest);
    await wish(host, 'swap');
    await expectFilmsTogether(host, guest);
  });

  it('and is left alone while its page paints it frame by frame', async () => {
    await bothGoTo('/painted.html');
    await expectFilmsInStep(host, guest);
    const painted = () =>
      evaluateQuietly(
        host.page,
        () => (window as unknown as { painted: Record<'frames' | 'handedOver', number> }).painted,
      );
    const { frames, handedOver } = await painted();
    await expect.poll(async () => (await painted()).frames).toBeGreaterThan(frames + 25);
    expect((await painted()).handedOver).toBe(handedOver);
  });

  it('in a window of its own', async () => {
    await host.page.evaluate(async () => {
      const { documentPictureInPicture, film } = window as unknown as {
        documentPictureInPicture: { requestWindow(): Promise<Window> };
        film: HTMLVideoElement;
      };
      const floating = await documentPictureInPicture.requestWindow();
      floating.document.body.append(film);
    });
    await expectFilmsInStep(host, guest);
    await host.page.evaluate(() => document.body.append((window as unknown as { film: HTMLVideoElement }).film));
    await expectFilmsInStep(host, guest);
  });
});

describe('FV-7: of several videos one is chosen in the page', () => {
  const choose = async (person: Person) => {
    await pressInMore(person, 'Choose video');
    await expectPopupClosed(person);
    // The page's own is numbered first, whichever frame was loaded first.
    await person.page.waitForSelector(named('button', 'Video 1 of 2'));
    return person.page.frames().find((frame) => frame.url().endsWith('/plain.html'));
  };
  const isPaused = async (person: Person) => (await filmOf(person))?.paused;
  /** The page itself does that: its trailer hears no wishes. */
  const inPage = ({ page }: Person, what: 'more' | 'swap') =>
    page.evaluate((what) => (window as unknown as { wishes: Record<string, () => void> }).wishes[what]?.(), what);

  it('by keyboard, in whichever frame', async () => {
    await Promise.all([host, guest].map(({ page }) => page.goto(`${stage.site}/two.html`)));
    await choose(host);
    await host.page.keyboard.press('ArrowRight');
    await host.page.keyboard.press('Enter');
    await expect.poll(() => host.page.$(named('button', 'Video 1 of 2'))).toBeNull();
    await expectSettled(host);
    await wish(host, 'play');
    await expect.poll(() => isPaused(host)).toBe(false);
  });

  it('FV-12: and taken by the other’s page, which by itself plays what covers more of it', async () => {
    await expectFilmsInStep(host, guest);
  });

  it('by pointer', async () => {
    const frame = await choose(guest);
    const button = await frame?.waitForSelector(named('button', 'Video 2 of 2'));
    await button?.click();
    await expectFilmsInStep(host, guest);
  });

  it('or none, by Escape', async () => {
    await choose(guest);
    await guest.page.keyboard.press('ArrowLeft');
    await guest.page.keyboard.press('Escape');
    await expect.poll(() => guest.page.$(named('button', 'Video 1 of 2'))).toBeNull();
    await expectFilmsInStep(host, guest);
  });

  it('FV-8: and is found again when the page is opened another time', async () => {
    await Promise.all([host, guest].map(({ page }) => page.goto(`${stage.site}/two.html`)));
    await expectFilmsInStep(host, guest);
  });

  it('FV-9: also one that the page loads, or puts in another’s place, meanwhile', async () => {
    await choose(guest);
    await inPage(guest, 'more');
    const first = named('button', 'Video 1 of 3');
    const before = await guest.page.waitForSelector(first);
    await inPage(guest, 'swap');
    // The button over what has gone goes too, and another comes in its place.
    await expect.poll(() => before?.evaluate((button) => button.isConnected)).toBe(false);
    await (await guest.page.waitForSelector(first))?.click();
    await expect.poll(() => guest.page.$eval('video', ({ paused }) => paused)).toBe(false);
  });
});

describe('FV-1: Firefox finds a film', () => {
  let firefox: FirefoxPerson;
  beforeAll(async () => {
    firefox = await stage.firefox();
    // Where the invite leads: whoever comes to another page of the room's site is asked before it is left (SPEC FO-3).
    await host.page.goto(stage.site);
    await clickPlay(host);
    // A page that is gone to from outside looks to the page before as if a script had begun it.
    await typeAddress(firefox.browser, invite);
    await expectPaused(firefox, false, 10_000);
  });

  it.each([
    ['two frames of other sites deep in a closed shadow root', '/nested.html'],
    ['in a frame that is written into after it was looked at', '/written.html'],
    ['in a frame without an origin', '/sandboxed.html'],
    ['in a closed shadow root of a page that is watched already', '/rooted-later.html'],
    ['in no document', '/loose.html'],
  ])('%s', async (_, path) => {
    await bothGoTo(path, firefox);
    await expectFilmsInStep(host, firefox);
  });
});
