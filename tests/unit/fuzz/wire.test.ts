import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encodeMessage,
  guestHelloSchema,
  guestMessageSchema,
  helloVersionSchema,
  hostHelloSchema,
  hostMessageSchema,
  parseMessage,
  signedMessageSchema,
} from '../../../lib/core/wire/protocol';
import { readBody, readSession, sessionHeader, signedBody } from '../../../lib/room/links/wire-frames';
import { anything, asJson, FUZZ_TIMEOUT_MS, flawOf, holds, nearly } from './fuzz';
import { aGuestHello, aGuestMessage, aHostHello, aHostMessage, aSignedMessage } from './wire.arbitraries';

const utf8 = (value: unknown) => new TextEncoder().encode(JSON.stringify(value) ?? '');

describe.each([
  ['a guest’s messages', guestMessageSchema, aGuestMessage],
  ['a host’s messages', hostMessageSchema, aHostMessage],
  ['a host’s signed messages', signedMessageSchema, aSignedMessage],
  ['a guest’s hello', guestHelloSchema, aGuestHello],
  ['a host’s hello', hostHelloSchema, aHostHello],
  ['a hello’s version', helloVersionSchema, fc.record({ v: fc.maxSafeNat() })],
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
