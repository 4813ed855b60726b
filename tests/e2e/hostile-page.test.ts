import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateQuietly } from '../helpers/browsers.mjs';
import { createRoom } from '../helpers/party.mjs';
import { join } from './party';
import { expectMembers } from './popup';
import { openStage, type Person, type Stage } from './stage';
import { clickPlay, expectInStep, expectSameFrame, expectStays, press, SEEN_MS, videoOf } from './watching';

/** A page that throws from its own handlers and has put its own functions in the place of the browser's. */
function beHostile(): void {
  const media = HTMLMediaElement.prototype;
  const { play, pause } = media;
  const refuse = () => {
    throw new Error('only the site may do that');
  };
  for (const name of ['play', 'pause', 'playing', 'seeking', 'seeked', 'ratechange', 'timeupdate', 'volumechange']) {
    addEventListener(name, refuse, true);
  }
  addEventListener('error', refuse);
  Object.assign(media, { play: refuse, pause: refuse });
  for (const name of ['currentTime', 'playbackRate', 'muted', 'paused']) {
    Object.defineProperty(media, `site_${name}`, Object.getOwnPropertyDescriptor(media, name) ?? {});
    Object.defineProperty(media, name, { get: () => Number.NaN, set: refuse });
  }
  Object.assign(window, { site: { play, pause } });
}

const pages = {
  '/hostile.html': `<!doctype html>
<html lang="en">
  <head><script>(${beHostile})()</script><title>Hostile</title><link rel="icon" href="data:," /></head>
  <body><video controls src="/sample.mp4" style="display: block; width: 640px; height: 360px"></video></body>
</html>`,
};

let stage: Stage;
let host: Person;
let guest: Person;

beforeAll(async () => {
  stage = await openStage(pages);
  [host, guest] = await Promise.all([stage.host(), stage.friend()]);
});
afterAll(() => stage?.close());

/** Lets a page do to its video what it likes; what the browser refuses is the page's own affair. */
async function misbehave({ page }: Person, what: string): Promise<void> {
  await evaluateQuietly(
    page,
    (code: string) => {
      try {
        new Function('video', code)(document.querySelector('video'));
      } catch {}
    },
    what,
  );
}

describe('BAD-3: a player that is set to nonsense', () => {
  beforeAll(async () => {
    await host.page.goto(stage.site);
    const invite = await createRoom(host.browser, host.page);
    await clickPlay(host);
    await join(guest, invite);
    await expectInStep(host, guest);
  });
  describe.each([
    ['host', () => [host, guest] as const],
    ['guest', () => [guest, host] as const],
  ])('by the page of the %s', (_, people) => {
    it.each([
      'video.currentTime = NaN',
      'video.currentTime = -1',
      'video.currentTime = 1e308',
      'video.playbackRate = 0',
      'video.playbackRate = 100',
      'Object.defineProperty(video, "currentTime", { get: () => NaN, configurable: true })',
      'for (const name of ["pause", "play", "seeking", "ratechange", "ended"]) video.dispatchEvent(new Event(name))',
    ])('%s: neither the room nor a player is harmed', async (what) => {
      const [one, other] = people();
      await misbehave(one, what);
      // A person is there: a page that nobody touches is not believed so many presses (SPEC IN-7).
      await one.page.keyboard.press('q');
      await misbehave(one, 'delete video.currentTime; delete video.playbackRate');
      await expect.poll(async () => Number.isFinite((await videoOf(other)).position)).toBe(true);
      const { rate } = await videoOf(other);
      expect(rate).toBeGreaterThan(0);
      expect(rate).toBeLessThanOrEqual(16);
      await press(one, { rate: 1 });
      await press(one, { seek: 90 });
      await press(one, 'pause');
      await expectSameFrame(one, other);
      await one.page.keyboard.press('q');
      await press(one, 'play');
      await expectInStep(one, other);
      await expectMembers(host, 2);
    });
  });
});

describe('BAD-3: a page that throws from its own handlers and replaces the functions of its player', () => {
  const site = ({ page }: Person, what: 'play' | 'pause') =>
    evaluateQuietly(
      page,
      (name: 'play' | 'pause') => {
        const { site } = window as unknown as { site: Record<typeof name, () => void> };
        site[name].call(document.querySelector('video'));
      },
      what,
    );
  const isPaused = ({ page }: Person) =>
    evaluateQuietly(page, () => Reflect.get(document.querySelector('video') ?? {}, 'site_paused') as boolean);
  const positionOf = ({ page }: Person) =>
    evaluateQuietly(page, () => Reflect.get(document.querySelector('video') ?? {}, 'site_currentTime') as number);

  it('is kept in step all the same', async () => {
    const [other, friend] = await Promise.all([stage.host(), stage.friend()]);
    await other.page.goto(`${stage.site}/hostile.html`);
    const invite = await createRoom(other.browser, other.page);
    await clickPlay(other);
    await friend.page.goto(invite);
    await expect.poll(() => isPaused(friend), { timeout: 10_000 }).toBe(false);
    // SPEC IN-2: what a player does so soon after it was loaded is taken for the site's doing.
    await expect.poll(() => positionOf(friend)).toBeGreaterThan((await positionOf(friend)) + 1.5);
    await site(other, 'pause');
    await expect.poll(() => isPaused(friend)).toBe(true);
    // SPEC IN-6: who starts a film has seen it stand.
    await expectStays(() => isPaused(friend), true, SEEN_MS);
    await site(friend, 'play');
    await expect.poll(() => isPaused(other)).toBe(false);
    await expectMembers(other, 2);
  });
});
