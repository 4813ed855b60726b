import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inviteLink } from '../../lib/core/wire/invite';
import { firefoxFacts } from '../../lib/media/player/browser-facts';
import { evaluateQuietly } from '../helpers/browsers.mjs';
import { createRoom } from '../helpers/party.mjs';
import { commandFirefox } from './firefox-room';
import { join } from './party';
import { closePopup, expectMembers, pressInPopup } from './popup';
import { type FirefoxPerson, openStage, type Person, type Stage } from './stage';
import { clickPlay, expectInStep, expectPaused, expectSameFrame, press, start, videoOf } from './watching';

let stage: Stage;
let chromium: Person;
let firefox: FirefoxPerson;

beforeAll(async () => {
  stage = await openStage();
  [chromium, firefox] = await Promise.all([stage.host(), stage.firefox()]);
});
afterAll(() => stage?.close());

const command = (order: 'create' | 'leave') => commandFirefox(firefox, stage, order);

/** Runs in the page: by how much its place changes each time that it is told anew, s. */
async function stepsSeen(): Promise<number[]> {
  const video = document.querySelector('video');
  if (!video) throw new Error('there is no video on the page');
  const heights: number[] = [];
  const channel = new MessageChannel();
  const untilMs = performance.now() + 3_000;
  for (let last = video.currentTime; performance.now() < untilMs; ) {
    // A timer would look once in 4 ms at best.
    await new Promise((resolve) => {
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(0);
    });
    if (video.currentTime !== last) heights.push(video.currentTime - last);
    last = video.currentTime;
  }
  return heights;
}

/** Play, pause, seek and rate of one are followed by the other. */
function itFollows(people: () => readonly [Person, Person]): void {
  it('pauses on the same frame', async () => {
    const [one, other] = people();
    await press(one, 'pause');
    await expectPaused(other, true);
    await expectSameFrame(one, other);
  });

  it('goes to another place while paused', async () => {
    const [one, other] = people();
    await press(one, { seek: 77.5 });
    await expect.poll(async () => (await videoOf(other)).position).toBeCloseTo(77.5, 2);
    await expectSameFrame(one, other);
  });

  it('plays', async () => {
    const [one, other] = people();
    await press(one, 'play');
    await expectPaused(other, false);
    await expectInStep(one, other);
  });

  it('goes to another place while playing', async () => {
    const [one, other] = people();
    await press(one, { seek: 150 });
    await expect.poll(async () => (await videoOf(other)).position).toBeGreaterThan(149);
    await expectInStep(one, other);
  });

  it('goes to another speed', async () => {
    const [one, other] = people();
    for (const rate of [1.25, 1]) {
      await press(one, { rate });
      await expect.poll(async () => (await videoOf(other)).rate).toBeCloseTo(rate, 1);
      await expectInStep(one, other);
    }
  });
}

describe('Firefox as a guest of Chromium', () => {
  it('SC-2: joins by the opening of the link', async () => {
    await chromium.page.goto(stage.site);
    const invite = await createRoom(chromium.browser, chromium.page);
    await clickPlay(chromium);
    await join(firefox, invite);
    await expectInStep(chromium, firefox);
    await expectMembers(chromium, 2);
  });
  describe('when Chromium leads', () => itFollows(() => [chromium, firefox]));
  describe('when Firefox leads', () => itFollows(() => [firefox, chromium]));

  it('is back by itself after its page was loaded again', async () => {
    await firefox.page.reload();
    await expectPaused(firefox, false, 10_000);
    await expectInStep(chromium, firefox);
    await expectMembers(chromium, 2);
  });

  it('PL-9: tells where it is in steps, of which what is added is the half', async () => {
    const heights = await evaluateQuietly(firefox.page, stepsSeen);
    const middle = heights.sort((one, other) => one - other)[Math.floor(heights.length / 2)] ?? Number.NaN;
    expect(Math.abs(middle / 2 - firefoxFacts.behindS)).toBeLessThan(0.003);
  });

  it('is seen to leave', async () => {
    await command('leave');
    await expectMembers(chromium, 1, 5_000);
    await pressInPopup(chromium, 'Leave room');
  });
});

describe('Firefox as the host of Chromium', () => {
  it('SC-2: has a room that is joined by the opening of its link', async () => {
    await firefox.page.goto(stage.site);
    const code = await command('create');
    await clickPlay(firefox);
    await expectPaused(firefox, false);
    await chromium.page.goto('about:blank');
    await join(chromium, inviteLink(`${stage.site}/`, { code, server: stage.server.url }));
    await expectInStep(firefox, chromium);
    await expectMembers(chromium, 2);
  });
  describe('when Firefox leads', () => itFollows(() => [firefox, chromium]));
  describe('when Chromium leads', () => itFollows(() => [chromium, firefox]));

  it('ST-5: works a film by the bar of its page, which a script stands in for', async () => {
    await firefox.page.goto(`${stage.site}/pages/emby/`);
    await start(firefox);
    // FO-7: no file knows this site.
    await pressInPopup(chromium, 'Go there');
    await expect.poll(() => chromium.page.url(), { timeout: 10_000 }).toContain('/pages/emby/');
    await closePopup(chromium);
    await expectInStep(firefox, chromium);
    // SPEC IN-2: what a player does so soon after it was loaded is taken for the site's doing.
    const { position } = await videoOf(chromium);
    await expect
      .poll(async () => (await videoOf(chromium)).position, { timeout: 5_000 })
      .toBeGreaterThan(position + 1.5);
    for (const [one, other] of [
      [firefox, chromium],
      [chromium, firefox],
    ] as const) {
      await press(one, 'pause');
      await expectPaused(other, true);
      await expectSameFrame(one, other);
      await press(one, 'play');
      await expectPaused(other, false);
      await expectInStep(one, other);
    }
  });
});
