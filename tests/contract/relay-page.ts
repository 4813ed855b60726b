import { openRelay } from '../../lib/transport/relay';
import { type RelayAddress, type RoomAddress, type Transport, TransportError } from '../../lib/transport/transport';
import type { Manner, Said } from './relay-brokers';
import { check, type Net, pause, type Scenario, scenarios, until, watch } from './transport-scenarios';

declare global {
  interface Window {
    runRelayScenario(name: string, relay: Relay): Promise<void>;
    relayScenarios: readonly string[];
    stopSignalling(): Promise<void>;
    startSignalling(): Promise<void>;
    /** Of a broker that sees and says everything. */
    saidAtBroker(): Promise<readonly Said[]>;
    sayAsBroker(said: Said): Promise<void>;
  }
}

/** What the test has started. */
export interface Relay {
  readonly url: string;
  readonly tokenUrl?: string;
  readonly useless: Readonly<Record<Manner, string>>;
}

const never = new AbortController().signal;
const NOBODY = 'ws://127.0.0.2:9';
const utf8 = (words: string) => new TextEncoder().encode(words);
let rooms = 0;
const unique = (what: string) => `${what}-${++rooms}-${Math.random().toString(36).slice(2)}`;
const hex = (bytes: number) =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');

async function reason(opening: Promise<Transport>): Promise<string> {
  try {
    (await opening).close();
    return 'opened';
  } catch (error) {
    return error instanceof TransportError ? error.reason : String(error);
  }
}

async function expectReason(opening: Promise<Transport>, expected: string): Promise<void> {
  const found = await reason(opening);
  check(found === expected, `${expected}, not ${found}`);
}

/** All sockets that were made while `doing` went on, so that they can be cut. */
async function withSockets(doing: (sockets: WebSocket[]) => Promise<void>): Promise<void> {
  const Native = window.WebSocket;
  const made: WebSocket[] = [];
  window.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      made.push(this);
    }
  };
  try {
    await doing(made);
  } finally {
    window.WebSocket = Native;
  }
}

const withRelay = (address: RoomAddress, change: Partial<RelayAddress>): RoomAddress => ({
  ...address,
  relay: { ...(address.relay as RelayAddress), ...change },
});

