import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SIGNS } from '../../../lib/core/wire/chat-words';
import { commonVersion, helloVersionSchema } from '../../../lib/core/wire/common-version';
import { guestHelloSchema, hostHelloSchema, refusalSchema } from '../../../lib/core/wire/hello-words';
import {
  controlSchema,
  encodeMessage,
  guestMessageSchema,
  hostMessageSchema,
  MESSAGE_MAX_BYTES,
  memberStateSchema,
  PROTOCOL_MIN,
  PROTOCOL_VERSION,
  parseMessage,
  parseSessionMessage,
  signedMessageSchema,
} from '../../../lib/core/wire/protocol';
import { heardOf, readBody, readSession, sessionHeader, signedBody } from '../../../lib/room/links/wire-frames';
import { anyText, anything, asJson, FUZZ_TIMEOUT_MS, flawOf, holds, nearly } from './fuzz';
import {
  aCapability,
  aGuestHello,
  aGuestMessage,
  aHostHello,
  aHostMessage,
  aKnown,
  aSignedMessage,
  aStrangeVersion,
  aVersion,
} from './wire.arbitraries';

const utf8 = (value: unknown) => new TextEncoder().encode(JSON.stringify(value) ?? '');

describe.each([
  ['a guest’s messages', guestMessageSchema, aGuestMessage],
  ['a host’s messages', hostMessageSchema, aHostMessage],
  ['a host’s signed messages', signedMessageSchema, aSignedMessage],
  ['a guest’s hello', guestHelloSchema, aGuestHello],
  ['a host’s hello', hostHelloSchema, aHostHello],
  ['a hello’s version', helloVersionSchema, fc.oneof(aVersion, aStrangeVersion, fc.record({ v: fc.maxSafeNat() }))],
] as const)('%s (PR-3)', (_, schema, good: fc.Arbitrary<unknown>) => {
  const parse = (value: unknown) => parseMessage(schema, utf8(value)) as unknown;

  test('pass unchanged where they are good', { timeout: FUZZ_TIMEOUT_MS }, () => {
    holds(good, (message) => {
      if (!isDeepStrictEqual(parse(message), asJson(message))) expect(parse(message)).toEqual(asJson(message));
    });
  });

  test('pass bounded, and once more unchanged, where they are nearly good', { timeout: FUZZ_TIMEOUT_MS }, () => {
    holds(fc.oneof({ weight: 4, arbitrary: nearly(good) }, { weight: 1, arbitrary: anything }), (message) => {
      const parsed = parse(message);
      if (parsed === undefined) return;
      expect(flawOf(parsed)).toBeUndefined();
      if (!isDeepStrictEqual(parse(parsed), parsed)) expect(parse(parsed)).toEqual(parsed);
    });
  });
});

/** Kinds, words and fields that only a newer version knows. */
const later = <T extends string>(known: readonly T[]) =>
  anyText.filter((word) => !(known as readonly string[]).includes(word));
const GUEST_KINDS = ['ready', 'ping', 'intent', 'rename', 'ask-to-drive', 'countdown', 'invite-seen', 'leave'];
const CHAT_KINDS = [
  ...['write', 'rewrite', 'erase', 'react', 'typing', 'recall'],
  ...['lines', 'reacted', 'types', 'moments', 'chat-rules', 'unheard'],
];
const KINDS = [...GUEST_KINDS, ...CHAT_KINDS, 'welcome', 'knocking', 'declined', 'moved', 'pong', 'bye'];
const SIGNED_KINDS = ['playback', 'media', 'roster', 'handover'];
const newKind = later([...KINDS, ...SIGNED_KINDS]).filter((kind) => kind.length <= 24);

