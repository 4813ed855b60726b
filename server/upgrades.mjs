// @ts-check
/** Who may connect: WebSockets by path, within what one address may open and the server holds. */
import { STATUS_CODES } from 'node:http';
import { addressGroup } from './address.mjs';
import { createBuckets, createOccupancy } from './limits.mjs';

/** New sockets of one address: a lecture hall that comes back at once, and then one each half second. */
export const NEW_SOCKETS = { perSecond: 2, burst: 200 };
/** Connections beside the WebSockets, of one address and in all; those that ask for nothing end after 10 s. */
const PLAIN_CONNECTIONS = { perAddress: 64, total: 1000 };
/** Longest request target in characters: path, key, id, token and version need about 150. */
const MAX_TARGET_CHARACTERS = 512;

/** @typedef {{ sockets: import('ws').WebSocketServer, admits?: (request: import('node:http').IncomingMessage) => boolean }} Route */

/**
 * Sends WebSockets to where they belong; a refusal is an HTTP answer in words.
 *
 * @param {object} use
 * @param {import('node:http').Server} use.server
 * @param {Map<string, Route>} use.routes by path
 * @param {import('./metrics.mjs').Metrics} use.metrics
 * @param {() => number} use.nowMs
 * @param {(request: import('node:http').IncomingMessage) => string} use.addressOf
 * @param {{ maxSockets: number, maxSocketsPerAddress: number }} use.limits
 */
export function routeUpgrades({ server, routes, metrics, nowMs, addressOf, limits }) {
  const attempts = createBuckets(
    { perSecond: NEW_SOCKETS.perSecond, burst: Math.max(NEW_SOCKETS.burst, limits.maxSocketsPerAddress) },
    nowMs,
  );
  const occupancy = createOccupancy({ total: limits.maxSockets, perKey: limits.maxSocketsPerAddress });
  let closing = false;
  metrics.reading('lockstep_sockets', 'WebSockets that are open.', () => occupancy.open);

  server.on('upgrade', (request, socket, head) => {
    // A client that is gone by now would end the process.
    socket.on('error', () => socket.destroy());
    /** @param {number} status @param {string} reason @param {string} words */
    const refuse = (status, reason, words) => {
      metrics.refused(reason);
      socket.end(
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain\r\n` +
          `Content-Length: ${Buffer.byteLength(words)}\r\n\r\n${words}`,
        () => socket.destroy(),
      );
    };
    const target = request.url ?? '';
    if (closing) return refuse(503, 'closing', 'The server is going away.');
    if (target.length > MAX_TARGET_CHARACTERS) return refuse(414, 'target', 'The address is too long.');
    const route = routes.get(target.split('?')[0] ?? '');
    if (!route) return refuse(404, 'no-such-path', 'No WebSocket here.');
    if (route.admits?.(request) === false) return refuse(400, 'target', 'The address lacks something.');
    const address = addressOf(request);
    if (!attempts.take(address)) return refuse(429, 'socket-rate', 'Too many connections from your address.');
    const place = occupancy.enter(address);
    if (place === 'full') return refuse(503, 'full', 'The server is full.');
    if (place === 'too many') return refuse(429, 'sockets', 'Too many connections from your address.');
    socket.once('close', place);
    route.sockets.handleUpgrade(request, socket, head, (webSocket) =>
      route.sockets.emit('connection', webSocket, request),
    );
  });

  return {
    close() {
      closing = true;
    },
  };
}

/**
 * Cuts off who opens connections without end. Behind a proxy all connections are the proxy's, and it has to do so.
 *
 * @param {object} use
 * @param {import('node:http').Server} use.server
 * @param {import('./metrics.mjs').Metrics} use.metrics
 * @param {{ maxSockets: number, maxSocketsPerAddress: number }} use.limits
 * @param {boolean} use.proxied
 */
export function limitConnections({ server, metrics, limits, proxied }) {
  const total = limits.maxSockets + PLAIN_CONNECTIONS.total;
  const perKey = proxied ? total : limits.maxSocketsPerAddress + PLAIN_CONNECTIONS.perAddress;
  const occupancy = createOccupancy({ total, perKey });
  server.on('connection', (socket) => {
    const place = occupancy.enter(addressGroup(socket.remoteAddress ?? ''));
    if (typeof place === 'function') {
      socket.once('close', place);
      return;
    }
    metrics.refused('connections');
    socket.destroy();
  });
}
