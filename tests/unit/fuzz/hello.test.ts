import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonVersion } from '../../../lib/core/wire/common-version';
import { type Refusal, refusalSchema } from '../../../lib/core/wire/hello-words';
import { MESSAGE_MAX_BYTES, PROTOCOL_VERSION } from '../../../lib/core/wire/protocol';
import { type Bytes, concat } from '../../../lib/room/links/bytes';
import type { Suite } from '../../../lib/room/links/crypto-suite';
import { answerGuest, greetHost } from '../../../lib/room/links/hello';
import { type GuestSelf, type HostSelf, LinkError, type RoomSecrets } from '../../../lib/room/links/link';
import { SIGNATURE_BYTES } from '../../../lib/room/links/wire-frames';
import { anyText, anything, FUZZ_SEED, FUZZ_TIMEOUT_MS, nearly, runsOf } from './fuzz';
import { aGuestHello, aHostHello, aKnown, aStrangeVersion, aVersion } from './wire.arbitraries';

/** Nothing is secret here: whatever a peer sends is opened, and it is the parser's to refuse it. */
const session = { seal: (body: Bytes) => body, open: (frame: Bytes) => frame };
const suite: Suite = {
  createIdentity: async () => ({ key: 'k', exported: 'k' }),
  importIdentity: async () => ({ key: 'k', exported: 'k' }),
  derive: async () => secrets,
  deriveTicket: async () => secrets,
  random: (length) => new Uint8Array(length),
  sealHello: (_, type, __, plain) => concat([type], plain),
  openHello: (_, type, __, frame) => (frame[0] === type ? frame.slice(1) : undefined),
  ephemeral: () => ({ publicKey: 'plain', session: () => session }),
  sealAir: (_, __, plain) => plain,
  openAir: (_, __, sealed) => sealed,
  sign: () => new Uint8Array(SIGNATURE_BYTES),
  verify: () => true,
};
const secrets: RoomSecrets = { rendezvousIds: ['r'], token: 't', door: 'd', keys: undefined };
const identity = { key: 'A'.repeat(87), exported: 'k' };
const host = (name: string, more: Partial<HostSelf> = {}): HostSelf => ({
  ...{ identity, name, run: 'r', epoch: 1, refuses: () => undefined },
  ...more,
});
const guest = (name: string, more: Partial<GuestSelf> = {}): GuestSelf => ({
  ...{ identity, name, believes: () => 'accept' },
  ...more,
});
const frameOf = (type: number, value: unknown): Bytes =>
  concat([type], new TextEncoder().encode(JSON.stringify(value) ?? ''));
const isTooLong = (value: unknown) => frameOf(0, value).length > 1 + MESSAGE_MAX_BYTES;
const holds = <T>(arbitrary: fc.Arbitrary<T>, property: (drawn: T) => Promise<void>) =>
  fc.assert(fc.asyncProperty(arbitrary, property), { seed: FUZZ_SEED, numRuns: runsOf(0.5) });
/** Why a guest does not take this answer; undefined: it does. */
const refusalOf = async (answer: Bytes, self = guest('Bo')) => {
  const greeting = await greetHost(suite, secrets, self);
  return greeting.answered(answer).then(
    () => undefined,
    (reason: unknown) => {
      if (!(reason instanceof LinkError)) throw reason;
      return reason.reason;
    },
  );
};

test('SEC-3: two who greet each other meet, whatever they are called and know', { timeout: FUZZ_TIMEOUT_MS }, () =>
  holds(fc.tuple(anyText, anyText, fc.option(aKnown, { nil: undefined })), async ([guestName, hostName, knows]) => {
    const greeting = await greetHost(suite, secrets, guest(guestName, { knows }));
    const learnt: unknown[] = [];
    const self = host(hostName, { learns: (known) => learnt.push(known) });
    const answer = await answerGuest(suite, secrets, self, greeting.frame);
    if (answer.kind !== 'answered') throw new Error(answer.kind);
    const met = await greeting.answered(answer.frame);
    expect([met.host.run, met.ready.kind]).toEqual(['r', 'ready']);
    expect(await answer.proves(met.ready.signature)).toBe(true);
    expect(learnt).toEqual(knows ? [knows] : []);
  }),
);

