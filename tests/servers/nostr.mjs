// @ts-check
import { installed, listening, plainServer } from './listening.mjs';

/**
 * A Nostr relay that keeps nothing: it passes events on to who asked for them before.
 *
 * @param {{ port?: number }} [options]
 * @returns {Promise<import('./listening.mjs').TestServer>}
 */
export async function startNostrRelay({ port } = {}) {
  const { NostrRelay } = await installed('@nostr-relay/core');
  const { EventRepository, LogLevel } = await installed('@nostr-relay/common');
  const { WebSocketServer } = await installed('ws');

  class NoEvents extends EventRepository {
    isSearchSupported() {
      return false;
    }
    upsert() {
      return { isDuplicate: false };
    }
    find() {
      return [];
    }
    async destroy() {}
  }

  const relay = new NostrRelay(new NoEvents(), { logLevel: LogLevel.ERROR });
  const server = plainServer();
  new WebSocketServer({ server }).on('connection', (/** @type {any} */ socket) => {
    relay.handleConnection(socket);
    socket.on('message', (/** @type {unknown} */ data) => {
      try {
        relay.handleMessage(socket, JSON.parse(String(data)));
      } catch {
        socket.send(JSON.stringify(['NOTICE', 'invalid: not JSON']));
      }
    });
    socket.on('close', () => relay.handleDisconnect(socket));
    socket.on('error', () => {});
  });
  return listening(server, port);
}
