import fc from 'fast-check';
import type { Media } from '../../../lib/core/film/media';
import type { Playback } from '../../../lib/core/time/playback';
import { type HostChatMessage, SIGNS } from '../../../lib/core/wire/chat-words';
import { COLOURS } from '../../../lib/core/wire/colours';
import { EPOCH_END } from '../../../lib/core/wire/fields';
import { type GuestHello, type HostHello, refusalSchema } from '../../../lib/core/wire/hello-words';
import {
  causeSchema,
  controlSchema,
  type GuestMessage,
  type HostMessage,
  type Member,
  memberStateSchema,
  PROTOCOL_MIN,
  PROTOCOL_VERSION,
  type SignedMessage,
} from '../../../lib/core/wire/protocol';

/** Good messages of every kind, each field anywhere within its bounds. */

const BASE64URL = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
export const base64url = (length: number) =>
  fc.string({ unit: fc.constantFrom(...BASE64URL), minLength: length, maxLength: length });
export const aKey = base64url(87);
const within = (min: number, max: number) => fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
const time = within(-4e10, 4e10);
const place = within(0, 5e7);
const count = fc.oneof(fc.nat(20), fc.maxSafeNat());
export const anEpoch = fc.oneof(
  fc.nat(20),
  fc.maxSafeNat().map((drawn) => drawn % EPOCH_END),
);
export const anId = fc
  .string({ unit: fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyz'), minLength: 1, maxLength: 40 })
  // No member is called so: an id is made of a key.
  .filter((text) => !(text in {}) && text !== 'prototype');
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
/** Without the fields that were left out. */
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc
    .record(model)
    .map((drawn) => Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)) as T);

/** As people call themselves, after it was cleaned. */
export const aName = fc
  .string({ unit: fc.constantFrom('A', 'n', 'é', 'ß', '字', '🦊', '-', '"', '\\'), minLength: 1, maxLength: 40 })
  .filter((name) => name === name.trim());
export const aColour = fc.constantFrom(...COLOURS);
export const aState = fc.constantFrom(...memberStateSchema.options);
export const aCause = fc.constantFrom(...causeSchema.options);
export const aControl = fc.constantFrom(...controlSchema.options);
const landmark = fc.record({ name: fc.nat(0xffffffff), place });

export const aPlayback: fc.Arbitrary<Playback> = record<Playback>({
  position: place,
  rate: within(0.0625, 16),
  paused: fc.boolean(),
  at: time,
  live: optional(fc.constant(true as const)),
  roundS: optional(within(1, 5e7)),
  landmarks: optional(fc.array(landmark, { maxLength: 6 })),
  // A stream plays at its own rate (SPEC LV-1).
}).map((playback) => (playback.live ? { ...playback, rate: 1 } : playback));

export const aVideoAt = fc.record({
  frame: fc.string({ minLength: 1, maxLength: 400 }),
  path: fc.string({ minLength: 1, maxLength: 400 }),
});
export const aMedia: fc.Arbitrary<Media> = record<Media>({
  key: fc.string({ unit: fc.constantFrom(...'abc019./:?=~-'), minLength: 1, maxLength: 200 }),
  url: fc
    .tuple(
      fc.constantFrom('https://a.example/', 'http://b.example:8080/x?y=1', 'https://xn--e1afmkfd.example/#/w'),
      anId,
    )
    .map(([base, rest]) => `${base}${rest}`),
  title: fc.oneof(fc.constant(''), aName),
  durationS: optional(place) as fc.Arbitrary<number>,
  video: optional(aVideoAt) as fc.Arbitrary<typeof aVideoAt extends fc.Arbitrary<infer V> ? V : never>,
});

export const aMember: fc.Arbitrary<Member> = record<Member>({
  id: anId,
  name: aName,
  colour: optional(aColour),
  state: aState,
  driftMs: optional(within(-1e9, 1e9)),
  rttMs: optional(within(0, 1e6)),
});

