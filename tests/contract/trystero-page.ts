import {
  type OpenTransport,
  type RoomAddress,
  type Transport,
  TransportError,
  type TrysteroAddress,
} from '../../lib/transport/transport';
import { openTrystero } from '../../lib/transport/trystero';
import { type Board, joinBoard } from '../../lib/transport/trystero/board';
import { writeGreeting } from '../../lib/transport/trystero/greeting';
import { introductions } from '../../lib/transport/trystero/introduced';
import { check, type Net, pause, type Scenario, scenarios, until, watch } from './transport-scenarios';

/** Runs in a page, where WebRTC is. */
declare global {
  interface Window {
    /** The source of a module that exports Trystero's parts. */
    trysteroLibrary: string;
    runTrysteroScenario(name: string, servers: Servers): Promise<void>;
    trysteroScenarios: readonly string[];
    stopSignalling(): Promise<void>;
    startSignalling(): Promise<void>;
  }
}

/** Addresses of what the test has started. */
export interface Servers {
  readonly trackers: readonly string[];
  readonly relays: readonly string[];
  readonly silent: string;
  readonly refusing: string;
  readonly junk: string;
  readonly deaf: string;
}

type Library = typeof import('./trystero-library');

const never = new AbortController().signal;
const utf8 = (words: string) => new TextEncoder().encode(words);
let rooms = 0;
const unique = (what: string) => `${what}-${++rooms}-${Math.random().toString(36).slice(2)}`;

/** Trystero as a browser of its own would have it: it knows itself by one name, and is in a room once. */
const anotherLibrary = (): Promise<Library> =>
  import(/* @vite-ignore */ URL.createObjectURL(new Blob([window.trysteroLibrary], { type: 'text/javascript' })));

/** One browser; all that is opened in it shares what a browser's ends share. */
function browser() {
  const library = anotherLibrary();
  const wakers = new Set<() => void>();
  const open = openTrystero({
    torrent: async () => (await library).torrent,
    nostr: async () => (await library).nostr,
    onWake(listener) {
      wakers.add(listener);
      return () => wakers.delete(listener);
    },
  });
  return {
    library,
    open,
    wake() {
      for (const waker of [...wakers]) waker();
    },
    /** Sockets to trackers and relays that are not closed. */
    async sockets() {
      const { torrent, nostr } = await library;
      const all = [torrent, nostr].flatMap(({ getRelaySockets }) => Object.values<WebSocket>(getRelaySockets()));
      return all.filter(({ readyState }) => readyState < WebSocket.CLOSING);
    },
  };
}

const openInAnother: OpenTransport = (...args) => browser().open(...args);

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

/** Counts the connections that are made while `doing` goes on, and those of them that are not closed. */
async function countingConnections(doing: (open: () => number, all: () => number) => Promise<void>): Promise<void> {
  const Native = window.RTCPeerConnection;
  const made: RTCPeerConnection[] = [];
  window.RTCPeerConnection = class extends Native {
    constructor(config?: RTCConfiguration) {
      super(config);
      made.push(this);
    }
  } as typeof RTCPeerConnection;
  try {
    await doing(
      () => made.filter(({ connectionState }) => connectionState !== 'closed').length,
      () => made.length,
    );
  } finally {
    window.RTCPeerConnection = Native;
  }
}

