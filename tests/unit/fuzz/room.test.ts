import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Media } from '../../../lib/core/film/media';
import { mediaSchema } from '../../../lib/core/film/media-schema';
import { parseToPlayer } from '../../../lib/core/ports/player-port-schema';
import { type KeptFacts, parseServiceRecord } from '../../../lib/core/ports/service-record';
import {
  type Belief,
  believing,
  epochAfterRestart,
  judgeClaim,
  mayClaim,
  raisedAbove,
  told,
} from '../../../lib/core/room/belief';
import { memberIdOf } from '../../../lib/core/room/facts';
import { intentMessage, pingMessage, renameMessage } from '../../../lib/core/room/guest-messages';
import {
  createGuestState,
  type GuestState,
  membersSeen,
  nextTerm,
  takeSigned,
} from '../../../lib/core/room/guest-state';
import { mediaMessage, playbackMessage, rosterMessage } from '../../../lib/core/room/host-messages';
import {
  admitMember,
  createHostState,
  dropMember,
  type HostState,
  putMember,
  setControl,
  setMedia,
  updateMember,
} from '../../../lib/core/room/host-state';
import { applyAnchor, applyIntent, startFilm } from '../../../lib/core/room/intents';
import type { Intent } from '../../../lib/core/room/order';
import { toldReport } from '../../../lib/core/room/report';
import { offerSkip } from '../../../lib/core/room/skip-offer';
import { stepDown, takeOver } from '../../../lib/core/room/succession';
import { goOnWithout, reviewWaiting, setTogether } from '../../../lib/core/room/waiting';
import { type ClockReading, ownClock } from '../../../lib/core/time/clock';
import { EPOCH_END, nameToTell, shortIdSchema } from '../../../lib/core/wire/fields';
import { type GuestHello, guestHelloSchema } from '../../../lib/core/wire/hello-words';
import { makeRoomCode } from '../../../lib/core/wire/invite';
import {
  encodeMessage,
  type GuestMessage,
  guestMessageSchema,
  MEMBERS_MAX,
  MESSAGE_MAX_BYTES,
  type Member,
  parseMessage,
  type SignedMessage,
  signedMessageSchema,
} from '../../../lib/core/wire/protocol';
import { keptFacts, restored } from '../../../lib/room/kept-facts';
import { orderOf } from '../../../lib/room/seat';
import { anyNumber, anyText, asJson, FUZZ_TIMEOUT_MS, flawOf, holds, nearly } from './fuzz';
import { aCause, aControl, aKey, aKnown, aMedia, aMember, aName, anEpoch, aPlayback, aState } from './wire.arbitraries';

/** Whatever is put into a room, what comes out of it parses at the other end (SPEC PR-8). */

const options = { timeout: FUZZ_TIMEOUT_MS };
const CODE = makeRoomCode(new Uint8Array(15));
const ANN = 'ann';
/** A guest that may follow her. */
const ME = 'me';
const wildPlayback = fc.record({
  position: anyNumber,
  rate: anyNumber,
  paused: fc.boolean(),
  at: anyNumber,
  live: fc.constantFrom(undefined, true as const),
  roundS: fc.option(anyNumber, { nil: undefined }),
  landmarks: fc.option(fc.array(fc.record({ name: anyNumber, place: anyNumber }), { maxLength: 9 }), {
    nil: undefined,
  }),
});
const anIntent = fc.record({
  id: fc.nat(1_000),
  cause: aCause,
  playback: fc.oneof(aPlayback, wildPlayback),
}) as fc.Arbitrary<Intent>;

/** What a host believes of what its page says, or its friend's: parsed, and nothing else. */
const parsedMedia = fc.oneof(aMedia, nearly(aMedia)).map((media) => {
  const parsed = parseMessage(mediaSchema, new TextEncoder().encode(JSON.stringify(media) ?? ''));
  return parsed as Media | undefined;
});