/** Of several lines, after it was cleaned. */
export const aMessageText = fc.array(aName, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'));
export const aSign = fc.constantFrom(...SIGNS);
const aRef = fc.record({ by: anId, n: count });
export const aToldLine = record({
  by: anId,
  n: count,
  name: aName,
  text: fc.oneof(fc.constant(''), aMessageText),
  agoMs: within(0, 4e10),
  re: optional(aRef),
  edited: optional(fc.constant(true as const)),
});
export const aMoment = fc.record({ film: count, at: place, sign: aSign, count });

const aGuestChatMessage = fc.oneof(
  record({ kind: fc.constant('write' as const), n: count, text: aMessageText, re: optional(aRef) }),
  record({ kind: fc.constant('rewrite' as const), n: count, text: aMessageText }),
  record({ kind: fc.constant('erase' as const), n: count }),
  record({ kind: fc.constant('react' as const), n: count, sign: aSign, film: optional(count), at: optional(place) }),
  record({ kind: fc.constant('typing' as const) }),
  record({ kind: fc.constant('recall' as const), after: optional(aRef) }),
) as fc.Arbitrary<GuestMessage>;

const aHostChatMessage = fc.oneof(
  record({ kind: fc.constant('lines' as const), lines: fc.array(aToldLine, { maxLength: 8 }) }),
  record({
    kind: fc.constant('reacted' as const),
    ...{ by: anId, n: count, sign: aSign, film: optional(count), at: optional(place) },
  }),
  record({ kind: fc.constant('types' as const), by: anId }),
  record({ kind: fc.constant('moments' as const), moments: fc.array(aMoment, { maxLength: 8 }) }),
  record({
    kind: fc.constant('chat-rules' as const),
    slowS: within(0, 300),
    muted: fc.array(anId, { maxLength: 8 }),
  }),
  record({
    kind: fc.constant('unheard' as const),
    n: count,
    why: fc.constantFrom('slow' as const, 'muted' as const, 'too-fast' as const, 'too-late' as const),
  }),
) as fc.Arbitrary<HostChatMessage>;

export const aGuestMessage: fc.Arbitrary<GuestMessage> = fc.oneof(
  record({ kind: fc.constant('ready' as const), signature: base64url(86) }),
  record({
    kind: fc.constant('ping' as const),
    sent: time,
    state: optional(aState),
    driftMs: optional(within(-1e9, 1e9)),
    rttMs: optional(within(0, 1e6)),
    skip: optional(place),
    goOn: optional(fc.constant(true as const)),
  }),
  record({
    kind: fc.constant('intent' as const),
    id: count,
    cause: aCause,
    film: optional(count),
    playback: aPlayback,
  }) as fc.Arbitrary<GuestMessage>,
  record({ kind: fc.constant('rename' as const), name: aName, colour: optional(aColour) }),
  record({ kind: fc.constant('ask-to-drive' as const) }),
  record({ kind: fc.constant('invite-seen' as const) }),
  record({ kind: fc.constant('countdown' as const), on: fc.boolean() }),
  record({ kind: fc.constant('leave' as const) }),
  aGuestChatMessage,
);

export const aHostMessage: fc.Arbitrary<HostMessage> = fc.oneof(
  record({ kind: fc.constant('welcome' as const), member: anId }),
  record({ kind: fc.constant('knocking' as const) }),
  record({ kind: fc.constant('declined' as const) }),
  record({ kind: fc.constant('moved' as const), code: fc.string({ maxLength: 40 }) }),
  record({ kind: fc.constant('pong' as const), sent: time, received: time, answered: time }),
  record({ kind: fc.constant('bye' as const), reason: fc.constantFrom('ended', 'removed', 'flood', 'full') }),
  aHostChatMessage,
);

const said = { run: anId, epoch: anEpoch, revision: count };
export const aSignedMessage: fc.Arbitrary<SignedMessage> = fc.oneof(
  record({
    kind: fc.constant('playback' as const),
    ...said,
    change: count,
    film: optional(count),
    playback: optional(aPlayback),
    cause: optional(fc.oneof(aCause, fc.constantFrom('wait' as const, 'together' as const))),
    by: optional(anId),
    waiting: optional(fc.array(anId, { maxLength: 8 })),
    skip: optional(fc.record({ by: anId, to: place, at: time })),
    countdown: optional(fc.record({ by: anId, at: time })),
    acks: optional(fc.dictionary(anId, count, { maxKeys: 8 })),
  }) as fc.Arbitrary<SignedMessage>,
  record({ kind: fc.constant('media' as const), ...said, film: count, media: aMedia }) as fc.Arbitrary<SignedMessage>,
  record({
    kind: fc.constant('roster' as const),
    ...said,
    host: anId,
    control: aControl,
    drivers: fc.array(anId, { maxLength: 8 }),
    together: fc.boolean(),
    members: fc.array(aMember, { maxLength: 8 }),
    missed: optional(fc.array(anId, { maxLength: 8 })),
  }) as fc.Arbitrary<SignedMessage>,
  record({
    kind: fc.constant('handover' as const),
    ...said,
    to: fc.record({ host: anId, epoch: anEpoch }),
  }) as fc.Arbitrary<SignedMessage>,
);

/** What a version can beyond what every version can, in its own words. */
export const aCapability = fc.string({
  unit: fc.constantFrom(...'abcxyz0189-'),
  minLength: 1,
  maxLength: 24,
});
export const someCapabilities = fc.array(aCapability, { maxLength: 32 });
/** The room as a member knows it. */
export const aKnown = record({ run: anId, epoch: anEpoch, host: optional(anId) }) as fc.Arbitrary<
  NonNullable<GuestHello['knows']>
>;
/** A version that we speak with: it is ours, or a newer one that still knows ours. */
export const aVersion = fc.oneof(
  fc.record({ v: fc.constant(PROTOCOL_VERSION) }),
  fc.record({ v: fc.integer({ min: PROTOCOL_VERSION, max: 1_000 }), min: fc.nat(PROTOCOL_VERSION) }),
);
/** Any other one: what it says beside its version is its own affair. */
export const aStrangeVersion = fc.oneof(
  fc.record({ v: fc.nat(PROTOCOL_MIN - 1) }),
  fc.record({ v: fc.nat(PROTOCOL_MIN - 1), min: fc.nat(PROTOCOL_MIN - 1) }),
  fc.record({ v: fc.integer({ min: PROTOCOL_VERSION + 1 }) }),
  fc
    .record({ v: fc.integer({ min: PROTOCOL_VERSION + 1 }), min: fc.integer({ min: PROTOCOL_VERSION + 1 }) })
    .map(({ v, min }) => ({ v: Math.max(v, min), min })),
);

const hello = { nonce: base64url(22), ecdh: aKey, key: aKey, name: aName, can: someCapabilities };
export const aGuestHello: fc.Arbitrary<GuestHello> = fc
  .tuple(aVersion, record({ kind: fc.constant('hello' as const), ...hello, knows: optional(aKnown) }))
  .map(([version, rest]) => ({ ...rest, ...version }) as GuestHello);
export const aHostHello: fc.Arbitrary<HostHello> = fc
  .tuple(
    aVersion,
    fc.oneof(
      record({
        kind: fc.constant('hello' as const),
        ...hello,
        run: anId,
        epoch: anEpoch,
        signature: base64url(86),
      }),
      record({ kind: fc.constant('refused' as const), reason: fc.constantFrom(...refusalSchema.options) }),
    ),
  )
  .map(([version, rest]) => ({ ...rest, ...version }) as HostHello);
