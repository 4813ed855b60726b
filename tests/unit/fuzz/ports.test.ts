import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Page } from '../../../lib/core/film/media';
import type { FromPlayer, ToPlayer } from '../../../lib/core/ports/player-port';
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
import { aCause, aControl, aMedia, aName, aPlayback, aSignedMessage, aState } from './wire.arbitraries';

const options = { timeout: FUZZ_TIMEOUT_MS };
const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const anAnchor = fc.tuple(aPlayback, fc.nat()).map(([playback, change]) => ({ ...playback, change }));
const aPage: fc.Arbitrary<Page> = aMedia.map(({ key, url, title }) => ({ key, url, title }));

const fromPlayer: fc.Arbitrary<FromPlayer> = fc.oneof(
  fc.record({
    type: fc.constant('candidate' as const),
    score: within(0, 1e8),
    short: fc.boolean(),
    chosen: fc.boolean(),
  }),
  fc.record({ type: fc.constant('choices' as const), count: fc.nat(20), present: fc.nat(20) }),
  fc.record({
    type: fc.constant('choosing' as const),
    press: fc.constantFrom('next', 'take', 'cancel'),
    index: fc.nat(9),
  }),
  fc.record({ type: fc.constant('page' as const), page: aPage }),
  fc.record({ type: fc.constant('film' as const), load: fc.nat(), ready: fc.boolean(), durationS: within(0, 5e7) }),
  fc.record({ type: fc.constant('answer' as const), answer: fc.constantFrom('go', 'same', 'stay') }),
  fc.record({ type: fc.constant('answer-skip' as const), answer: fc.constantFrom('skip', 'stay'), to: within(0, 5e7) }),
  fc.record({ type: fc.constant('skip' as const), to: within(0, 5e7) }),
  fc.record({ type: fc.constant('ping' as const), sent: within(0, 1e9) }),
  fc.record({ type: fc.constant('intent' as const), id: fc.nat(), cause: aCause, playback: aPlayback }),
  fc.record({ type: fc.constant('report' as const), state: aState, driftMs: within(-1e9, 1e9), anchor: anAnchor }),
  fc.record({ type: fc.constant('shift' as const), seconds: within(-3_600, 3_600) }),
  fc.record({
    type: fc.constant('sign' as const),
    of: fc.constantFrom('press' as const, 'front' as const, 'back' as const),
  }),
  fc.record({ type: fc.constantFrom('leave' as const, 'watch-alone' as const, 'ask-to-drive' as const) }),
  fc.record({
    type: fc.constant('prompt' as const),
    prompt: fc.constantFrom('none' as const, 'unmute' as const, 'press-play' as const),
  }),
  fc.record({ type: fc.constant('wake' as const), inMs: within(0, 1e6) }),
);

const order = {
  leads: fc.boolean(),
  canControl: fc.boolean(),
  driver: aName,
  playback: aPlayback,
  suspended: fc.boolean(),
  epoch: fc.nat(),
  revision: fc.integer({ min: -1, max: 1e6 }),
  change: fc.integer({ min: -1, max: 1e6 }),
  ack: fc.nat(),
  together: fc.boolean(),
  waiting: fc.array(aName, { maxLength: 3 }),
};
const aClock = fc.record({
  offsetMs: within(-1e10, 1e10),
  skew: within(-1e-3, 1e-3),
  at: within(0, 1e9),
  uncertaintyMs: within(0, 1e5),
});
const room = fc.record({
  type: fc.constant('room' as const),
  ...order,
  clock: aClock,
  gentle: fc.boolean(),
  load: fc.nat(9),
});
const question = fc.record({ who: aName, title: aName, site: fc.domain(), here: fc.boolean(), left: fc.boolean() });
const offer = fc.record({ who: aName, to: within(0, 5e7), may: fc.boolean() });
const toPlayer: fc.Arbitrary<ToPlayer> = fc.oneof(
  room,
  fc.record({ type: fc.constant('elected' as const), active: fc.boolean() }),
  fc.record({
    type: fc.constant('pong' as const),
    sent: within(0, 1e9),
    received: within(0, 1e9),
    answered: within(0, 1e9),
  }),
  fc.record({ type: fc.constantFrom('tick' as const, 'sync-now' as const, 'ended' as const) }),
  fc.record({ type: fc.constant('question' as const), question }),
  fc.record({ type: fc.constant('skip-offer' as const), offer }),
  fc.record({ type: fc.constant('go' as const), place: within(0, 5e7) }),
  fc.record({ type: fc.constant('site' as const), host: fc.domain() }),
  fc.record({ type: fc.constant('choose' as const), what: fc.constant('offer' as const) }),
  fc.record({
    type: fc.constant('choose' as const),
    what: fc.constant('show' as const),
    first: fc.nat(9),
    total: fc.nat(9),
    current: fc.nat(9),
  }),
  fc.record({
    type: fc.constant('choose' as const),
    what: fc.constant('end' as const),
    cancelled: fc.boolean(),
    own: fc.nat(9),
  }),
  fc.record({ type: fc.constant('shift' as const), seconds: within(-3_600, 3_600) }),
  fc.record({
    type: fc.constant('sign' as const),
    of: fc.constantFrom('press' as const, 'front' as const, 'back' as const),
  }),
  fc.record({ type: fc.constant('opened' as const), host: aName, name: aName }),
  fc.record({
    type: fc.constant('problem' as const),
    problem: fc.constantFrom('host-left' as const, 'room-full' as const),
  }),
  fc.record({
    type: fc.constant('toast' as const),
    text: fc.constantFrom('joined' as const, 'skip-offered' as const, 'jumped' as const),
    name: aName,
    detail: aName,
  }),
);