/** One thing that happens at the host, to somebody of the room or to nobody. */
type Event = (state: HostState, id: string, now: number) => HostState;
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.tuple(aKey, anyText).map(
    ([key, name]): Event =>
      (state) => {
        if (state.members.length >= MEMBERS_MAX) return state;
        return admitMember(state, { id: memberIdOf(key), name: nameToTell(name), state: 'catching-up' });
      },
  ),
  fc.constant<Event>((state, id) => (id === state.host ? state : dropMember(state, id))),
  fc.record({ state: aState, driftMs: anyNumber, rttMs: fc.double({ min: 0, max: 1e6, noNaN: true }) }).map(
    (said): Event =>
      (state, id) =>
        updateMember(state, id, said),
  ),
  anyText.map(
    (name): Event =>
      (state, id) => {
        const member = state.members.find((one) => one.id === id);
        return member ? putMember(state, { ...member, name: nameToTell(name) }) : state;
      },
  ),
  anIntent.map(
    (intent): Event =>
      (state, id, now) =>
        applyIntent(state, id, intent, now),
  ),
  anIntent.map(
    (intent): Event =>
      (state, id, now) =>
        applyIntent(state, id, { ...intent, playback: { ...intent.playback, at: now } }, now),
  ),
  fc.tuple(parsedMedia, anIntent).map(
    ([media, intent]): Event =>
      (state, _, now) =>
        media ? startFilm(state, media, intent, now) : state,
  ),
  parsedMedia.map(
    (media): Event =>
      (state) =>
        media ? setMedia(state, media) : state,
  ),
  fc.oneof(aPlayback, wildPlayback).map(
    (anchor): Event =>
      (state, _, now) =>
        applyAnchor(state, { ...anchor, change: state.change }, now),
  ),
  anyNumber.map(
    (ahead): Event =>
      (state, id, now) =>
        offerSkip(state, id, (state.playback?.position ?? 0) + ahead, now),
  ),
  aControl.map(
    (control): Event =>
      (state) =>
        setControl(state, control),
  ),
  fc.nat(MEMBERS_MAX).map(
    (count): Event =>
      (state) => ({ ...state, drivers: state.members.slice(0, count).map((member) => member.id) }),
  ),
  fc.boolean().map(
    (together): Event =>
      (state, _, now) =>
        setTogether(state, together, now),
  ),
  fc.constant<Event>((state, id, now) => goOnWithout(state, id, now)),
  fc.constant<Event>((state, _, now) => reviewWaiting(state, now)),
);

const story = fc.record({
  name: anyText,
  startsAt: fc.double({ min: -1e10, max: 1e10, noNaN: true }),
  events: fc.array(fc.tuple(event, fc.nat(), fc.constantFrom(0, 1, 500, 5_000, 1e7)), { maxLength: 25 }),
});

function played({ name, startsAt, events }: { name: string; startsAt: number; events: [Event, number, number][] }) {
  let state = createHostState('r', 1, { id: ANN, name });
  let now = startsAt;
  for (const [happens, whose, later] of events) {
    const member = state.members[whose % (state.members.length + 1)];
    state = happens(state, member?.id ?? 'nobody', now);
    now += later;
  }
  return { state, now };
}

function expectToParse(message: SignedMessage | undefined): void {
  if (!message) return;
  const bytes = encodeMessage(message);
  const parsed = parseMessage(signedMessageSchema, bytes);
  if (!isDeepStrictEqual(parsed, asJson(message))) expect(parsed).toEqual(asJson(message));
  expect(bytes.byteLength).toBeLessThanOrEqual(MESSAGE_MAX_BYTES);
}

function expectToBeHeard(state: HostState, now: number): void {
  expectToParse(playbackMessage(state, now));
  expectToParse(mediaMessage(state));
  expectToParse(rosterMessage(state));
}

/** A date can be no further away. */
const aWallTime = fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true });
const aClockTime = fc.double({ min: 0, max: 1e10, noNaN: true });
const clocks = fc.record({ wallNow: aWallTime, wallLater: aWallTime, later: aClockTime });
/** More than are kept, now and then. */
const someIds = fc
  .tuple(aKey, fc.constantFrom(0, 1, 3, 64, 300))
  .map(([key, count]) => Array.from({ length: count }, (_, i) => memberIdOf(`${key}${String(i).padStart(3, '0')}`)));

/** The room place dies with this kept, and the next one reads it. */
function recorded(facts: KeptFacts | undefined, belief?: Belief, server?: string) {
  const room = { code: CODE, ...(server ? { server } : {}), name: 'Ann', identity: { kty: 'EC' }, facts, belief };
  const kept = asJson({ version: 2, tabId: 7, config: { name: '' }, room });
  const record = parseServiceRecord(kept);
  if (!record) throw new Error(`not taken: ${JSON.stringify(kept)}`);
  return record.room;
}

