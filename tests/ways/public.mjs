// @ts-check
/** The servers that a build as it is shipped knows by name, as servers of ours: over TLS, told apart by their names. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { PeerServer } from 'peer';
import { startBroker } from '../helpers/brokers.mjs';
import { certificate } from '../helpers/certificate.mjs';
import { startNostrRelay, startTracker } from '../servers/index.mjs';
import { startCoturn } from './programs.mjs';
import { STREET, STREET_TOO } from './world.mjs';

/** As `lib/transport/peerjs/server` and `lib/place/public-servers` name them. */
const PEERSERVER = '0.peerjs.com';
const TRACKER = 'tracker.webtorrent.dev';
const NOSTR = 'nos.lol';
const BROKER = { name: 'broker.emqx.io', port: 8084 };
const OTHER_BROKER = { name: 'broker.hivemq.com', port: 8884 };
const STUN = { name: 'stun.cloudflare.com', port: 3478 };
const OTHER_STUN = { name: 'stun.l.google.com', port: 19_302 };
const NAMES = [
  PEERSERVER,
  TRACKER,
  'tracker.openwebtorrent.com',
  NOSTR,
  'relay.damus.io',
  BROKER.name,
  OTHER_BROKER.name,
];

/** What makes Chromium find them here, and believe in a certificate that nobody signed. */
export const PUBLIC_ARGS = [
  `--host-resolver-rules=${[...[...NAMES, STUN.name].map((name) => `MAP ${name} ${STREET}`), `MAP ${OTHER_STUN.name} ${STREET_TOO}`].join(', ')}`,
  '--ignore-certificate-errors',
];

/** @typedef {'peerserver' | 'trackers' | 'brokers'} Kind */

/**
 * Those kinds of servers that are up, and STUN. Whoever asks for another finds a door that shuts.
 *
 * @param {Kind[]} kinds
 */
export async function startPublic(kinds) {
  /** @type {{ close(): Promise<unknown> }[]} */
  const open = [];
  /** @template {{ close(): Promise<unknown> }} T @param {T} thing @returns {T} */
  const opened = (thing) => {
    open.push(thing);
    return thing;
  };
  /** By name: a port of this machine. @type {Map<string, number>} */
  const ports = new Map();
  /** @param {string} url */
  const portOf = (url) => Number(new URL(url).port);
  /** @type {(() => Promise<void>) | undefined} */
  let stopPeerServer;
  opened(await startCoturn(STREET, STUN.port));
  opened(await startCoturn(STREET_TOO, OTHER_STUN.port));
  if (kinds.includes('peerserver')) {
    const server = await new Promise((resolve) => {
      PeerServer({ host: '127.0.0.1', port: 0, path: '/', key: 'peerjs' }, resolve);
    });
    ports.set(PEERSERVER, server.address().port);
    stopPeerServer = async () => {
      ports.delete(PEERSERVER);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
  }
  if (kinds.includes('trackers')) {
    ports.set(TRACKER, opened(await startTracker()).port);
    ports.set(NOSTR, opened(await startNostrRelay()).port);
  }
  if (kinds.includes('brokers')) ports.set(BROKER.name, portOf(opened(await startBroker()).url));
  const tls = certificate();
  for (const port of [443, BROKER.port, OTHER_BROKER.port])
    opened(await startDoor(STREET, port, (name) => (name === undefined ? undefined : ports.get(name)), tls));
  return {
    async close() {
      await Promise.all(open.map((thing) => thing.close()));
      await stopPeerServer?.();
    },
  };
}

/**
 * A port that leads to others of this machine's own.
 *
 * @param {string} host
 * @param {number} port 0: any
 * @param {(name: string | undefined) => number | undefined} target by the name that TLS was asked for
 * @param {{ key: string, cert: string }} [tls]
 */
export async function startDoor(host, port, target, tls) {
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  /** @param {import('node:net').Socket} socket */
  const lead = (socket) => {
    const name = 'servername' in socket ? String(socket.servername) : undefined;
    const to = target(name);
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    if (to === undefined) return void socket.destroy();
    const inner = connect({ host: '127.0.0.1', port: to });
    inner.on('error', () => socket.destroy());
    inner.on('close', () => socket.destroy());
    socket.on('close', () => inner.destroy());
    socket.pipe(inner).pipe(socket);
  };
  const server = tls ? createSecureServer(tls, lead) : createServer(lead);
  server.on('tlsClientError', () => {});
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: /** @type {import('node:net').AddressInfo} */ (server.address()).port,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const socket of sockets) socket.destroy();
      }),
  };
}
