import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bytes, concat } from '../../../lib/room/links/bytes';
import type { Suite } from '../../../lib/room/links/crypto-suite';
import { answerGuest, greetHost } from '../../../lib/room/links/hello';
import { LinkError, type RoomSecrets } from '../../../lib/room/links/link';
import { SIGNATURE_BYTES } from '../../../lib/room/links/wire-frames';
import { anyText, anything, FUZZ_SEED, FUZZ_TIMEOUT_MS, nearly, runsOf } from './fuzz';
import { aGuestHello, aHostHello } from './wire.arbitraries';

/** Nothing is secret here: whatever a peer sends is opened, and it is the parser's to refuse it. */
const session = { seal: (body: Bytes) => body, open: (frame: Bytes) => frame };
const suite: Suite = {
  createIdentity: async () => ({ key: 'k', exported: 'k' }),
  importIdentity: async () => ({ key: 'k', exported: 'k' }),
  derive: async () => secrets,
  random: (length) => new Uint8Array(length),
  sealHello: (_, type, __, plain) => concat([type], plain),
  openHello: (_, type, __, frame) => (frame[0] === type ? frame.slice(1) : undefined),
  ephemeral: () => ({ publicKey: 'plain', session: () => session }),
  sign: () => new Uint8Array(SIGNATURE_BYTES),
  verify: () => true,
};
const secrets: RoomSecrets = { rendezvousId: 'r', token: 't', door: 'd', keys: undefined };
const identity = { key: 'A'.repeat(87), exported: 'k' };
const host = (name: string) => ({ identity, name, run: 'r', epoch: 1 });
const frameOf = (type: number, value: unknown): Bytes =>
  concat([type], new TextEncoder().encode(JSON.stringify(value) ?? ''));
const holds = <T>(arbitrary: fc.Arbitrary<T>, property: (drawn: T) => Promise<void>) =>
  fc.assert(fc.asyncProperty(arbitrary, property), { seed: FUZZ_SEED, numRuns: runsOf(0.5) });

test('SEC-3: two who greet each other meet, whatever they are called', { timeout: FUZZ_TIMEOUT_MS }, () =>
  holds(fc.tuple(anyText, anyText), async ([guestName, hostName]) => {
    const greeting = await greetHost(suite, secrets, { identity, name: guestName });
    const answer = await answerGuest(suite, secrets, host(hostName), greeting.frame, () => undefined);
    if (answer.kind !== 'answered') throw new Error(answer.kind);
    const met = await greeting.answered(answer.frame);
    expect([met.host.run, met.ready.kind]).toEqual(['r', 'ready']);
    expect(await answer.proves(met.ready.signature)).toBe(true);
  }),
);

test('PR-3: a host answers any hello, or refuses it, or is silent', { timeout: FUZZ_TIMEOUT_MS }, () =>
  holds(fc.oneof(nearly(aGuestHello), anything), async (hello) => {
    const answer = await answerGuest(suite, secrets, host('Ann'), frameOf(1, hello), () => undefined);
    expect(['refused', 'answered']).toContain(answer.kind);
    if (answer.kind === 'answered') expect(await answer.proves(JSON.stringify(hello) ?? '')).toBe(false);
  }),
);

test('PR-3: a guest refuses any answer that is none, in a word', { timeout: FUZZ_TIMEOUT_MS }, () =>
  holds(fc.oneof(nearly(aHostHello), anything), async (hello) => {
    const greeting = await greetHost(suite, secrets, { identity, name: 'Bo' });
    const error = await greeting.answered(frameOf(2, hello)).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error !== undefined) expect(error).toBeInstanceOf(LinkError);
  }),
);