/** What the next life makes of it. */
function again(facts: KeptFacts, wallNow: number, now: number, id = ANN): HostState {
  return restored(createHostState(facts.run, epochAfterRestart(facts.epoch), { id, name: '' }), facts, wallNow, now);
}

describe('a host', () => {
  test('says only what its guests take, whatever happens', options, () => {
    holds(story, (drawn) => {
      const { state, now } = played(drawn);
      expectToBeHeard(state, now);
    });
  });

  test('RS-2: leaves a record that its next life takes, and says only what its guests take then', options, () => {
    holds(
      fc.tuple(story, clocks, someIds, someIds, fc.boolean()),
      ([drawn, { wallNow, wallLater, later }, lost, met, hasServer]) => {
        const { state, now } = played(drawn);
        const { facts } = recorded(
          keptFacts(state, { lost, met }, wallNow, now),
          undefined,
          hasServer ? 'https://a.example' : undefined,
        );
        if (!facts) throw new Error('nothing kept');
        const next = again(facts, wallLater, later);
        expectToBeHeard(next, later);
        // Nobody that was here is lost by it, and nobody is let drive that might not.
        const who = ({ members }: HostState) => members.map(({ id }) => id);
        expect(who(next)).toEqual(who(state));
        expect([next.host, next.run, next.control, next.drivers]).toEqual([ANN, 'r', state.control, state.drivers]);
      },
      0.5,
    );
  });

  test('SU-3: goes over to another, as whose guest it shows and keeps only what is taken', options, () => {
    holds(
      fc.tuple(story, fc.array(aSigned(), { maxLength: 4 }), aClock, clocks),
      ([drawn, messages, clock, { wallNow, later }]) => {
        const { state, now } = played(drawn);
        const before = stepDown(state, { host: 'ben', epoch: 5 });
        expectBounded(before);
        const guest = heardAll(before, messages);
        expectToBeTold(guest);
        expectToTakeOver(guest, clock, now, wallNow, later);
      },
      0.5,
    );
  });

  test('SU-3: begins a term that its guests take, whatever one of them says it knows', options, () => {
    holds(fc.tuple(anEpoch, aKnown, fc.boolean()), ([epoch, known, isSame]) => {
      const own = { host: ANN, run: 'r', epoch };
      const raised = raisedAbove(own, { ...known, ...(isSame ? { run: 'r' } : {}) });
      if (raised === undefined) return;
      expect([raised > epoch, raised > known.epoch]).toEqual([true, true]);
      expectToBeHeard({ ...createHostState('r', raised, { id: ANN, name: '' }) }, 0);
      expect(judgeClaim({ ...own, order: [], named: undefined, heardAt: 0 }, { ...own, epoch: raised }, 0)).toBe(
        'accept',
      );
    });
  });
});

test('a full room’s roster fits into a message, whatever its members are called and say', options, () => {
  const full = fc.array(fc.tuple(aKey, anyText, aState, anyNumber), { minLength: 63, maxLength: 63 });
  holds(
    full,
    (guests) => {
      let state = createHostState('r', 1, { id: ANN, name: 'Ann' });
      for (const [key, name, how, driftMs] of guests) {
        const id = memberIdOf(key);
        state = admitMember(state, { id, name: nameToTell(name.repeat(40)), state: how });
        state = updateMember(state, id, { state: 'in-sync', driftMs, rttMs: 123_456.789 });
        state = { ...state, control: 'chosen', drivers: [...state.drivers, id] };
      }
      expectToParse(rosterMessage(state));
    },
    0.03,
  );
});

