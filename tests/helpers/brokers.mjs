// @ts-check
/** MQTT brokers of somebody else's, on loopback. */
import { createServer } from 'node:http';
import { Aedes } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';

const CONNACK_REFUSED = [0x20, 2, 0, 5];

/**
 * @typedef {object} Broker
 * @property {string} url
 * @property {() => Promise<void>} close
 */

/** A public broker: it lets everybody do everything. @param {number} [port] @returns {Promise<Broker>} */
export async function startBroker(port = 0) {
  const broker = await Aedes.createBroker();
  const listening = await listen(port, (socket) => {
    broker.handle(/** @type {any} */ (createWebSocketStream(socket)), /** @type {any} */ ({}));
  });
  return {
    url: listening.url,
    close: async () => {
      await listening.close();
      await new Promise((resolve) => broker.close(() => resolve(undefined)));
    },
  };
}

/** A broker that lets nobody in. @returns {Promise<Broker>} */
export const startRefusingBroker = () =>
  listen(0, (socket) => socket.on('message', () => socket.send(Buffer.from(CONNACK_REFUSED))));

/** @param {number} port @param {(socket: import('ws').WebSocket) => void} onSocket @returns {Promise<Broker>} */
async function listen(port, onSocket) {
  const server = createServer((_, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'mqtt' });
  sockets.on('connection', (socket) => {
    socket.on('error', () => {});
    onSocket(socket);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `ws://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined));
        for (const socket of sockets.clients) socket.terminate();
      }),
  };
}