describe('PR-6: what a newer version says', () => {
  const options = { timeout: FUZZ_TIMEOUT_MS };
  const SESSION = [
    ['a guest’s messages', guestMessageSchema, aGuestMessage],
    ['a host’s messages', hostMessageSchema, aHostMessage],
    ['a host’s signed messages', signedMessageSchema, aSignedMessage],
  ] as const;

  test.each(SESSION)(
    '%s: a kind that we have no word for is told from a broken message, and neither is heard',
    (...row) => {
      const [, schema, good] = row as (typeof SESSION)[0];
      holds(fc.tuple(good, newKind, nearly(good), anything), ([message, kind, broken, junk]) => {
        expect(parseSessionMessage(schema, utf8({ ...message, kind }))).toBe('unknown');
        const { kind: _, ...without } = message;
        expect(parseSessionMessage(schema, utf8(without))).toBe('malformed');
        for (const value of [message, broken, junk]) {
          const known = parseMessage(schema, utf8(value));
          const parsed = parseSessionMessage(schema, utf8(value));
          if (known) expect(parsed).toEqual(known);
          else expect(['unknown', 'malformed']).toContain(parsed);
          expect(heardOf(parsed)).toEqual(known ?? 'nothing');
        }
      });
    },
  );

  test.each([
    ...SESSION,
    ['a guest’s hello', guestHelloSchema, aGuestHello],
    ['a host’s hello', hostHelloSchema, aHostHello],
  ] as const)('%s: fields that we have no word for are left out', (_, schema, good: fc.Arbitrary<unknown>) => {
    // No id has a capital: where ids are the names of fields, they are no member's.
    const name = fc.constantFrom('Later', 'toString', '__proto__');
    holds(fc.tuple(good, name, fc.jsonValue({ maxDepth: 2 })), ([message, field, value]) => {
      const parse = (said: unknown) => parseMessage(schema, utf8(said)) as unknown;
      const more = withField(message, field, value);
      if (utf8(more).byteLength > MESSAGE_MAX_BYTES) return;
      expect(parse(more)).toEqual(parse(message));
    });
  });

  test('states, settings and reasons that we have no word for are taken for the word that says least', options, () => {
    holds(
      fc.tuple(
        aGuestMessage,
        aHostMessage,
        aSignedMessage,
        aHostHello,
        anyText.map((word) => word.slice(0, 60)),
      ),
      ([guest, host, signed, hello, word]) => {
        const isNew = (known: readonly string[]) => !known.includes(word);
        const parse = (schema: Parameters<typeof parseMessage>[0], message: object) => {
          const parsed = parseMessage(schema, utf8(message));
          if (parsed === undefined) expect(message).toBeUndefined();
          return parsed;
        };
        if (guest.kind === 'ping' && isNew(memberStateSchema.options)) {
          const shown = parse(guestMessageSchema, { ...guest, state: word });
          expect(shown).toEqual(asJson({ ...guest, state: 'catching-up' }));
        }
        if (host.kind === 'bye' && isNew(['ended', 'removed', 'flood', 'full'])) {
          expect(parse(hostMessageSchema, { ...host, reason: word })).toEqual({ ...host, reason: 'ended' });
        }
        if (guest.kind === 'react' && isNew(SIGNS)) {
          expect(parse(guestMessageSchema, { ...guest, sign: word })).toEqual({ ...guest, sign: 'clap' });
        }
        if (host.kind === 'unheard' && isNew(['slow', 'muted', 'too-fast', 'too-late'])) {
          expect(parse(hostMessageSchema, { ...host, why: word })).toEqual({ ...host, why: 'too-fast' });
        }
        if (signed.kind === 'roster' && isNew([...controlSchema.options, ...memberStateSchema.options])) {
          const members = signed.members.map((member) => ({ ...member, state: word }));
          const shown = parse(signedMessageSchema, { ...signed, control: word, members });
          // Nobody drives by a setting that might not let them.
          const least = signed.members.map((member) => ({ ...member, state: 'catching-up' as const }));
          expect(asJson(shown)).toEqual(asJson({ ...signed, control: 'host', members: least }));
        }
        if (signed.kind === 'playback' && isNew(['play', 'pause', 'seek', 'rate', 'start', 'wait', 'together'])) {
          const { cause: _, ...rest } = signed;
          expect(asJson(parse(signedMessageSchema, { ...signed, cause: word }))).toEqual(asJson(rest));
        }
        if (hello.kind === 'refused' && isNew(refusalSchema.options)) {
          expect(parse(hostHelloSchema, { ...hello, reason: word })).toEqual({ ...hello, reason: 'refused' });
        }
      },
    );
  });

  test('a hello’s own words are taken as far as they are words, and are no reason to refuse it', options, () => {
    const words = fc.array(fc.oneof(aCapability, anyText), { maxLength: 32 });
    const knows = fc.oneof(nearly(aKnown), anything);
    holds(fc.tuple(aGuestHello, words, anything, knows), ([hello, can, noList, known]) => {
      const parse = (more: object) => parseMessage(guestHelloSchema, utf8({ ...hello, ...more }));
      const said = can.map((word) => word.slice(0, 60));
      expect(parse({ can: said })?.can).toEqual(said.filter((word) => /^[a-z0-9-]{1,24}$/.test(word)));
      // Nothing that is too long is opened at all.
      if (Math.max(utf8(noList).length, utf8(known).length) > MESSAGE_MAX_BYTES / 2) return;
      const bounded = parse({ can: noList })?.can;
      expect(bounded?.every((word) => /^[a-z0-9-]{1,24}$/.test(word)) && bounded.length <= 32).toBe(true);
      // What another member says it knows of the room is its own affair: it comes in all the same.
      const met = parse({ knows: known });
      expect(met).toBeDefined();
      if (met?.knows) expect(parse({ knows: met.knows })).toEqual(met);
    });
  });

  test(
    'the newest version that both know is spoken, and there is none only where one’s oldest is above the other’s newest (PR-4)',
    options,
    () => {
      const version = fc.oneof(aVersion, aStrangeVersion, fc.record({ v: fc.maxSafeNat(), min: fc.maxSafeNat() }));
      holds(version, (said) => {
        const theirs = parseMessage(helloVersionSchema, utf8(said));
        if (!theirs) throw new Error('not taken');
        const { v, min = v } = theirs;
        const common = commonVersion(theirs);
        if (typeof common === 'number') {
          expect([common <= v, common >= min, common <= PROTOCOL_VERSION, common >= PROTOCOL_MIN || min > v]).toEqual(
            Array(4).fill(true),
          );
        } else if (common === 'ours-old') expect(min).toBeGreaterThan(PROTOCOL_VERSION);
        else expect([v < PROTOCOL_MIN, min <= PROTOCOL_VERSION]).toEqual([true, true]);
      });
    },
  );
});