describe('a guest', () => {
  const said = (message: GuestMessage | GuestHello) =>
    parseMessage(guestMessageSchema, encodeMessage(message as GuestMessage));

  test('says only what its host takes', options, () => {
    holds(fc.tuple(anyNumber, aState, anyNumber, anyNumber, anyNumber, anyText, anIntent), (drawn) => {
      const [sent, state, driftMs, rttMs, skip, name, intent] = drawn;
      const now = Math.min(4e10, Math.max(-4e10, Number.isFinite(sent) ? sent : 0));
      const ping = pingMessage(now, toldReport({ state, driftMs }), rttMs, { skip, goOn: true });
      for (const message of [ping, renameMessage(name), intentMessage(intent)]) {
        if (message && !isDeepStrictEqual(said(message), asJson(message)))
          expect(said(message)).toEqual(asJson(message));
      }
    });
  });

  test('has an id that a room may name, and a name that a hello may say', options, () => {
    holds(fc.tuple(aKey, anyText), ([key, name]) => {
      expect(parseMessage(shortIdSchema, new TextEncoder().encode(JSON.stringify(memberIdOf(key))))).toBe(
        memberIdOf(key),
      );
      const nonce = 'A'.repeat(22);
      const hello: GuestHello = { kind: 'hello', v: 2, min: 2, can: [], nonce, ecdh: key, key, name: nameToTell(name) };
      expect(parseMessage(guestHelloSchema, encodeMessage(hello))).toEqual(hello);
    });
  });

  test('takes whatever its host signs, in order, and shows nothing without a bound', options, () => {
    const anySigned = fc.array(fc.oneof(aSigned(), nearly(aSigned())), { maxLength: 8 });
    holds(fc.tuple(anySigned, aState, anyNumber, fc.boolean()), ([messages, how, driftMs, heard]) => {
      const state = heardAll(unheard, messages);
      expectBounded(state);
      const shown: readonly Member[] = membersSeen(state, toldReport({ state: how, driftMs }), heard);
      expect(flawOf(shown)).toBeUndefined();
      expectToBeTold(state);
      expectToBeTold(nextTerm(state, { epoch: 9, host: 'ben' }));
    });
  });

  test('SU-2: follows its host, and says only what its own guests take, whatever that one has signed', options, () => {
    const anySigned = fc.array(
      fc.oneof({ weight: 3, arbitrary: aSigned() }, { weight: 1, arbitrary: nearly(aSigned()) }),
      {
        maxLength: 8,
      },
    );
    const happens = fc.array(fc.tuple(event, fc.nat()), { maxLength: 5 });
    holds(
      fc.tuple(anySigned, aClock, aClockTime, clocks, happens),
      ([messages, clock, now, { wallNow, later }, events]) => {
        const host = expectToTakeOver(heardAll(unheard, messages), clock, now, wallNow, later);
        let state = host;
        for (const [then, whose] of events) {
          state &&= then(state, state.members[whose % (state.members.length + 1)]?.id ?? 'nobody', now);
        }
        if (state) expectToBeHeard(state, now);
      },
    );
  });

  test(
    'SU-1, RS-2: keeps whom it believes, whatever it was told and whoever came, and its next life takes that',
    options,
    () => {
      const claim = fc.record({
        host: aMemberId,
        run: fc.constantFrom('r', 'r', 'other'),
        epoch: fc.oneof(anEpoch, anyEpoch),
      });
      const step = fc.oneof(
        fc.tuple(claim, fc.constantFrom(0, 5_000, 20_000)).map(([said, silentMs]) => ({ said, silentMs })),
        fc.oneof(aSigned(), nearly(aSigned())).map((message) => ({ message })),
      );
      // Hosts that name each other without end, too.
      holds(fc.tuple(fc.array(step, { maxLength: 10 }), fc.constantFrom(0, 0, 0, 400)), ([steps, named]) => {
        let belief: Belief | undefined;
        let now = 0;
        for (const next of steps) {
          if ('message' in next) {
            const parsed = parsedSigned(next.message);
            if (belief && parsed) belief = told(belief, parsed);
            continue;
          }
          now += next.silentMs;
          if (judgeClaim(belief, next.said, now) === 'accept') belief = believing(belief, next.said, now);
        }
        for (let i = 0; belief && i < named; i++) {
          const to = { host: `h${i}`, epoch: belief.epoch + 1 };
          belief = told(belief, { kind: 'handover', run: belief.run, epoch: belief.epoch, revision: 0, to });
          const said = { ...to, run: belief.run };
          if (judgeClaim(belief, said, now) === 'accept') belief = believing(belief, said, now);
        }
        if (!belief) return;
        expect(recorded(undefined, belief).belief).toEqual(asJson(belief));
        // Whoever lies by an epoch leaves one to the others.
        const turn = belief.order.includes(ME) ? mayClaim(belief, ME, now) : undefined;
        if (turn) expectToBeHeard(createHostState('r', turn.epoch, { id: ME, name: '' }), 0);
      });
    },
  );
});

