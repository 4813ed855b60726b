import { afterEach, describe, expect, it } from 'vitest';
import { withInvite } from '../../lib/core/wire/fragment';
import { MEMBERS_MAX } from '../../lib/core/wire/protocol';
import { Crowd } from '../helpers/crowd';
import { closePopup, popupText, pressInPopup } from './popup';
import { openStage, type Stage } from './stage';
import { eventually, expectPaused, videoOf } from './watching';

const TIMEOUT_MS = 120_000;
/** All seats are found taken, the host is heard, and its clock known with the next beat. */
const WATCHES_WITHIN_MS = 20_000;
/** What a press takes to the relay and back, and a player to obey it, on a busy machine. */
const FOLLOWED_WITHIN_MS = 6_000;
const SEAT_WITHIN_MS = 25_000;

let stage: Stage | undefined;
let crowd: Crowd | undefined;
afterEach(async () => {
  await crowd?.close();
  await stage?.close();
});

describe('AU-1: the 65th in a room', () => {
  it(
    'watches in a real browser: its film follows play, pause and seek; it asks for a seat and has it (AU-5)',
    async () => {
      stage = await openStage();
      const people = new Crowd(stage.server.url);
      crowd = people;
      const [host, friend] = await Promise.all([people.fill(), stage.friend()]);
      host.press('seek', 5, true);
      const invite = new URL(`${stage.site}/`);
      invite.hash = withInvite('', `${people.code}~${encodeURIComponent(stage.server.url)}`);
      await friend.page.goto(invite.href);

      await eventually(
        () => popupText(friend),
        (said) => expect(said).toContain('Room of Host'),
        WATCHES_WITHIN_MS,
      );
      expect(await popupText(friend)).toContain('All seats are taken');
      await closePopup(friend);
      const place = async () => (await videoOf(friend)).position;
      await eventually(place, (at) => expect(at).toBeCloseTo(5, 1), WATCHES_WITHIN_MS);
      host.press('play', 5, false);
      await expectPaused(friend, false, FOLLOWED_WITHIN_MS);
      await eventually(
        async () => Math.abs((await place()) - (host.position ?? 0)),
        (apart) => expect(apart).toBeLessThan(0.3),
        FOLLOWED_WITHIN_MS,
      );
      host.press('pause', 12, true);
      await expectPaused(friend, true, FOLLOWED_WITHIN_MS);
      await eventually(place, (at) => expect(at).toBeCloseTo(12, 1), FOLLOWED_WITHIN_MS);

      await pressInPopup(friend, 'Ask for a seat');
      await people.people[2]?.room.close();
      const names = async () =>
        host.room.facts.members.map(({ name }) => name).filter((name) => !/^Guest|^Host/.test(name));
      await eventually(names, (found) => expect(found).toHaveLength(1), SEAT_WITHIN_MS);
      expect(host.room.facts.members).toHaveLength(MEMBERS_MAX);
      await eventually(
        () => popupText(friend),
        (said) => expect(said).toContain('Guest 1'),
        FOLLOWED_WITHIN_MS,
      );
    },
    TIMEOUT_MS,
  );
});
