import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Media } from '../../../lib/core/film/media';
import { mediaSchema } from '../../../lib/core/film/media-schema';
import { parseServiceRecord } from '../../../lib/core/ports/service-record';
import { intentMessage, pingMessage, renameMessage } from '../../../lib/core/room/guest-messages';
import { createGuestState, memberIdOf, membersSeen, takeSigned } from '../../../lib/core/room/guest-state';
import { mediaMessage, playbackMessage, rosterMessage } from '../../../lib/core/room/host-messages';
import {
  admitMember,
  createHostState,
  dropMember,
  HOST_ID,
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
import { goOnWithout, reviewWaiting, setTogether } from '../../../lib/core/room/waiting';
import { makeRoomCode } from '../../../lib/core/wire/invite';
import {
  encodeMessage,
  type GuestHello,
  type GuestMessage,
  guestHelloSchema,
  guestMessageSchema,
  MEMBERS_MAX,
  MESSAGE_MAX_BYTES,
  type Member,
  nameToTell,
  parseMessage,
  type SignedMessage,
  shortIdSchema,
  signedMessageSchema,
} from '../../../lib/core/wire/protocol';
import { hostRecord, restored } from '../../../lib/room/host-record';
import { anyNumber, anyText, asJson, FUZZ_TIMEOUT_MS, flawOf, holds, nearly } from './fuzz';
import { aCause, aControl, aKey, aMedia, aName, aPlayback, aState } from './wire.arbitraries';

/** Whatever is put into a room, what comes out of it parses at the other end (SPEC PR-8). */

const options = { timeout: FUZZ_TIMEOUT_MS };
const CODE = makeRoomCode(new Uint8Array(15));
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
        return admitMember(state, { id: memberIdOf(key), name: nameToTell(name), role: 'guest', state: 'catching-up' });
      },
  ),
  fc.constant<Event>((state, id) => (id === HOST_ID ? state : dropMember(state, id))),
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
  let state = createHostState('r', 1, name);
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

/** A date can be no further away. */
const aWallTime = fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true });

describe('a host', () => {
  test('says only what its guests take, whatever happens', options, () => {
    holds(story, (drawn) => {
      const { state, now } = played(drawn);
      expectToParse(playbackMessage(state, now));
      expectToParse(mediaMessage(state));
      expectToParse(rosterMessage(state));
    });
  });

  test('leaves a record that its next life takes, and says only what its guests take then', options, () => {
    const clocks = fc.record({
      wallNow: aWallTime,
      wallLater: aWallTime,
      later: fc.double({ min: 0, max: 1e10, noNaN: true }),
    });
    holds(
      fc.tuple(story, clocks, fc.boolean()),
      ([drawn, { wallNow, wallLater, later }, hasServer]) => {
        const { state, now } = played(drawn);
        const where = { code: CODE, ...(hasServer ? { server: 'https://a.example' } : {}) };
        const room = hostRecord(state, where, { key: 'k', exported: { kty: 'EC' } }, wallNow, now);
        const kept = asJson({ version: 1, tabId: 7, config: { name: '' }, room });
        const record = parseServiceRecord(kept);
        if (record?.room.role !== 'host') throw new Error(`not taken: ${JSON.stringify(kept)}`);
        const next = restored(createHostState('r', 2, ''), record.room, wallLater, later);
        expectToParse(playbackMessage(next, later));
        expectToParse(mediaMessage(next));
        expectToParse(rosterMessage(next));
      },
      0.5,
    );
  });
});

test('a full room’s roster fits into a message, whatever its members are called and say', options, () => {
  const full = fc.array(fc.tuple(aKey, anyText, aState, anyNumber), { minLength: 63, maxLength: 63 });
  holds(
    full,
    (guests) => {
      let state = createHostState('r', 1, 'Ann');
      for (const [key, name, how, driftMs] of guests) {
        const id = memberIdOf(key);
        state = admitMember(state, { id, name: nameToTell(name.repeat(40)), role: 'guest', state: how });
        state = updateMember(state, id, { state: 'in-sync', driftMs, rttMs: 123_456.789 });
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
      const hello: GuestHello = { kind: 'hello', v: 1, nonce, ecdh: key, key, name: nameToTell(name) };
      expect(parseMessage(guestHelloSchema, encodeMessage(hello))).toEqual(hello);
    });
  });

  test('takes whatever its host signs, in order, and shows nothing without a bound', options, () => {
    const anySigned = fc.array(fc.oneof(aSigned(), nearly(aSigned())), { maxLength: 8 });
    holds(fc.tuple(anySigned, aState, anyNumber, fc.boolean()), ([messages, how, driftMs, heard]) => {
      let state = { ...createGuestState('r', 0), self: 'me' };
      for (const message of messages) {
        const parsed = parseMessage(signedMessageSchema, new TextEncoder().encode(JSON.stringify(message) ?? ''));
        if (parsed) state = { ...takeSigned(state, { ...parsed, run: 'r' }), self: 'me' };
      }
      expect(flawOf(state)).toBeUndefined();
      const shown: readonly Member[] = membersSeen(state, toldReport({ state: how, driftMs }), heard);
      expect(flawOf(shown)).toBeUndefined();
    });
  });

  function aSigned(): fc.Arbitrary<SignedMessage> {
    const base = { run: fc.constant('r'), epoch: fc.nat(3), revision: fc.nat(20) };
    const members = fc.array(
      fc.record({ id: fc.constantFrom('me', 'host'), name: aName, role: fc.constant('guest' as const), state: aState }),
      {
        maxLength: 4,
      },
    );
    return fc.oneof(
      fc.record({ kind: fc.constant('roster' as const), ...base, control: aControl, together: fc.boolean(), members }),
      fc.record({ kind: fc.constant('playback' as const), ...base, change: fc.nat(5), playback: aPlayback }),
      fc.record({ kind: fc.constant('media' as const), ...base, film: fc.nat(3), media: aMedia }),
    );
  }
});
