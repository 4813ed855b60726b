import fc from 'fast-check';
import { expect } from 'vitest';
import type { Bytes } from '../../../../lib/room/links/bytes';
import { concat, utf8 } from '../../../../lib/room/links/bytes';
import { type GuestLink, type HostLink, LinkError } from '../../../../lib/room/links/link';
import { FRAME, FRAME_MAX_BYTES, isSigned, sessionHeader } from '../../../../lib/room/links/wire-frames';
import type { Transport } from '../../../../lib/transport/transport';
import { anything, nearly } from '../fuzz';
import { aGuestHello, aGuestMessage, aHostHello, aHostMessage, aSignedMessage } from '../wire.arbitraries';
import type { Boundary } from './boundary';
import { CODE, Town } from './people';

/** A member's messages are this far apart, ms: as many as a host hears of one (SPEC SEC-6). */
const EVERY_MS = 40;

/** What is put into a frame: a message as JSON, a body that is none, or bytes that are no frame. */
type Said = { readonly json: unknown } | { readonly body: Bytes } | { readonly frame: Bytes };

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Uint8Array.from(array));
const saidOf = (good: fc.Arbitrary<unknown>): fc.Arbitrary<Said> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.oneof(nearly(good), nearly(good), good, anything).map((json) => ({ json })) },
    { weight: 2, arbitrary: bytes(120).map((body) => ({ body: concat([body[0] ?? 0], body) })) },
    { weight: 1, arbitrary: bytes(40).map((frame) => ({ frame })) },
    { weight: 1, arbitrary: fc.constantFrom(FRAME_MAX_BYTES, FRAME_MAX_BYTES + 1).map(longFrame) },
  );
const longFrame = (length: number) => ({ frame: new Uint8Array(length).fill(FRAME.session, 0, 1) });

const kindOf = (said: Said): unknown => ('json' in said ? (Object(said.json) as { kind?: unknown }).kind : undefined);

/** Numbers whatever is sent over a session anew, so that what is put in between is taken for the next of it. */
function numbered(transport: Transport): Transport & { put(said: Said, to?: string): void } {
  let count = 0;
  const number = (frame: Bytes) => {
    if (frame[0] === FRAME.session && frame.length > 5) frame.set(sessionHeader(++count));
    return frame;
  };
  const frameOf = (said: Said): Bytes => {
    if ('frame' in said) return said.frame.slice();
    const body = 'body' in said ? said.body : concat([0], utf8(JSON.stringify(said.json) ?? ''));
    return number(concat(sessionHeader(1), body));
  };
  const send = (frame: Bytes, to?: string) => transport.send(number(frame.slice()), to);
  return { ...transport, send, put: (said, to) => transport.send(frameOf(said), to) };
}

const toHost: Boundary = {
  name: 'a member that means ill → host',
  share: 0.2,
  messages: saidOf(aGuestMessage),
  async open() {
    const town = new Town();
    const { ann, ben } = await town.party();
    const identity = await town.sealing.createIdentity();
    let wire: ReturnType<typeof numbered> | undefined;
    let link: HostLink | undefined;
    let gone = true;
    const comeIn = async () => {
      wire?.close();
      wire = numbered(await town.open('guest'));
      const secrets = await town.sealing.derive(CODE);
      const self = { identity, name: 'Mallory', believes: () => 'accept' as const };
      const opening = town.sealing.guest(wire, secrets, self, town.scheduler, new AbortController().signal);
      await town.run(200);
      link = await opening;
      gone = false;
      link.onMessage(() => {});
      link.onEnd(() => {
        gone = true;
      });
    };
    return {
      async take(messages) {
        if (gone) await comeIn();
        for (const [at, said] of (messages as Said[]).entries()) {
          // A goodbye is good for one of a hundred: the rest would be said to nobody.
          if (kindOf(said) === 'leave' && at % 100 > 0) continue;
          town.time.after(at * EVERY_MS, () => gone || wire?.put(said));
        }
        await town.run(messages.length * EVERY_MS);
        expect([ann.names()[0], ann.isHost(), ben.isConnected(), ben.isHost()]).toEqual(['Ann', true, true, false]);
        expect(ben.names()).toContain('Ben');
      },
      // What is well said is heard, of whom ever.
      close: () => expect(ann.records).toBeGreaterThan(10),
    };
  },
};

/** A guest that hears one of these has to be let in anew, so that most are left out. */
const PARTINGS: ReadonlySet<unknown> = new Set(['bye', 'moved', 'handover']);

