import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseToChatDoor } from '../../../lib/core/ports/chat-door';
import type { FromPlayer } from '../../../lib/core/ports/player-port';
import { parseFromPlayer, parseToPlayer } from '../../../lib/core/ports/player-port-schema';
import { parseRoomView } from '../../../lib/core/ports/room-view-schema';
import { hostName } from '../../../lib/core/room/facts';
import {
  createGuestState,
  type GuestState,
  membersSeen,
  nextTerm,
  takeSigned,
} from '../../../lib/core/room/guest-state';
import { toldReport } from '../../../lib/core/room/report';
import { parseMessage, signedMessageSchema } from '../../../lib/core/wire/protocol';
import { createDriver } from '../../../lib/media/driver';
import { chromiumFacts } from '../../../lib/media/player/browser-facts';
import type { VideoLike } from '../../../lib/media/player/player';
import type { Room } from '../../../lib/room/room';
import { roomView, type Viewed } from '../../../lib/room/room-view';
import { orderOf } from '../../../lib/room/seat';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';
import { anyNumber, anyText, anything, asJson, FUZZ_TIMEOUT_MS, flawOf, holds, nearly } from './fuzz';
import { aClock, aRoom, aRoomView, fromPlayer, toChatDoor, toPlayer, WildVideo, within } from './ports.arbitraries';
import { aSignedMessage, aState } from './wire.arbitraries';

const options = { timeout: FUZZ_TIMEOUT_MS };

describe.each([
  ['what a page’s part says', parseFromPlayer, fromPlayer],
  ['what a page’s part is told', parseToPlayer, toPlayer],
  ['what a page’s part is told of the chat', parseToChatDoor, toChatDoor],
] as const)('EX-5: %s', (_, parse: (message: unknown) => unknown, good: fc.Arbitrary<unknown>) => {
  test('passes unchanged where it is good', options, () => {
    holds(good, (message) => {
      const sent = asJson(message);
      const parsed = asJson(parse(sent));
      // Landmarks are a stream's alone.
      expect(without(parsed)).toEqual(without(sent));
    });
  });

  test('passes bounded, and once more unchanged, where it is nearly good', options, () => {
    holds(fc.oneof({ weight: 4, arbitrary: nearly(good) }, { weight: 1, arbitrary: anything }), (message) => {
      const parsed = parse(message);
      if (parsed === undefined) return;
      expect(flawOf(parsed)).toBeUndefined();
      expect(parse(parsed)).toEqual(parsed);
      expect(asJson(parse(asJson(parsed)))).toEqual(asJson(parsed));
    });
  });
});

/** What `boundPlayback` leaves out of a playback that is no stream's. */
const without = (message: unknown) =>
  JSON.parse(JSON.stringify(message), (key, value) => (key === 'landmarks' ? undefined : value));

const EVENTS = [
  'play',
  'pause',
  'seeking',
  'seeked',
  'ratechange',
  'waiting',
  'playing',
  'ended',
  'emptied',
  'loadedmetadata',
  'canplay',
  'durationchange',
];

describe('PR-8: a page’s part, whatever its page shows', () => {
  const happening = fc.oneof(
    fc.constantFrom(...EVENTS).map((name) => ({ name, told: undefined })),
    toPlayer.map((told) => ({ name: '', told })),
  );
  const story = fc.record({
    numbers: fc.array(fc.oneof(anyNumber, within(0, 1_000)), { minLength: 1, maxLength: 20 }),
    first: aRoom,
    happenings: fc.array(happening, { maxLength: 15 }),
  });

  test('says only what the room service takes', options, () => {
    holds(
      story,
      ({ numbers, first, happenings }) => {
        const time = new VirtualTime();
        const { signal } = new AbortController();
        const said: FromPlayer[] = [];
        const ui = { prompt: () => {}, refused: () => {}, notice: () => {} };
        const around = {
          hiddenSince: () => undefined,
          userActive: () => true,
          focus: () => undefined,
          isFloating: () => false,
          facts: chromiumFacts,
        };
        const driver = createDriver((message) => said.push(message), trueScheduler(time), ui, around, signal);
        let drawn = 0;
        const video = new WildVideo(() => numbers[drawn++ % numbers.length]);
        driver.receive({ type: 'elected', active: true });
        driver.receive({ type: 'pong', sent: 0, received: 0, answered: 0 });
        driver.attach(video as unknown as VideoLike);
        driver.receive({ ...first, suspended: false, load: 1 });
        for (const { name, told } of happenings) {
          time.now += 300;
          if (told) driver.receive(told);
          else video.dispatchEvent(new Event(name));
        }
        for (const message of said) {
          if (!parseFromPlayer(asJson(message))) throw new Error(`not taken: ${JSON.stringify(message)}`);
        }
      },
      0.3,
    );
  });
});

