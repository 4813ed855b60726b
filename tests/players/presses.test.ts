import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inviteLink } from '../../lib/core/wire/invite';
import { commandFirefox } from '../e2e/firefox-room';
import { join } from '../e2e/party';
import { closePopup } from '../e2e/popup';
import { openStage, type Person, type Stage } from '../e2e/stage';
import { eventually, expectInStep, expectPaused, expectSameFrame, start, videoOf } from '../e2e/watching';
import { frameOf } from '../helpers/browsers.mjs';
import { createRoom } from '../helpers/party.mjs';
import { isFirefox } from './couple';
import { expectFollowed, expectJumps, noteFlips } from './followed';

/**
 * Presses by mouse and key, in controls that lie in another frame than the film, each of another site. In Chromium, and in
 * Firefox with `npm run players -- --browser firefox`.
 */
const isFox = process.env.PLAYERS_BROWSER === 'firefox';
/** A load is young for so long (SPEC IN-17), and a press fresh. */
const SETTLED_MS = 6_500;

const PAGES = [
  { where: 'in a frame within the film’s', path: 'index.html', controls: 'controls.html' },
  { where: 'around the film’s frame', path: 'beside.html', controls: 'beside.html', frame: 'film.html' },
];
const cases = PAGES.flatMap((page) => (['guest', 'host'] as const).map((role) => ({ ...page, role })));

describe.skipIf(process.env.PLAYERS !== 'all').each(cases)(
  'controls $where: a $role',
  ({ path, controls, frame, role }) => {
    let stage: Stage;
    let presser: Person;
    let other: Person;

    beforeAll(async () => {
      stage = await openStage();
      const opened = await Promise.all([isFox ? stage.firefox() : stage.friend(), stage.friend()]);
      const see = <P extends Person>(person: P): P => ({
        ...person,
        sight: { ...person.sight, ...(frame === undefined ? {} : { frame }) },
      });
      [presser, other] = [see(opened[0]), see(opened[1])];
      const [host, guest] = role === 'host' ? [presser, other] : [other, presser];
      const address = `${stage.site}/pages/controls-apart/${path}`;
      await host.page.goto(address);
      const invite = isFirefox(host)
        ? inviteLink(address, { code: await commandFirefox(host, stage, 'create'), server: stage.server.url })
        : await createRoom(host.browser, host.page);
      if (!isFirefox(host)) await closePopup(host);
      await eventually(
        () => start(host).then(() => videoOf(host)),
        (film) => expect(film.paused).toBe(false),
        10_000,
      );
      if (isFirefox(guest)) await guest.page.goto(invite);
      else await join(guest, invite);
      await expectPaused(guest, false, 10_000);
      await expectInStep(host, guest);
      await presser.page.bringToFront();
      await new Promise((done) => setTimeout(done, SETTLED_MS));
      await noteFlips(presser, other);
    });
    afterAll(() => stage?.close());

    const click = async (name: string) => {
      const button = await frameOf(presser.page, controls).waitForSelector(`#${name}`);
      await button?.click();
    };
    /** As who has come there by Tab. */
    const pressEnter = async (name: string) => {
      await frameOf(presser.page, controls).focus(`#${name}`);
      await presser.page.keyboard.press('Enter');
    };

    it.each([
      ['the mouse', click],
      ['the keyboard', pressEnter],
    ])('IN-22: pauses and plays by %s', async (_, by) => {
      await expectFollowed(
        [presser, other],
        () => by('Pause'),
        () => by('Play'),
      );
    });

    it('IN-22: jumps and sets the speed', async () => {
      await expectJumps([presser, other], 20, () => click('Ahead'));
      await expectJumps([presser, other], -20, () => pressEnter('Back'));
      await click('Faster');
      await eventually(
        async () => (await videoOf(other)).rate,
        (rate) => expect(rate).toBeCloseTo(1.25, 1),
        1_000,
      );
      await expectInStep(presser, other);
    });

    it('IN-23: steps by single frames', async () => {
      await click('Pause');
      await expectSameFrame(presser, other);
      const { position } = await videoOf(presser);
      for (let times = 0; times < 3; times++) {
        await click('Frame');
        await new Promise((done) => setTimeout(done, 400));
      }
      await expectSameFrame(presser, other);
      expect((await videoOf(other)).position).toBeCloseTo(position + 0.12, 2);
    });
  },
);
