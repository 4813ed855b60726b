// @ts-check
/** PeerServer, which introduces peers to each other, behind our own filter of what it may hear and send. */
import { ExpressPeerServer } from 'peer';
import { WebSocket, WebSocketServer } from 'ws';
import { isPeerId, MAX_MESSAGE_BYTES, MESSAGE_BURST, MESSAGES_PER_SECOND, readMessage } from './admit.mjs';
import { createIntroductions } from './introductions.mjs';
import { createBucket } from './limits.mjs';

/** Where PeerServer is mounted, and its key: PeerJS's options `path` and `key`. */
export const PEERJS = { path: '/peerjs', key: 'peerjs' };
/** Where PeerJS opens its WebSocket. */
export const PEERJS_SOCKET = `${PEERJS.path}/peerjs`;

/**
 * How long an offer waits for an id that is not there. It is also how long a guest waits to hear
 * that the host is not there (PeerServer's own 5 s feels broken), and how long a host may take to come back.
 */
const EXPIRE_MS = 1000;
/** How often the waiting offers are looked through: adds at most this to the wait. */
const EXPIRE_CHECK_MS = 200;
/** PeerJS sends a heartbeat every 5 s; after six missed ones the id is free again. */
const ALIVE_MS = 30_000;
/** How long a peer may take to answer the closing of its WebSocket, ms, before the socket is cut. */
const CLOSING = { closeTimeout: 5_000 };
/** What may wait for a peer that does not read: sixteen of the longest messages. */
const UNREAD_MAX_BYTES = 16 * MAX_MESSAGE_BYTES;
const SWEEP_MS = 10_000;
const GOING_AWAY = 1001;
const POLICY = 1008;

/** @typedef {{ id: string, token: string, address: string }} Who */

/**
 * Mounts PeerServer on an Express application.
 *
 * @param {object} use
 * @param {import('express').Express} use.app
 * @param {import('node:http').Server} use.server PeerServer only asks whether there is one
 * @param {import('./metrics.mjs').Metrics} use.metrics
 * @param {() => number} use.nowMs
 * @param {(request: import('node:http').IncomingMessage) => string} use.addressOf
 * @param {number} use.maxPeers at once
 */
export function mountSignalling({ app, server, metrics, nowMs, addressOf, maxPeers }) {
  const introductions = createIntroductions(nowMs);
  /** @type {Map<string, AdmittingSocket>} the newest socket of each id */
  const newest = new Map();

  /** A peer's socket: only admissible messages are heard, and what it does not read has a bound. */
  class AdmittingSocket extends WebSocket {
    /** @type {Who | undefined} */
    who;
    heardMs = nowMs();
    #withinRate = createBucket({ perSecond: MESSAGES_PER_SECOND, burst: MESSAGE_BURST }, nowMs);

    /** @override @param {string | symbol} event @param {any[]} args */
    emit(event, ...args) {
      if (event !== 'message') return super.emit(event, ...args);
      this.heardMs = nowMs();
      const verdict = this.#admit(args[0], args[1]);
      if (verdict === 'ok') return super.emit(event, ...args);
      metrics.refused(verdict);
      return false;
    }

    /** @param {Buffer} data @param {boolean} isBinary */
    #admit(data, isBinary) {
      if (!this.#withinRate()) {
        this.close(POLICY, 'too many messages');
        return 'signal-rate';
      }
      const message = isBinary || !this.who ? undefined : readMessage(String(data), this.who.id);
      if (message === undefined) return 'signal-malformed';
      if (message === 'HEARTBEAT' || message === 'ECHO') return 'ok';
      const verdict = introductions.admit(this.who?.id ?? '', this.who?.address ?? '', message);
      if (verdict !== 'ok') return verdict === 'rate' ? 'introduction-rate' : 'no-offer';
      metrics.count('lockstep_signals_total', { kind: message.type.toLowerCase() });
      return 'ok';
    }

    /** @override @param {any[]} args */
    send(...args) {
      if (this.bufferedAmount > UNREAD_MAX_BYTES) {
        metrics.refused('slow-peer');
        this.terminate();
        return;
      }
      super.send(.../** @type {[any]} */ (args));
    }
  }

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    WebSocket: AdmittingSocket,
    ...CLOSING,
  });
  // Before PeerServer's own listener, which comes with its mounting.
  sockets.on('connection', (socket, request) => {
    const who = whoIs(request.url ?? '', addressOf(request));
    if (!who) return;
    const before = newest.get(who.id);
    const known = before?.readyState === WebSocket.OPEN ? before : undefined;
    // PeerServer tells a thief of the id so, and closes.
    if (known && known.who?.token !== who.token) return;
    socket.who = who;
    newest.set(who.id, socket);
    socket.on('close', () => {
      if (newest.get(who.id) === socket) newest.delete(who.id);
    });
  });

  const peers = ExpressPeerServer(server, {
    key: PEERJS.key,
    path: '/',
    expire_timeout: EXPIRE_MS,
    cleanup_out_msgs: EXPIRE_CHECK_MS,
    alive_timeout: ALIVE_MS,
    concurrent_limit: maxPeers,
    allow_discovery: false,
    createWebSocketServer: () => sockets,
  });
  // Without a listener a single socket's error (a message that is too long) would end the process.
  peers.on('error', () => metrics.refused('signal-socket'));
  app.use(PEERJS.path, peers);

  const sweep = () => {
    introductions.prune();
    // PeerServer looks after the newest socket of an id alone. An older one whose browser is alive stays open and is told
    // nothing: it would come back at once, and take the id from the newer.
    for (const socket of /** @type {Set<AdmittingSocket>} */ (sockets.clients))
      if (nowMs() - socket.heardMs >= ALIVE_MS) socket.terminate();
  };
  const sweeping = setInterval(sweep, SWEEP_MS);
  sweeping.unref();
  metrics.reading('lockstep_peers', 'Peers registered for signalling.', () => newest.size);

  return {
    sockets,
    /** Forgets what is old and ends what is silent; the server does it by itself. */
    sweep,
    /** Tells every peer that the server goes away. */
    close() {
      clearInterval(sweeping);
      for (const socket of sockets.clients) socket.close(GOING_AWAY, 'the server is going away');
    },
  };
}

/**
 * Who registers, by the address of its WebSocket.
 *
 * @param {string} target the request's, as in `/peerjs/peerjs?key=…&id=…&token=…`
 * @param {string} address
 * @returns {Who | undefined} undefined: PeerServer will refuse it, or we do
 */
export function whoIs(target, address) {
  const { searchParams } = new URL(target, 'http://localhost');
  const { id, token } = Object.fromEntries(searchParams);
  return isPeerId(id) && isPeerId(token) ? { id, token, address } : undefined;
}