/** What only Trystero can get wrong. */
const own: Record<string, (net: Net, servers: Servers) => Promise<void>> = {
  async 'TR-13: rooms are of eight: one more is told, and comes when another has gone'(net) {
    const address = net.address();
    const host = watch(await net.open(address, 'host', never));
    const guests: ReturnType<typeof watch>[] = [];
    for (let i = 0; i < 7; i++) guests.push(watch(await net.open(address, 'guest', never)));
    await expectReason(net.open(address, 'guest', never), 'full');
    check(host.peers.length === 7, 'the others stay');
    guests.pop()?.transport.close();
    await until(() => host.peers.length === 6, 1_000, 'one has gone');
    guests.push(watch(await net.open(address, 'guest', never)));
    host.transport.send(utf8('all'));
    await until(() => guests.every(({ messages }) => messages.length === 1), 1_000, 'all seven hear the host');
    for (const { transport } of [host, ...guests]) transport.close();
  },

  async 'a host that has slept joins anew: who is in stays in, others come'(net) {
    const address = net.address();
    const own = browser();
    const host = watch(await own.open(address, 'host', never));
    const guest = watch(await net.open(address, 'guest', never));
    const before = await own.sockets();
    own.wake();
    await until(() => before.every(({ readyState }) => readyState >= WebSocket.CLOSING), 3_000, 'old sockets are gone');
    const late = watch(await net.open(address, 'guest', never));
    guest.transport.send(utf8('one'));
    late.transport.send(utf8('two'));
    await until(() => host.messages.length === 2, 1_000, 'both are heard');
    check(host.peers.length === 2 && guest.status?.state === 'open', 'the first has stayed');
    check(host.states.join() === 'open', `nobody was told otherwise: ${host.states}`);
    for (const { transport } of [late, guest, host]) transport.close();
  },

  async 'one browser hosts again and joins again, as often as it likes'(net) {
    const address = net.address();
    const [one, two] = [browser(), browser()];
    for (let round = 0; round < 3; round++) {
      const host = watch(await one.open(address, 'host', never));
      const guest = watch(await two.open(address, 'guest', never));
      guest.transport.send(utf8(`round ${round}`));
      await until(() => host.messages.length === 1, 1_000, 'it is heard');
      check(host.peers.length === 1, 'once');
      guest.transport.close();
      await until(() => host.peers.length === 0, 1_000, 'it is seen to go');
      const again = watch(await two.open(address, 'guest', never));
      host.transport.close();
      await until(() => again.status?.state === 'closed', 1_000, 'the end is seen');
    }
  },

  async 'a guest comes back whose end the host has not missed yet'(net) {
    const address = net.address();
    const [one, two] = [browser(), browser()];
    const host = watch(await one.open(address, 'host', never));
    const guest = watch(await two.open(address, 'guest', never));
    // It forgets the connection; nothing tells the host, as where a network is cut.
    const again = watch(await two.open(address, 'guest', never));
    again.transport.send(utf8('back'));
    await until(() => host.messages.length === 1, 1_000, 'it is heard');
    check(host.peers.length === 2, 'both are listed until the first is missed');
    for (const { transport } of [again, guest, host]) transport.close();
  },

  async 'two lives of a host in one browser: the later one has the room'(net) {
    const address = net.address();
    const one = browser();
    const before = watch(await one.open(address, 'host', never));
    const first = watch(await net.open(address, 'guest', never));
    const after = watch(await one.open(address, 'host', never));
    check(before.status?.state === 'signalling-lost', `the first takes nobody, not ${before.status?.state}`);
    const second = watch(await net.open(address, 'guest', never));
    await until(() => after.peers.length === 1, 1_000, 'the second is with the later host');
    check(before.peers.length === 1 && first.status?.state === 'open', 'the first guest stays where it is');
    for (const { transport } of [second, first, before, after]) transport.close();
  },

  async 'a browser that looks for the host at four places is one member, and finds it at its own'(net) {
    const address = net.address();
    const at = (place: number) => ({ ...address, rendezvousId: `${address.rendezvousId}-${place}` });
    const host = watch(await net.open(at(2), 'host', never));
    const one = browser();
    const found = await Promise.all([0, 1, 2, 3].map((place) => reason(one.open(at(place), 'guest', never))));
    check(found.join() === 'host-not-found,host-not-found,opened,host-not-found', `found ${found}`);
    const { trackers, relays } = address.trystero as TrysteroAddress;
    const { torrent, nostr } = await one.library;
    const dialled = [torrent, nostr].flatMap(({ getRelaySockets }) => Object.keys(getRelaySockets()));
    check(dialled.length === trackers.length + relays.length, `each server was dialled once, not ${dialled.length}`);
    host.transport.close();
  },

  async 'two hosts of a room dial each other: one of them is the guest'(net) {
    const address = net.address();
    const at = (place: number) => ({ ...address, rendezvousId: `${address.rendezvousId}-${place}` });
    const [one, two] = [browser(), browser()];
    const hosts = [watch(await one.open(at(0), 'host', never)), watch(await two.open(at(1), 'host', never))] as const;
    check(
      hosts.every(({ status }) => status?.state === 'open'),
      'they are at two places, and do not disturb each other',
    );
    const dialling = [one.open(at(1), 'guest', never), two.open(at(0), 'guest', never)];
    const guest = watch(await Promise.any(dialling));
    guest.transport.send(utf8('found'));
    await until(() => hosts.some(({ messages }) => messages.length === 1), 1_000, 'it is heard');
    await Promise.allSettled(dialling);
    for (const { transport } of hosts) transport.close();
  },

  async 'one browser is in two rooms at once'(net) {
    const [first, second] = [net.address(), net.address()];
    const one = browser();
    const host = watch(await one.open(first, 'host', never));
    const other = watch(await net.open(second, 'host', never));
    const away = watch(await one.open(second, 'guest', never));
    const guest = watch(await net.open(first, 'guest', never));
    guest.transport.send(utf8('here'));
    away.transport.send(utf8('there'));
    await until(() => host.messages.length === 1 && other.messages.length === 1, 1_000, 'both are heard');
    check(host.status?.state === 'open', 'the room goes on while the other is left');
    const late = watch(await net.open(first, 'guest', never));
    for (const { transport } of [late, guest, away, host, other]) transport.close();
  },

  async 'who is in leaves trackers, relays and all connections but one'(net) {
    const address = net.address();
    const [one, two] = [browser(), browser()];
    const host = watch(await one.open(address, 'host', never));
    await countingConnections(async (open, all) => {
      const guest = watch(await two.open(address, 'guest', never));
      check(all() <= 12, `few were made to find one host, not ${all()}`);
      await until(() => open() === 1, 3_000, 'one is left');
      check((await two.sockets()).length === 0, 'no socket is left');
      guest.transport.send(utf8('here'));
      await until(() => host.messages.length === 1, 1_000, 'it is heard');
      guest.transport.close();
      await until(() => open() === 0, 3_000, 'none is left');
    });
    await until(() => host.peers.length === 0, 1_000, 'it has gone');
    host.transport.close();
    await pause(500);
    check((await one.sockets()).length === 0, 'the host has left as well');
  },

  async 'members that speak otherwise harm nobody'(net) {
    const address = net.address();
    const host = watch(await net.open(address, 'host', never));
    const { room, password, trackers, relays } = address.trystero as TrysteroAddress;
    const library = await anotherLibrary();
    const met: Promise<void>[] = [];
    const spoiled = introductions(RTCPeerConnection);
    const boards: Board[] = [
      ...(trackers.length > 0 ? [{ name: 'torrent' as const, library: library.torrent, servers: trackers }] : []),
      ...(relays.length > 0 ? [{ name: 'nostr' as const, library: library.nostr, servers: relays }] : []),
    ];
    const rtcConfig = { iceServers: [] };
    const spoilers = boards.map((board) =>
      joinBoard(
        board,
        { appId: 'lockstep/trystero-0.25', room, password, rtcConfig, introductions: spoiled },
        (connection) => {
          if (!spoiled.isIntroduced(connection)) return;
          met.push(
            connection.opened.then((channel) => {
              channel.send(utf8('hello'));
              channel.send(new Uint8Array(16_000));
              channel.send(writeGreeting({ kind: 'guest', id: 'x', to: host.transport.self, door: 'another' }));
              channel.send(writeGreeting({ kind: 'host', id: 'x', at: 'x', door: 'another', token: 'x', ageMs: 0 }));
              for (let i = 0; i < 100; i++) channel.send(utf8('{"v":1'));
              channel.send(writeGreeting({ kind: 'welcome' }));
            }),
          );
        },
        () => {},
      ),
    );
    await until(() => met.length > 0, 8_000, 'they have met the host');
    await Promise.all(met);
    await pause(200);
    check(host.peers.length === 0 && host.messages.length === 0, 'they are not let in, and not heard');
    check(host.status?.state === 'open', 'the host goes on');
    const guest = watch(await net.open(address, 'guest', never));
    guest.transport.send(utf8('friend'));
    await until(() => host.messages.length === 1, 1_000, 'a friend gets in');
    for (const spoiler of spoilers) await (await spoiler).leave();
    for (const { transport } of [guest, host]) transport.close();
  },

  async 'trackers and relays that do not work are told apart'(net, { trackers, silent, refusing, junk, deaf }) {
    const only = (server: string): RoomAddress => {
      const address = net.address();
      const lists = trackers.length > 0 ? { trackers: [server], relays: [] } : { trackers: [], relays: [server] };
      return { ...address, trystero: { ...(address.trystero as TrysteroAddress), ...lists } };
    };
    const expected: [string, string][] = [
      [silent, 'signalling-silent'],
      [deaf, 'signalling-silent'],
      [junk, 'signalling-silent'],
      [refusing, 'refused'],
      ['ws://127.0.0.2:9', 'server-unreachable'],
    ];
    await Promise.all(
      expected.flatMap(([server, why]) =>
        (['host', 'guest'] as const).map((role) => expectReason(net.open(only(server), role, never), why)),
      ),
    );
    const { trystero, ...elsewhere } = net.address();
    check(trystero !== undefined, 'it was there');
    await expectReason(net.open(elsewhere, 'guest', never), 'server-unreachable');
    const none = { ...(trystero as TrysteroAddress), trackers: [], relays: [] };
    await expectReason(net.open({ ...elsewhere, trystero: none }, 'host', never), 'server-unreachable');
  },

  async 'silent, deaf, refusing and babbling servers do not disturb one that works'(net, servers) {
    const address = net.address();
    const bad = [servers.silent, servers.deaf, servers.refusing, servers.junk];
    const trystero = address.trystero as TrysteroAddress;
    const beside = (list: readonly string[]) => (list.length > 0 ? [...bad, ...list] : []);
    const among = {
      ...address,
      trystero: { ...trystero, trackers: beside(trystero.trackers), relays: beside(trystero.relays) },
    };
    const host = watch(await net.open(among, 'host', never));
    const guest = watch(await net.open(among, 'guest', never));
    guest.transport.send(utf8('here'));
    await until(() => host.messages.length === 1, 1_000, 'it is heard');
    for (const { transport } of [guest, host]) transport.close();
  },

  async 'a host that cannot be reached: no path'(net) {
    const address = net.address();
    const host = watch(await net.open(address, 'host', never));
    const Native = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Native {
      constructor(config?: RTCConfiguration) {
        super({ ...config, iceTransportPolicy: 'relay' });
      }
    } as typeof RTCPeerConnection;
    const guest = net.open(address, 'guest', never);
    window.RTCPeerConnection = Native;
    await expectReason(guest, 'no-path');
    check(host.status?.state === 'open' && host.peers.length === 0, 'the host goes on');
    host.transport.close();
  },

  async 'a browser without WebRTC is told'(net) {
    const kept = window.RTCPeerConnection;
    Object.assign(window, { RTCPeerConnection: undefined });
    const opening = net.open(net.address(), 'guest', never);
    Object.assign(window, { RTCPeerConnection: kept });
    await expectReason(opening, 'webrtc-disabled');
  },
};

window.trysteroScenarios = Object.keys({ ...scenarios, ...own });
window.runTrysteroScenario = async (name, servers) => {
  const address = (): RoomAddress => ({
    rendezvousId: unique('room'),
    token: unique('token'),
    door: unique('door'),
    server: undefined,
    iceServers: [],
    trystero: {
      room: unique('room'),
      password: unique('password'),
      trackers: servers.trackers,
      relays: servers.relays,
    },
  });
  const net: Net = {
    open: openInAnother,
    address,
    stopSignalling: () => window.stopSignalling(),
    startSignalling: () => window.startSignalling(),
  };
  const scenario: Scenario | undefined =
    scenarios[name] ?? ((n) => own[name]?.(n, servers) ?? Promise.reject(new Error(name)));
  await scenario(net);
};
