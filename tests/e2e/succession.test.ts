import { afterAll, beforeAll, it } from 'vitest';
import { join, openParty, type Party } from './party';
import { closePopup, expectMembers, expectPopupSays } from './popup';
import { openStage, type Stage } from './stage';
import { expectInStep, expectPaused, expectStays, press, videoOf } from './watching';

/** A silence of 6 s, a second look, and a claim (SPEC SU-2). */
const FOLLOWED_WITHIN_MS = 20_000;
const TIMEOUT_MS = 90_000;

let stage: Stage;
let party: Party;

beforeAll(async () => {
  stage = await openStage();
  party = await openParty(stage);
});
afterAll(() => stage?.close());

it(
  'SU-2: the host’s browser dies: the film plays on, its guest is the host, and a third comes by the same invite',
  async () => {
    const { host, guest, invite } = party;
    host.browser.process()?.kill('SIGKILL');
    await expectStays(async () => (await videoOf(guest)).paused, false);
    await expectPopupSays(guest, 'Your room', FOLLOWED_WITHIN_MS);
    await expectMembers(guest, 1, FOLLOWED_WITHIN_MS);
    await closePopup(guest);
    const third = await stage.friend();
    await join(third, invite);
    await expectInStep(guest, third);
    await expectMembers(guest, 2);
    await closePopup(guest);
    await press(guest, 'pause');
    await expectPaused(third, true);
    await press(third, 'play');
    await expectPaused(guest, false);
  },
  TIMEOUT_MS,
);
