import type { PeerId } from '../../lib/core/wire/protocol';
import {
  type OpenTransport,
  type RoomAddress,
  type Transport,
  TransportError,
  type TransportStatus,
} from '../../lib/transport/transport';

/**
 * What every transport has to do, as plain functions, since some run in Node and some in a page. A scenario
 * rejects with what was wrong.
 */
export interface Net {
  readonly open: OpenTransport;
  /** A rendezvous that nobody has used yet. */
  address(): RoomAddress;
  /** Whether what introduces peers also carries what they say: without it they do not hear each other. */
  readonly carries?: boolean;
  /** Takes what introduces peers away, and brings it back as new. */
  stopSignalling(): Promise<void>;
  startSignalling(): Promise<void>;
}
export type Scenario = (net: Net) => Promise<void>;
type Bytes = Uint8Array<ArrayBuffer>;

const never = new AbortController().signal;

export function check(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

export async function until(holds: () => boolean, withinMs: number, what: string): Promise<void> {
  const since = performance.now();
  while (!holds()) {
    check(performance.now() - since < withinMs, `not within ${withinMs} ms: ${what}`);
    await pause(5);
  }
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A transport, and all that it has told. */
export function watch(transport: Transport) {
  const seen = {
    transport,
    messages: [] as { readonly bytes: Bytes; readonly from: PeerId }[],
    peers: [] as readonly PeerId[],
    status: undefined as TransportStatus | undefined,
    states: [] as string[],
  };
  transport.onMessage((bytes, from) => seen.messages.push({ bytes, from }));
  transport.onPeers((peers) => {
    seen.peers = peers;
  });
  transport.onStatus((status) => {
    seen.status = status;
    seen.states.push(status.state);
  });
  return seen;
}

async function room(net: Net, guests: number) {
  const address = net.address();
  const host = watch(await net.open(address, 'host', never));
  const all = await Promise.all(
    Array.from({ length: guests }, async () => watch(await net.open(address, 'guest', never))),
  );
  await until(() => host.peers.length === guests, 3_000, 'the host lists every guest');
  for (const guest of all) check(guest.peers.length === 1, 'a guest lists the host');
  const close = () => {
    for (const { transport } of [host, ...all]) transport.close();
  };
  return { address, host, guests: all, guest: all[0] as (typeof all)[number], close };
}

/** Where nobody but the hosts decides, the other may be met a moment after a slow opening. */
async function openLasting(opening: Promise<Transport>): Promise<Transport> {
  const seen = watch(await opening);
  const isClosed = () => seen.status?.state === 'closed';
  for (const since = performance.now(); !isClosed() && performance.now() - since < 10_000; ) await pause(5);
  if (seen.status?.state === 'closed') throw new TransportError(seen.status.reason);
  return seen.transport;
}

/** The reason it was rejected with. */
async function failure(opening: Promise<Transport>): Promise<string> {
  try {
    (await opening).close();
    return 'opened';
  } catch (error) {
    return (error as { reason?: string }).reason ?? String(error);
  }
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const utf8 = (words: string) => new TextEncoder().encode(words);

/** Of ends that have found each other, however they did. */
export const starScenarios: Record<string, Scenario> = {
  async 'a guest finds the host, and each is told of the other'(net) {
    const { host, guest, close } = await room(net, 1);
    check(host.status?.state === 'open' && guest.status?.state === 'open', 'both are open');
    check(guest.peers[0] === host.transport.self, 'the guest knows the host by its name');
    check(host.peers[0] === guest.transport.self, 'the host knows the guest by its name');
    close();
  },

  async 'bytes arrive both ways, unchanged and in order'(net) {
    const { host, guest, close } = await room(net, 1);
    const every = Uint8Array.from({ length: 256 }, (_, i) => i);
    const long = new Uint8Array(16_384 + 86).map((_, i) => i % 251);
    const sent = [every, new Uint8Array([0]), long, ...Array.from({ length: 100 }, (_, i) => utf8(`message ${i}`))];
    for (const bytes of sent) {
      guest.transport.send(bytes);
      host.transport.send(bytes, guest.transport.self);
    }
    for (const end of [host, guest]) {
      await until(() => end.messages.length === sent.length, 3_000, 'all have arrived');
      for (const [i, { bytes }] of end.messages.entries()) {
        check(bytes instanceof Uint8Array, 'they are bytes');
        check(bytes.join() === sent[i]?.join(), `message ${i} is the same`);
      }
    }
    check(
      host.messages.every(({ from }) => from === guest.transport.self),
      'they say whom they are from',
    );
    close();
  },

  async 'several guests: to one, to all, and nothing between guests'(net) {
    const { host, guests, close } = await room(net, 4);
    host.transport.send(utf8('all'));
    host.transport.send(utf8('second'), guests[1]?.transport.self);
    host.transport.send(utf8('nobody'), 'no such peer');
    guests[2]?.transport.send(utf8('from third'));
    await until(() => guests.every(({ messages }) => messages.length > 0), 3_000, 'all have heard');
    await until(() => guests[1]?.messages.length === 2 && host.messages.length === 1, 3_000, 'one has heard more');
    await pause(50);
    check(
      guests.map(({ messages }) => messages.map(({ bytes }) => text(bytes)).join()).join(' ') ===
        'all all,second all all',
      'nobody heard more',
    );
    check(host.messages[0]?.from === guests[2]?.transport.self, 'the host knows who spoke');
    close();
  },

  async 'a guest that closes is seen to go, after its last words'(net) {
    const { host, guests, guest, close } = await room(net, 2);
    guest.transport.send(utf8('goodbye'));
    guest.transport.close();
    await until(() => host.peers.length === 1, 1_000, 'the host sees it');
    check(text(host.messages[0]?.bytes as Bytes) === 'goodbye', 'its last words were heard');
    check(guest.status?.state === 'closed' && guest.peers.length === 0, 'it knows that it is closed');
    check(guests[1]?.peers.length === 1, 'the other stays');
    guest.transport.send(utf8('still there?'));
    host.transport.send(utf8('anybody?'), guest.transport.self);
    await pause(50);
    check(host.messages.length === 1 && guest.messages.length === 0, 'nothing is heard afterwards');
    close();
  },

  async 'a host that closes is seen to go, after its last words'(net) {
    const { address, host, guests } = await room(net, 2);
    host.transport.send(utf8('the end'));
    host.transport.close();
    for (const guest of guests) {
      await until(() => guest.status?.state === 'closed', 1_000, 'the guest sees it');
      check(guest.peers.length === 0, 'the list is empty');
      check(text(guest.messages[0]?.bytes as Bytes) === 'the end', 'its last words were heard');
    }
    const again = await net.open(address, 'host', never);
    again.close();
  },

  async 'one that is dropped hears what was said before, and is heard no more'(net) {
    const { host, guests, guest, close } = await room(net, 2);
    host.transport.send(utf8('out'), guest.transport.self);
    host.transport.disconnect(guest.transport.self);
    guest.transport.send(utf8('but'));
    check(host.peers.length === 1, 'it is off the list at once');
    await until(() => guest.status?.state === 'closed', 1_000, 'it sees it');
    check(text(guest.messages[0]?.bytes as Bytes) === 'out', 'it has heard why');
    check(host.messages.length === 0, 'it was not heard');
    check(guests[1]?.status?.state === 'open', 'the other stays');
    close();
  },
};

/** Of ends that find each other at an address. */
export const meetingScenarios: Record<string, Scenario> = {
  async 'no host: told within eight seconds'(net) {
    check((await failure(net.open(net.address(), 'guest', never))) === 'host-not-found', 'host-not-found');
  },

  async 'the wrong door is not answered'(net) {
    const { address, host, guest, close } = await room(net, 1);
    const reason = await failure(net.open({ ...address, door: `${address.door}x` }, 'guest', never));
    check(reason === 'host-not-found', `host-not-found, not ${reason}`);
    check(host.peers.length === 1, 'the host was not told of it');
    guest.transport.send(utf8('still here'));
    await until(() => host.messages.length === 1, 1_000, 'the others are not disturbed');
    close();
  },

  async 'an abort ends the attempt'(net) {
    const reasons = await Promise.all(
      (['host', 'guest'] as const).map((role) => {
        const abort = new AbortController();
        // At once, and not by a timer: on a busy machine an attempt may have succeeded by then.
        const opening = net.open(net.address(), role, abort.signal);
        abort.abort();
        return failure(opening);
      }),
    );
    check(reasons.join() === 'aborted,aborted', `aborted, not ${reasons}`);
    check((await failure(net.open(net.address(), 'host', AbortSignal.abort()))) === 'aborted', 'already aborted');
  },

  async 'a host that comes back takes its place at once'(net) {
    const address = net.address();
    const before = watch(await net.open(address, 'host', never));
    const after = watch(await net.open(address, 'host', never));
    const guest = watch(await net.open(address, 'guest', never));
    guest.transport.send(utf8('hello'));
    await until(() => after.messages.length === 1, 3_000, 'the new one hears it');
    check(before.messages.length === 0, 'the old one does not');
    for (const { transport } of [guest, after, before]) transport.close();
  },

  async 'somebody else cannot take the place'(net) {
    const { address, close } = await room(net, 1);
    const reason = await failure(openLasting(net.open({ ...address, token: `${address.token}x` }, 'host', never)));
    check(reason === 'code-in-use', `code-in-use, not ${reason}`);
    close();
  },

  async 'without signalling the room goes on, and opens again with it'(net) {
    const { address, host, guest, close } = await room(net, 1);
    await net.stopSignalling();
    await until(() => host.status?.state === 'signalling-lost', 3_000, 'the host says so');
    if (!net.carries) {
      guest.transport.send(utf8('up'));
      host.transport.send(utf8('down'));
      await until(() => host.messages.length === 1 && guest.messages.length === 1, 1_000, 'they still hear each other');
    }
    check((await failure(net.open(address, 'guest', never))) === 'server-unreachable', 'nobody can come');
    await net.startSignalling();
    await until(() => host.status?.state === 'open', 20_000, 'the host is back');
    const late = watch(await net.open(address, 'guest', never));
    await until(() => host.peers.length === 2, 3_000, 'another can come');
    const heard = host.messages.length;
    for (let tries = 0; host.messages.length === heard && tries < (net.carries ? 60 : 10); tries++) {
      guest.transport.send(utf8('up'));
      await pause(100);
    }
    check(host.messages[heard]?.from === guest.transport.self, 'the first is still there');
    check(host.states.join() === 'open,signalling-lost,open', `each said once, not ${host.states}`);
    late.transport.close();
    close();
  },
};

export const scenarios: Record<string, Scenario> = { ...starScenarios, ...meetingScenarios };