const toGuest: Boundary = {
  name: 'a host that means ill → guest',
  share: 0.2,
  messages: saidOf(fc.oneof(aHostMessage, aSignedMessage, aSignedMessage)),
  async open() {
    const town = new Town();
    const identity = await town.sealing.createIdentity();
    const ben = town.somebody('Ben');
    ben.popup();
    let wire: ReturnType<typeof numbered> | undefined;
    let link: GuestLink | undefined;
    const hostAnew = async () => {
      wire?.close();
      link = undefined;
      const over = numbered(await town.open('host'));
      wire = over;
      const secrets = await town.sealing.derive(CODE);
      const self = { identity, name: 'Mallory', run: 'r', epoch: 1, refuses: () => undefined };
      town.sealing.host(over, secrets, self, town.scheduler).onGuest((guest) => {
        link = guest;
        guest.onMessage((message) => {
          if (message.kind !== 'ping') return;
          guest.send({ kind: 'pong', sent: message.sent, received: town.time.now, answered: town.time.now });
        });
        guest.onEnd(() => {
          if (link === guest) link = undefined;
        });
      });
    };
    const comeIn = async () => {
      await ben.leave();
      await town.run();
      await hostAnew();
      await ben.join();
      await town.run();
      expect(link, 'nobody came').toBeDefined();
      ben.page();
    };
    const say = (said: Said) => {
      const { peer } = link ?? {};
      const message = 'json' in said ? said.json : undefined;
      if (!link || !peer) return;
      // What its host signs is heard for the host's own word, of this run.
      if (typeof message !== 'object' || message === null || !isSigned(message as never)) return wire?.put(said, peer);
      const isOwn = Math.abs(Number(Object(message).revision) || 0) % 3 > 0;
      const own = isOwn ? { run: 'r', epoch: 1 } : {};
      link.send({ ...message, ...own } as never);
    };
    return {
      async take(messages) {
        for (const [at, said] of (messages as Said[]).entries()) {
          if (PARTINGS.has(kindOf(said)) && at % 25 > 0) continue;
          if (!link || !ben.isConnected() || ben.isHost()) await comeIn();
          say(said);
          await town.run(EVERY_MS);
        }
      },
      async close() {
        expect(ben.records).toBeGreaterThan(10);
        await ben.leave();
      },
    };
  },
};

const MARK = `token-${CODE}|`;
/** A hello as it comes out of its seal: whoever has the code can seal one. */
const helloOf = (type: number, good: fc.Arbitrary<unknown>): fc.Arbitrary<Bytes> =>
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.oneof(nearly(good), good, anything).map((hello) => sealedHello(type, JSON.stringify(hello) ?? '')),
    },
    { weight: 1, arbitrary: bytes(100) },
    { weight: 1, arbitrary: bytes(100).map((frame) => concat([type], utf8(MARK), frame)) },
    { weight: 1, arbitrary: fc.constant(new Uint8Array(FRAME_MAX_BYTES + 1)) },
  );
const sealedHello = (type: number, json: string) => concat([type], utf8(MARK), utf8(json));

const helloToHost: Boundary = {
  name: 'strangers’ hellos → host',
  share: 0.06,
  messages: helloOf(FRAME.guestHello, aGuestHello),
  async open() {
    const town = new Town();
    const { ann, ben } = await town.party();
    return {
      async take(messages) {
        for (const hello of messages as Bytes[]) {
          const stranger = await town.open('guest').catch(() => undefined);
          stranger?.send(hello);
          await town.run(EVERY_MS);
          stranger?.close();
        }
        await town.run();
        expect([ann.names()[0], ann.isHost(), ben.isConnected()]).toEqual(['Ann', true, true]);
        expect(ben.names().slice(0, 2)).toEqual(['Ann', 'Ben']);
      },
    };
  },
};

const helloToGuest: Boundary = {
  name: 'answers to a hello → guest',
  share: 0.04,
  messages: helloOf(FRAME.hostHello, aHostHello),
  async open() {
    const town = new Town();
    const host = await town.open('host');
    const identity = await town.sealing.createIdentity();
    const secrets = await town.sealing.derive(CODE);
    let answer: Bytes = new Uint8Array();
    host.onMessage((_, from) => {
      host.send(answer, from);
      host.disconnect(from);
    });
    return {
      async take(messages) {
        for (const next of messages as Bytes[]) {
          answer = next;
          const transport = await town.open('guest');
          const self = { identity, name: 'Ben', believes: () => 'accept' as const };
          const met = town.sealing
            .guest(transport, secrets, self, town.scheduler, new AbortController().signal)
            .catch((error: unknown) => {
              if (!(error instanceof LinkError)) throw error;
            });
          await town.run(EVERY_MS);
          await met;
          transport.close();
        }
      },
    };
  },
};

export const ROOM_BOUNDARIES: readonly Boundary[] = [toHost, toGuest, helloToHost, helloToGuest];
