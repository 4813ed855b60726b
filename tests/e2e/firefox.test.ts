import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inviteLink } from '../../lib/core/invite';
import { VIEW_PORT } from '../../lib/core/player-port';
import type { RoomCommand, RoomView } from '../../lib/core/view';
import { openFirefoxPage } from '../helpers/browsers.mjs';
import { createRoom } from '../helpers/party.mjs';
import { join } from './party';
import { expectMembers, pressInPopup } from './popup';
import { type FirefoxPerson, openStage, type Person, type Stage } from './stage';
import { clickPlay, expectInStep, expectPaused, expectSameFrame, press, videoOf } from './watching';

let stage: Stage;
let chromium: Person;
let firefox: FirefoxPerson;

beforeAll(async () => {
  stage = await openStage();
  [chromium, firefox] = await Promise.all([stage.host(), stage.firefox()]);
});
afterAll(() => stage?.close());

declare const browser: typeof chrome;

/**
 * Does in Firefox what its popup would do: puppeteer cannot press the toolbar's button there.
 *
 * @returns the code of the room, once there is one; empty after leaving
 */
async function command(order: 'create' | 'leave'): Promise<string> {
  const page = await openFirefoxPage(firefox.browser, `${firefox.origin}/options.html`);
  const code = await page.evaluate(
    async (wanted, site, server, port) => {
      const [tab] = await browser.tabs.query({ url: `${site}/*` });
      if (tab?.id === undefined) throw new Error('the tab of the film is not there');
      const config = { name: 'Fox', server };
      const body: RoomCommand = wanted === 'create' ? { type: 'create', tabId: tab.id, config } : { type: 'leave' };
      await browser.runtime.sendMessage({ to: 'background', kind: 'command', body });
      if (wanted === 'leave') return '';
      return new Promise<string>((resolve, reject) => {
        browser.runtime.connect({ name: port }).onMessage.addListener((view: RoomView) => {
          if (view.state === 'room') resolve(view.code);
          if (view.state === 'problem') reject(new Error(view.problem));
        });
      });
    },
    order,
    `${new URL(stage.site).protocol}//${new URL(stage.site).hostname}`,
    stage.server.url,
    VIEW_PORT,
  );
  await page.close();
  await firefox.page.bringToFront();
  return code;
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
});