describe.each([
  ['what a page’s part says', parseFromPlayer, fromPlayer],
  ['what a page’s part is told', parseToPlayer, toPlayer],
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

/** A page's video, which shows whatever the page likes at each look. */
class WildVideo extends EventTarget {
  [field: string]: unknown;
  constructor(private readonly draw: () => unknown) {
    super();
    const wild = { get: () => this.draw(), set: () => {}, configurable: true };
    for (const name of ['currentTime', 'playbackRate', 'duration', 'readyState'])
      Object.defineProperty(this, name, wild);
    const flag = { get: () => Boolean(this.draw()), set: () => {}, configurable: true };
    for (const name of ['paused', 'seeking', 'ended', 'muted', 'loop', 'preservesPitch', 'isConnected']) {
      Object.defineProperty(this, name, flag);
    }
    const range = { length: 1, start: () => this.draw(), end: () => this.draw() };
    for (const name of ['seekable', 'buffered']) Object.defineProperty(this, name, { value: range });
  }
  async play() {}
  pause() {}
}
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
    first: room,
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
      } as unknown as Room;
      const viewed: Viewed = {
        ...{ alone: true, tabId: 1, config: { name }, server: undefined, creates: false, diary: [] },
        ...{ room: mine, players: { hasVideo: true, shiftS: 2, prompt: 'press-play' }, skips: { question: undefined } },
        follow: {
          question: { who: hostName(state), title: media?.title ?? '', site: 'a.example', here: true, left: false },
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
    const shown = fc.oneof(
      fc.constant({ state: 'none' }),
      fc.record({ state: fc.constant('problem'), problem: fc.constantFrom('host-left', 'room-full') }),
      fc.record({
        state: fc.constant('connecting'),
        creates: fc.boolean(),
        trying: fc.constant('host'),
        tabId: fc.nat(),
      }),
      fc.record({
        ...{
          state: fc.constant('room'),
          isHost: fc.boolean(),
          code: aName,
          tabId: fc.nat(),
          control: aControl,
        },
        ...{ canControl: fc.boolean(), together: fc.boolean(), locked: fc.boolean(), approves: fc.boolean() },
        ...{
          knocks: fc.array(fc.record({ id: aName, name: aName }), { maxLength: 2 }),
          waiting: fc.array(aName, { maxLength: 2 }),
        },
        members: fc.array(
          fc.record({ id: aName, name: aName, isHost: fc.boolean(), self: fc.boolean(), state: aState }),
          {
            maxLength: 3,
          },
        ),
        drift: fc.array(
          fc.record({
            id: aName,
            points: fc.array(fc.record({ ageMs: fc.nat(), driftMs: fc.nat() }), { maxLength: 3 }),
          }),
          {
            maxLength: 3,
          },
        ),
        ...{ connection: fc.constant('open'), video: fc.constant('none'), question, skip: offer },
      }),
    );
    holds(fc.oneof(nearly(shown), anything), (message) => {
      const parsed = parseRoomView(message);
      if (parsed === undefined) return;
      expect(flawOf(parsed)).toBeUndefined();
      expect(parseRoomView(parsed)).toEqual(parsed);
    });
  });
});
