import fc from 'fast-check';
import type { Page } from '../../../lib/core/film/media';
import type { ToChatDoor } from '../../../lib/core/ports/chat-door';
import type { FromPlayer, ToPlayer } from '../../../lib/core/ports/player-port';
import { SIGNS } from '../../../lib/core/wire/chat-words';
import { MEMBERS_MAX } from '../../../lib/core/wire/protocol';
import { aCause, aColour, aControl, aMedia, aName, aPlayback, aState, aVideoAt } from './wire.arbitraries';

/** Good messages of the ports, each field anywhere within its bounds, and a page's video that is not to be relied on. */

export const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const anAnchor = fc.tuple(aPlayback, fc.nat()).map(([playback, change]) => ({ ...playback, change }));
const aPage: fc.Arbitrary<Page> = aMedia.map(({ key, url, title }) => ({ key, url, title }));

export const fromPlayer: fc.Arbitrary<FromPlayer> = fc.oneof(
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
  fc.record({ type: fc.constant('chosen' as const), video: aVideoAt }),
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
export const aClock = fc.record({
  offsetMs: within(-1e10, 1e10),
  skew: within(-1e-3, 1e-3),
  at: within(0, 1e9),
  uncertaintyMs: within(0, 1e5),
});
export const aRoom = fc.record({
  type: fc.constant('room' as const),
  ...order,
  clock: aClock,
  gentle: fc.boolean(),
  load: fc.nat(9),
});
const question = fc.record({ who: aName, title: aName, site: fc.domain(), here: fc.boolean(), left: fc.boolean() });
const offer = fc.record({ who: aName, to: within(0, 5e7), may: fc.boolean() });
export const toPlayer: fc.Arbitrary<ToPlayer> = fc.oneof(
  aRoom,
  fc.record({ type: fc.constant('elected' as const), active: fc.boolean() }),
  fc.record({
    type: fc.constant('pong' as const),
    sent: within(0, 1e9),
    received: within(0, 1e9),
    answered: within(0, 1e9),
  }),
  fc.record({
    type: fc.constantFrom('tick' as const, 'sync-now' as const, 'chat-over-film' as const, 'ended' as const),
  }),
  fc.record({ type: fc.constant('question' as const), question }),
  fc.record({ type: fc.constant('countdown' as const), left: fc.constantFrom(1, 2, 3) }),
  fc.record({ type: fc.constant('reaction' as const), sign: fc.constantFrom(...SIGNS), name: aName, colour: aColour }),
  fc.record({ type: fc.constant('prefer' as const), video: aVideoAt }),
  fc.record({ type: fc.constant('skip-offer' as const), offer }),
  fc.record({
    type: fc.constant('room-state' as const),
    members: fc.nat({ max: MEMBERS_MAX }),
    state: aState,
    reconnecting: fc.boolean(),
    unread: fc.nat(),
  }),
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

export const toChatDoor: fc.Arbitrary<ToChatDoor> = fc.oneof(
  fc.record({ type: fc.constant('pass' as const), pass: fc.stringMatching(/^[0-9a-z]{16,64}$/) }),
  fc.record({ type: fc.constantFrom('entered' as const, 'closed' as const) }),
);

/** What a popup is shown. */
export const aRoomView = fc.oneof(
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
    members: fc.array(fc.record({ id: aName, name: aName, isHost: fc.boolean(), self: fc.boolean(), state: aState }), {
      maxLength: 3,
    }),
    drift: fc.array(
      fc.record({
        id: aName,
        points: fc.array(fc.record({ ageMs: fc.nat(), driftMs: fc.nat() }), { maxLength: 3 }),
      }),
      {
        maxLength: 3,
      },
    ),
    ...{ connection: fc.constant('open'), video: fc.constant('none'), question, taking: aName, skip: offer },
  }),
);

/** A page's video, which shows whatever the page likes at each look. */
export class WildVideo extends EventTarget {
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
