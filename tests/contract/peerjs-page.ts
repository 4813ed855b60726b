import { Peer } from 'peerjs';
import { openPeerjs } from '../../lib/transport/peerjs';
import type { RoomAddress } from '../../lib/transport/transport';
import { check, type Net, pause, type Scenario, scenarios, until, watch } from './transport-scenarios';

/** Runs in a page, where WebRTC is; the test calls `runScenario` and answers the other three. */
declare global {
  interface Window {
    runScenario(name: string, server: string): Promise<void>;
    peerjsScenarios: readonly string[];
    stopSignalling(): Promise<void>;
    startSignalling(): Promise<void>;
  }
}

const never = new AbortController().signal;
let rooms = 0;
const unique = (what: string) => `${what}-${++rooms}-${Math.random().toString(36).slice(2)}`;

/** A stranger that speaks PeerJS as it likes. @param more of PeerJS's options */
function stranger(server: string, id = unique('stranger'), more: { token?: string } = {}): Promise<Peer> {
  const { hostname, port } = new URL(server);
  const peer = new Peer(id, {
    host: hostname,
    port: Number(port),
    path: '/peerjs',
    secure: false,
    config: { iceServers: [] },
    ...more,
  });
  return new Promise((resolve, reject) => {
    peer.on('open', () => resolve(peer));
    peer.on('error', (error) => error.type !== 'peer-unavailable' && reject(error));
  });
}