/** What only a relay can get wrong. */
const own: Record<string, (net: Net, relay: Relay) => Promise<void>> = {
  async 'a guest whose connection is cut comes back as the same'(net) {
    const address = net.address();
    const host = watch(await net.open(address, 'host', never));
    await withSockets(async (sockets) => {
      const abort = new AbortController();
      const guest = watch(await net.open(address, 'guest', abort.signal));
      // Nothing to do with a transport that is open.
      abort.abort();
      const cut = sockets.length;
      for (const socket of sockets) socket.close();
      await until(() => sockets.length > cut, 3_000, 'it dials again');
      const since = performance.now();
      while (host.messages.length === 0 && performance.now() - since < 3_000) {
        guest.transport.send(utf8('back'));
        await pause(50);
      }
      check(host.messages[0]?.from === guest.transport.self, 'it is heard');
      host.transport.send(utf8('welcome back'));
      await until(() => guest.messages.length === 1, 1_000, 'it hears');
      check(host.peers.length === 1 && guest.states.join() === 'open', 'nobody was told of it');
      await pause(6_500);
      check(
        host.peers.length === 1 && guest.status?.state === 'open',
        'and nobody is when the old connection is missed',
      );
      guest.transport.close();
    });
    host.transport.close();
  },

  async 'a host whose connection is cut comes back: its guests stay, others come'(net) {
    const address = net.address();
    await withSockets(async (sockets) => {
      const host = watch(await net.open(address, 'host', never));
      const [socket] = sockets;
      const guest = watch(await net.open(address, 'guest', never));
      socket?.close();
      await until(() => host.states.join() === 'open,signalling-lost,open', 4_000, 'the host knows, and is back');
      const late = watch(await net.open(address, 'guest', never));
      guest.transport.send(utf8('one'));
      late.transport.send(utf8('two'));
      await until(() => host.messages.length === 2, 1_000, 'both are heard');
      host.transport.send(utf8('all'));
      await until(() => guest.messages.length === 1 && late.messages.length === 1, 1_000, 'both hear');
      check(guest.states.join() === 'open', 'the guest was told of nothing');
      for (const end of [late, guest, host]) end.transport.close();
    });
  },

  async 'a guest that vanishes is missed'(net) {
    const address = net.address();
    const host = watch(await net.open(address, 'host', never));
    const Native = window.WebSocket;
    await withSockets(async (sockets) => {
      await net.open(address, 'guest', never);
      // It does not come back.
      window.WebSocket = class {
        constructor() {
          throw new Error('no network');
        }
      } as unknown as typeof WebSocket;
      for (const socket of sockets) socket.close();
      await until(() => host.peers.length === 0, 8_000, 'the host sees it');
    });
    window.WebSocket = Native;
    host.transport.close();
  },

  async 'a guest that cannot come back is told'(net) {
    const address = net.address();
    const host = watch(await net.open(address, 'host', never));
    await withSockets(async (sockets) => {
      const guest = watch(await net.open(address, 'guest', never));
      window.WebSocket = class {
        constructor() {
          throw new Error('no network');
        }
      } as unknown as typeof WebSocket;
      for (const socket of sockets) socket.close();
      await until(() => guest.status?.state === 'closed', 12_000, 'it is over');
      check(guest.status?.state === 'closed' && guest.status.reason === 'lost', 'lost');
    });
    host.transport.close();
  },

  async 'a relay that is not ours carries a few: one more is told'(net) {
    const address = withRelay(net.address(), { guestsMax: 2 });
    const host = watch(await net.open(address, 'host', never));
    const guests = [watch(await net.open(address, 'guest', never)), watch(await net.open(address, 'guest', never))];
    await expectReason(net.open(address, 'guest', never), 'full');
    guests.pop()?.transport.close();
    await until(() => host.peers.length === 1, 1_000, 'one has gone');
    guests.push(watch(await net.open(address, 'guest', never)));
    for (const { transport } of [host, ...guests]) transport.close();
  },

  async 'relays that are of no use are told apart'(net, { useless }) {
    const expected: [string, string][] = [
      [useless.silent, 'signalling-silent'],
      [useless.refusing, 'refused'],
      [useless.useless, 'refused'],
      [useless.junk, 'signalling-silent'],
      [useless.endless, 'signalling-silent'],
      [NOBODY, 'server-unreachable'],
      ['no address', 'server-unreachable'],
    ];
    await Promise.all(
      expected.flatMap(([url, why]) =>
        (['host', 'guest'] as const).map((role) =>
          expectReason(net.open(withRelay(net.address(), { urls: [url] }), role, never), why),
        ),
      ),
    );
    const { relay, ...elsewhere } = net.address();
    check(relay !== undefined, 'it was there');
    await expectReason(net.open(elsewhere, 'guest', never), 'server-unreachable');
    await expectReason(net.open(withRelay(net.address(), { urls: [] }), 'host', never), 'server-unreachable');
  },

  async 'of several nodes those that do not work are passed over'(net, { url, useless }) {
    const address = net.address();
    const since = performance.now();
    const host = watch(await net.open(withRelay(address, { urls: [NOBODY, useless.refusing, url] }), 'host', never));
    const guest = watch(await net.open(withRelay(address, { urls: [useless.silent, url] }), 'guest', never));
    check(performance.now() - since < 3_000, 'soon');
    guest.transport.send(utf8('here'));
    await until(() => host.messages.length === 1, 1_000, 'it is heard');
    for (const end of [guest, host]) end.transport.close();
  },

  async 'what a relay forges, changes or says again is not heard'(net) {
    const address = net.address();
    const host = watch(await net.open(address, 'host', never));
    const guest = watch(await net.open(address, 'guest', never));
    const before = (await window.saidAtBroker()).length;
    guest.transport.send(utf8('once'));
    host.transport.send(utf8('all'));
    await until(() => host.messages.length === 1 && guest.messages.length === 1, 1_000, 'both are heard');
    const spoken = (await window.saidAtBroker()).slice(before).filter(({ retain }) => !retain);
    check(spoken.length === 2, `the two messages passed the broker, not ${spoken.length}`);
    for (const { topic, payload } of spoken) {
      const variants = [
        payload,
        [],
        [...utf8('<html>')],
        [...new Uint8Array(16_000)],
        payload.slice(0, -1),
        ...[0, 1, 18, 22, payload.length - 1].map((at) => payload.map((byte, i) => (i === at ? byte ^ 1 : byte))),
      ];
      for (const variant of variants) await window.sayAsBroker({ topic, payload: variant, retain: false });
      for (const { topic: other } of spoken) await window.sayAsBroker({ topic: other, payload, retain: false });
    }
    await pause(200);
    check(host.messages.length === 1 && guest.messages.length === 1, 'each was heard once');
    check(host.peers.length === 1 && host.status?.state === 'open' && guest.status?.state === 'open', 'they go on');
    guest.transport.send(utf8('still here'));
    await until(() => host.messages.length === 2, 1_000, 'and hear each other');
    for (const end of [guest, host]) end.transport.close();
  },

  async 'a guest that has left is not let in by its own words said again'(net) {
    const address = net.address();
    const host = watch(await net.open(address, 'host', never));
    const before = (await window.saidAtBroker()).length;
    const guest = watch(await net.open(address, 'guest', never));
    guest.transport.close();
    await until(() => host.peers.length === 0, 1_000, 'it has left');
    const spoken = (await window.saidAtBroker()).slice(before);
    for (const said of spoken) await window.sayAsBroker(said);
    await pause(200);
    check(host.peers.length === 0, 'nobody is listed');
    host.transport.close();
  },

  async 'a host that a relay has kept from another day is not waited for, nor believed'(net) {
    const address = net.address();
    const before = (await window.saidAtBroker()).length;
    const first = watch(await net.open(address, 'host', never));
    first.transport.close();
    await pause(100);
    const announced = (await window.saidAtBroker()).slice(before).find(({ retain }) => retain) as Said;
    await window.sayAsBroker(announced);
    await expectReason(net.open(address, 'guest', never), 'host-not-found');
    const other = { ...address, token: `${address.token}x` };
    const host = watch(await net.open(other, 'host', never));
    await window.sayAsBroker(announced);
    await pause(3_500);
    const guest = watch(await net.open(address, 'guest', never));
    guest.transport.send(utf8('found'));
    await until(() => host.messages.length === 1, 1_000, 'it is heard');
    check(host.states.join() === 'open', 'the host goes on');
    for (const end of [guest, host]) end.transport.close();
  },
};

window.relayScenarios = Object.keys({ ...scenarios, ...own });
window.runRelayScenario = async (name, relay) => {
  const address = (): RoomAddress => ({
    rendezvousId: unique('room'),
    token: unique('token'),
    door: unique('door'),
    server: undefined,
    iceServers: [],
    relay: { secret: hex(32), urls: [relay.url], ...(relay.tokenUrl ? { tokenUrl: relay.tokenUrl } : {}) },
  });
  const net: Net = {
    open: openRelay(),
    address,
    carries: true,
    stopSignalling: () => window.stopSignalling(),
    startSignalling: () => window.startSignalling(),
  };
  const scenario: Scenario | undefined =
    scenarios[name] ?? ((n) => own[name]?.(n, relay) ?? Promise.reject(new Error(name)));
  await scenario(net);
};