test('PR-3: a host answers any hello, or refuses it, or is silent', { timeout: FUZZ_TIMEOUT_MS }, () =>
  holds(fc.oneof(nearly(aGuestHello), anything), async (hello) => {
    const answer = await answerGuest(suite, secrets, host('Ann'), frameOf(1, hello));
    expect(['refused', 'answered']).toContain(answer.kind);
    if (answer.kind === 'answered') expect(await answer.proves(JSON.stringify(hello) ?? '')).toBe(false);
  }),
);

test('PR-3: a guest refuses any answer that is none, in a word', { timeout: FUZZ_TIMEOUT_MS }, () =>
  holds(fc.oneof(nearly(aHostHello), anything), async (hello) => {
    // Whatever else is thrown fails here.
    await refusalOf(frameOf(2, hello));
  }),
);

test('SU-1: a guest takes no host that it does not believe', { timeout: FUZZ_TIMEOUT_MS }, () =>
  holds(fc.tuple(aHostHello, fc.constantFrom('wait' as const, 'refuse' as const)), async ([hello, judgement]) => {
    const refusal = await refusalOf(frameOf(2, hello), guest('Bo', { believes: () => judgement }));
    if (hello.kind === 'hello') expect(refusal).toBe('refused');
    else expect(refusal).toBeDefined();
  }),
);

test('SEC-3: whom the host does not let in hears why', { timeout: FUZZ_TIMEOUT_MS }, () =>
  holds(fc.constantFrom(...refusalSchema.options), async (reason: Refusal) => {
    const greeting = await greetHost(suite, secrets, guest('Bo'));
    const answer = await answerGuest(suite, secrets, host('Ann', { refuses: () => reason }), greeting.frame);
    if (answer.kind !== 'refused') throw new Error(answer.kind);
    // Both know each other's versions: who refuses by that has seen what is newer.
    expect(await refusalOf(answer.frame)).toBe(reason === 'version' ? 'version-ours-old' : reason);
  }),
);

test(
  'PR-4: a version that cannot be spoken is refused in words, whatever else it says',
  { timeout: FUZZ_TIMEOUT_MS },
  () =>
    holds(
      fc.tuple(fc.oneof(aVersion, aStrangeVersion), nearly(aGuestHello), nearly(aHostHello)),
      async ([version, guestHello, hostHello]) => {
        const common = commonVersion(version);
        const guestSays = { ...(Object(guestHello) as object), ...version };
        if (!('min' in version)) Reflect.deleteProperty(guestSays, 'min');
        const answer = await answerGuest(suite, secrets, host('Ann'), frameOf(1, guestSays));
        // What is too long is not opened, of whatever version.
        if (isTooLong(guestSays)) expect(answer.kind).toBe('refused');
        else if (typeof common === 'string') {
          if (answer.kind !== 'refused') throw new Error(answer.kind);
          const { kind, v, reason } = JSON.parse(new TextDecoder().decode(answer.frame.slice(1)));
          // The words of every version, so that also an older one can read them.
          expect({ kind, v, reason }).toEqual({ kind: 'refused', v: PROTOCOL_VERSION, reason: 'version' });
        } else if (answer.kind === 'refused') {
          expect(JSON.parse(new TextDecoder().decode(answer.frame.slice(1)))).toMatchObject({ reason: 'malformed' });
        }
        const hostSays = { ...(Object(hostHello) as object), ...version };
        if (!('min' in version)) Reflect.deleteProperty(hostSays, 'min');
        const refusal = await refusalOf(frameOf(2, hostSays));
        if (isTooLong(hostSays)) expect(refusal).toBe('malformed');
        else if (typeof common === 'string') expect(refusal).toBe(`version-${common}`);
        else expect(refusal).not.toBe('version-theirs-old');
      },
    ),
);

test('PR-4: a newer version that still knows ours is met', { timeout: FUZZ_TIMEOUT_MS }, () =>
  holds(fc.tuple(aGuestHello, aHostHello, anything), async ([guestHello, hostHello, more]) => {
    const answer = await answerGuest(suite, secrets, host('Ann'), frameOf(1, { ...guestHello, more }));
    expect(answer.kind).toBe('answered');
    const refusal = await refusalOf(frameOf(2, { ...hostHello, more }));
    if (hostHello.kind === 'hello') expect(refusal).toBeUndefined();
    else expect(refusal).toBe(hostHello.reason === 'version' ? 'version-ours-old' : hostHello.reason);
  }),
);