/** The same, with this field beside those of each object in it. */
function withField(value: unknown, field: string, more: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => withField(part, field, more));
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([key, part]) => [key, key === 'acks' ? part : withField(part, field, more)]);
  return Object.fromEntries([...parts, [field, more]]);
}

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Uint8Array.from(array));

describe('frames', () => {
  test('that are any bytes are read or refused', { timeout: FUZZ_TIMEOUT_MS }, () => {
    holds(bytes, (frame) => {
      const session = readSession(frame);
      if (session) expect([Number.isInteger(session.counter), session.sealed.length]).toEqual([true, frame.length - 5]);
      const body = readBody(frame);
      if (body) expect(body.signature?.length ?? 64).toBe(64);
      for (const schema of [guestMessageSchema, hostMessageSchema, signedMessageSchema, hostHelloSchema]) {
        expect(flawOf(parseMessage(schema, frame))).toBeUndefined();
      }
    });
  });

  test('that are ours are read as they were written', { timeout: FUZZ_TIMEOUT_MS }, () => {
    const signature = fc.uint8Array({ minLength: 64, maxLength: 64 }).map((array) => Uint8Array.from(array));
    holds(
      fc.tuple(fc.integer({ min: 1, max: 0xffffffff }), signature, aSignedMessage),
      ([counter, by, message]) => {
        const json = encodeMessage(message);
        const body = signedBody(by, json);
        expect(readSession(Uint8Array.from([...sessionHeader(counter), ...body]))).toEqual({ counter, sealed: body });
        expect(readBody(body)).toEqual({ signature: by, json });
      },
      0.2,
    );
  });
});