/** What only PeerJS can get wrong. */
const own: Record<string, (net: Net, address: RoomAddress, server: string) => Promise<void>> = {
  async 'strangers are not let in, whatever they send'(net, address, server) {
    const host = watch(await net.open(address, 'host', never));
    const peer = await stranger(server);
    const tries = [
      {},
      { serialization: 'raw' },
      { serialization: 'raw', reliable: true },
      { serialization: 'raw', reliable: true, metadata: null },
      { serialization: 'raw', reliable: true, metadata: 'door' },
      { serialization: 'raw', reliable: true, metadata: { v: 1, door: 'wrong' } },
      { serialization: 'raw', reliable: true, metadata: { v: 1, door: [address.door] } },
      { serialization: 'raw', reliable: false, metadata: { v: 1, door: address.door } },
      { serialization: 'json', reliable: true, metadata: { v: 1, door: address.door } },
      { serialization: 'binary', reliable: true, metadata: { v: 1, door: address.door } },
    ];
    let opened = 0;
    for (const options of tries) peer.connect(address.rendezvousId, options).on('open', () => opened++);
    await pause(1_500);
    check(opened === 0, `${opened} strangers got in`);
    check(host.peers.length === 0, 'none is listed');
    const guest = watch(await net.open(address, 'guest', never));
    await until(() => host.peers.length === 1, 1_000, 'a friend still gets in');
    peer.destroy();
    guest.transport.close();
    host.transport.close();
  },

  async 'a host whose server still has its socket of before is met before it is known to be back'(
    net,
    address,
    server,
  ) {
    // Nobody has told the server that this one is dead.
    const before = await stranger(server, address.rendezvousId, { token: address.token });
    const opening = net.open(address, 'host', never);
    await pause(300);
    const guest = watch(await net.open(address, 'guest', never));
    guest.transport.send(new Uint8Array([7]));
    const host = watch(await opening);
    await until(() => host.peers.length === 1 && host.messages.length === 1, 1_000, 'the guest is listed, and heard');
    for (const end of [guest, host]) end.transport.close();
    before.destroy();
  },

  async 'an offer that fell on a dead socket of the host is made anew'(net, address, server) {
    const { rendezvousId, token } = address;
    const target = `${server.replace('http', 'ws')}/peerjs/peerjs?key=peerjs&id=${rendezvousId}&token=${token}`;
    const dead = new WebSocket(target);
    await until(
      () => dead.readyState === WebSocket.OPEN,
      2_000,
      'the server has a socket of the host that hears nothing',
    );
    const sinceMs = performance.now();
    const dialling = net.open(address, 'guest', never);
    await pause(500);
    const host = watch(await net.open(address, 'host', never));
    const guest = watch(await dialling);
    const tookMs = performance.now() - sinceMs;
    check(tookMs < 6_000, `${tookMs} ms are as long as for a host that is not there`);
    await until(() => host.peers.length === 1 && guest.peers.length === 1, 1_000, 'each lists the other once');
    for (const end of [guest, host]) end.transport.close();
    dead.close();
  },

  async 'text and what is too long is not heard, and harms nobody'(net, address, server) {
    const host = watch(await net.open(address, 'host', never));
    const peer = await stranger(server);
    const connection = peer.connect(address.rendezvousId, {
      serialization: 'raw',
      reliable: true,
      metadata: { v: 1, door: address.door },
    });
    await until(() => connection.open, 3_000, 'who knows the door gets in');
    connection.send('text');
    connection.send(JSON.stringify({ kind: 'hello' }));
    connection.send(new Uint8Array(20_000));
    connection.send(new Uint8Array([1, 2, 3]));
    await until(() => host.messages.length > 0, 1_000, 'what is short is heard');
    await pause(100);
    check(host.messages.map(({ bytes }) => bytes.join()).join(' ') === '1,2,3', 'and only that');
    const second = peer.connect(address.rendezvousId, {
      serialization: 'raw',
      reliable: true,
      metadata: { v: 1, door: address.door },
    });
    await pause(500);
    check(!second.open && host.peers.length === 1, 'one connection an end');
    peer.destroy();
    await until(() => host.peers.length === 0, 1_000, 'it is seen to go');
    host.transport.close();
  },

  async 'a guest takes no connection'(net, address, server) {
    const host = watch(await net.open(address, 'host', never));
    const guest = watch(await net.open(address, 'guest', never));
    const peer = await stranger(server);
    let opened = false;
    peer
      .connect(guest.transport.self, { serialization: 'raw', reliable: true, metadata: { v: 1, door: address.door } })
      .on('open', () => {
        opened = true;
      });
    await pause(1_000);
    check(!opened && guest.peers.length === 1, 'not even from who knows the door');
    for (const end of [guest, host]) end.transport.close();
    peer.destroy();
  },

  async 'a guest gives its signalling back, and stays'(net, address, server) {
    const host = watch(await net.open(address, 'host', never));
    const guest = watch(await net.open(address, 'guest', never));
    await pause(6_000);
    const peer = await stranger(server);
    let unavailable = false;
    peer.on('error', ({ type }) => {
      unavailable ||= type === 'peer-unavailable';
    });
    peer.connect(guest.transport.self, { serialization: 'raw' });
    await until(() => unavailable, 8_000, 'the server does not know it any more');
    guest.transport.send(new Uint8Array([7]));
    await until(() => host.messages.length === 1, 1_000, 'it is still heard');
    for (const end of [guest, host]) end.transport.close();
    peer.destroy();
  },

  async 'an unreachable server is told'(net, address) {
    for (const role of ['host', 'guest'] as const) {
      const reason = await net.open({ ...address, server: 'http://127.0.0.1:9' }, role, never).then(
        () => 'opened',
        (error) => error.reason,
      );
      check(reason === 'server-unreachable', `server-unreachable, not ${reason}`);
    }
  },

  async 'a browser without WebRTC is told'(net, address) {
    const kept = window.RTCPeerConnection;
    Object.assign(window, { RTCPeerConnection: undefined });
    const reason = await net.open(address, 'guest', never).then(
      () => 'opened',
      (error) => error.reason,
    );
    Object.assign(window, { RTCPeerConnection: kept });
    check(reason === 'webrtc-disabled', `webrtc-disabled, not ${reason}`);
  },
};

window.peerjsScenarios = Object.keys(own);
window.runScenario = async (name, server) => {
  const address = () => ({
    rendezvousId: unique('room'),
    token: unique('token'),
    door: unique('door'),
    server,
    iceServers: [],
  });
  const net: Net = {
    open: openPeerjs(),
    address,
    stopSignalling: () => window.stopSignalling(),
    startSignalling: () => window.startSignalling(),
  };
  const scenario: Scenario | undefined =
    scenarios[name] ?? ((n) => own[name]?.(n, address(), server) ?? Promise.reject(new Error(name)));
  await scenario(net);
};
