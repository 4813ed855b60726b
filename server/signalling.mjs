// @ts-check
import { ExpressPeerServer } from 'peer';
import { WebSocket, WebSocketServer } from 'ws';
import { createBucket, isAdmissible, MAX_MESSAGE_BYTES, MESSAGE_BURST, MESSAGES_PER_SECOND } from './admit.mjs';

/** Where PeerServer is mounted, and its key: PeerJS's options `path` and `key`. */
export const PEERJS = { path: '/peerjs', key: 'peerjs' };

/**
 * How long an offer waits for an id that is not there. It is also how long a guest waits to hear
 * that the host is not there (PeerServer's own 5 s feels broken), and how long a host may take to come back.
 */
const EXPIRE_MS = 1000;
/** How often the waiting offers are looked through: adds at most this to the wait. */
const EXPIRE_CHECK_MS = 200;
/** PeerJS sends a heartbeat every 5 s; after six missed ones the id is free again. */
const ALIVE_MS = 30_000;
/** Peers at once; a guard against floods. */
const MAX_PEERS = 5000;
/** Longest request target in characters: path, key, id, token and version need about 150. */
const MAX_TARGET_CHARACTERS = 512;

/** A peer's socket on which only admissible messages are heard; one that floods is closed. */
class AdmittingSocket extends WebSocket {
  #withinRate = createBucket({ perSecond: MESSAGES_PER_SECOND, burst: MESSAGE_BURST }, () => performance.now());

  /** @override @param {string | symbol} event @param {any[]} args */
  emit(event, ...args) {
    if (event !== 'message') return super.emit(event, ...args);
    if (!this.#withinRate()) {
      this.close(1008, 'too many messages');
      return false;
    }
    const [data, isBinary] = args;
    if (isBinary || !isAdmissible(String(data))) return false;
    return super.emit(event, ...args);
  }
}

/**
 * Mounts PeerServer, which introduces peers to each other, on an HTTP server.
 *
 * @param {import('express').Express} app
 * @param {import('node:http').Server} server
 * @returns {{ close(): void }} ends every open WebSocket
 */
export function mountSignalling(app, server) {
  /** @type {WebSocketServer | undefined} */
  let sockets;
  const peers = ExpressPeerServer(server, {
    key: PEERJS.key,
    path: '/',
    expire_timeout: EXPIRE_MS,
    cleanup_out_msgs: EXPIRE_CHECK_MS,
    alive_timeout: ALIVE_MS,
    concurrent_limit: MAX_PEERS,
    allow_discovery: false,
    createWebSocketServer: (options) => {
      sockets = new WebSocketServer({
        ...options,
        maxPayload: MAX_MESSAGE_BYTES,
        WebSocket: AdmittingSocket,
        verifyClient: (/** @type {{ req: import('node:http').IncomingMessage }} */ { req }) =>
          (req.url ?? '').length <= MAX_TARGET_CHARACTERS,
      });
      return sockets;
    },
  });
  // Without a listener a single socket's error (a message that is too long) would end the process.
  peers.on('error', () => {});
  app.use(PEERJS.path, peers);
  return {
    close() {
      for (const socket of sockets?.clients ?? []) socket.terminate();
      sockets?.close();
    },
  };
}