describe('PR-8: a guest’s room service, whatever its host signs', () => {
  const signed = fc.array(fc.oneof(aSignedMessage, nearly(aSignedMessage)), { maxLength: 6 });

  test('tells its player and its popup only what they take', options, () => {
    holds(fc.tuple(signed, aState, anyNumber, anyText, aClock), ([messages, how, driftMs, name, clock]) => {
      let state: GuestState = createGuestState('me', { run: 'r', epoch: 0, host: 'ann' });
      for (const message of messages) {
        const parsed = parseMessage(signedMessageSchema, new TextEncoder().encode(JSON.stringify(message) ?? ''));
        if (parsed) state = takeSigned(state, { ...parsed, run: 'r' });
      }
      const members = membersSeen(state, toldReport({ state: how, driftMs }), true);
      const waiting = ['me', ...members.map((member) => member.id)];
      for (const facts of [state, nextTerm(state, { epoch: 9, host: 'me' })]) {
        const told = { type: 'room', ...orderOf(facts, 'me', { ...facts, waiting }), clock, gentle: true, load: 0 };
        expect(parseToPlayer(asJson(told))).toBeDefined();
      }
      const { skip, media } = state;
      const connection = 'open' as const;
      const mine = {
        facts: state,
        self: 'me',
        code: 'K7QX-2M9P-4TRB-8WZC',
        members,
        canControl: true,
        waiting,
        skip,
        connection,
        pathTo: () => ({ path: 'turn', by: 'peerjs' }),
        chat: { unread: members.length },
      } as unknown as Room;
      const viewed: Viewed = {
        ...{ alone: true, tabId: 1, config: { name }, server: undefined, creates: false, diary: [] },
        ...{ room: mine, players: { hasVideo: true, shiftS: 2, prompt: 'press-play' }, skips: { question: undefined } },
        follow: {
          question: { who: hostName(state), title: media?.title ?? '', site: 'a.example', here: true, left: false },
          taking: media?.title ?? 'a.example',
          lengths: { own: undefined, host: media?.durationS },
        } as Viewed['follow'],
        history: members.map(({ id }) => ({ id, points: [{ at: 0, driftMs: 1 }] })),
        shown: { party: () => ({ id: 'party', size: members.length || 1, change: 1, paused: true, ticket: '1~x' }) },
      };
      const view = roomView(viewed, 1_000);
      expect(view).toMatchObject({ state: 'room', isHost: false, prompt: 'press-play' });
      if (view.state === 'room') {
        expect(view.members.filter((member) => member.isHost).every(({ id }) => id === state.host)).toBe(true);
      }
      expect(parseRoomView(asJson(view))).toEqual(asJson(view));
    });
  });

  test('a popup draws nothing but what a room service shows', options, () => {
    holds(fc.oneof(nearly(aRoomView), anything), (message) => {
      const parsed = parseRoomView(message);
      if (parsed === undefined) return;
      expect(flawOf(parsed)).toBeUndefined();
      expect(parseRoomView(parsed)).toEqual(parsed);
    });
  });
});