/** Nothing is believed of the host's numbers but that they are readings of clocks. */
const aClock = fc.record({
  offsetMs: fc.double({ min: -5e10, max: 5e10, noNaN: true }),
  skew: fc.double({ min: -1e-3, max: 1e-3, noNaN: true }),
  at: aClockTime,
  uncertaintyMs: fc.double({ min: 0, max: 1e5, noNaN: true }),
});

const unheard = createGuestState(ME, { run: 'r', epoch: 0, host: ANN });
function parsedSigned(message: unknown): SignedMessage | undefined {
  const parsed = parseMessage(signedMessageSchema, new TextEncoder().encode(JSON.stringify(message) ?? ''));
  return parsed && { ...parsed, run: 'r' };
}
function heardAll(state: GuestState, messages: readonly unknown[]): GuestState {
  return messages.map(parsedSigned).reduce((before, said) => (said ? takeSigned(before, said) : before), state);
}

/** Nothing that a guest knows is without a bound, but for a change that it has not heard of yet. */
function expectBounded({ changedAt, ...state }: GuestState): void {
  expect(flawOf(asJson({ ...state, changedAt: Math.max(changedAt, -Number.MAX_SAFE_INTEGER) }))).toBeUndefined();
}

/** A guest's player takes what it is told. */
function expectToBeTold(state: GuestState): void {
  const { revision, ack, self } = state;
  const told = { type: 'room', ...orderOf(state, self, { revision, ack, waiting: [] }), clock: ownClock, gentle: true };
  if (!parseToPlayer(asJson(told))) throw new Error(`not taken: ${JSON.stringify(told)}`);
}

/** As the room does it: a guest that has heard of no playback knows no room to take over. */
function expectToTakeOver(guest: GuestState, clock: ClockReading, now: number, wallNow: number, later: number) {
  if (guest.revision < 0) return undefined;
  const host = takeOver(guest, 64, clock, now);
  expectToBeHeard(host, now);
  const { facts } = recorded(keptFacts(host, { lost: [], met: [] }, wallNow, now));
  if (facts) expectToBeHeard(again(facts, wallNow, later, guest.self), later);
  // And over to another again.
  expectToBeTold(stepDown(host, { host: 'cleo', epoch: 65 }));
  return host;
}

/** Beyond everything, too. */
const anyEpoch = fc.oneof(fc.constantFrom(EPOCH_END, Number.MAX_SAFE_INTEGER), fc.maxSafeNat());
const aMemberId = fc.constantFrom(ME, ANN, 'ben', 'cleo', 'mallory');

function aSigned(): fc.Arbitrary<SignedMessage> {
  const base = { run: fc.constant('r'), epoch: fc.oneof(fc.nat(7), anEpoch, anyEpoch), revision: fc.nat(20) };
  const members = fc.oneof(
    fc.array(fc.record({ id: aMemberId, name: aName, state: aState }), { maxLength: 4 }),
    // Full, with or without this member.
    fc
      .tuple(aMember, fc.boolean())
      .map(([member, isThere]) =>
        Array.from({ length: MEMBERS_MAX }, (_, i) => ({ ...member, id: isThere && i === 7 ? ME : `m${i}` })),
      ),
  );
  const drivers = fc.array(aMemberId, { maxLength: 4 });
  return fc.oneof(
    fc.record({
      ...{ kind: fc.constant('roster' as const), ...base, host: aMemberId, control: aControl, drivers },
      ...{ together: fc.boolean(), members },
    }),
    fc.record(
      {
        ...{ kind: fc.constant('playback' as const), ...base, change: fc.nat(5), playback: aPlayback },
        ...{ film: fc.nat(3), waiting: fc.array(aMemberId, { maxLength: 2 }), by: aMemberId },
      },
      { requiredKeys: ['kind', 'run', 'epoch', 'revision', 'change'] },
    ) as fc.Arbitrary<SignedMessage>,
    fc.record({ kind: fc.constant('media' as const), ...base, film: fc.nat(3), media: aMedia }),
    fc.record({
      kind: fc.constant('handover' as const),
      ...base,
      to: fc.record({ host: aMemberId, epoch: fc.oneof(anEpoch, anyEpoch) }),
    }),
  );
}
