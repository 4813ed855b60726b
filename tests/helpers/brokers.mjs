// @ts-check
/** MQTT brokers of somebody else's, on loopback. */
import { Aedes } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { listening, plainServer } from '../servers/listening.mjs';

const CONNACK_REFUSED = [0x20, 2, 0, 5];

/**
 * @typedef {object} Broker
 * @property {string} url
 * @property {() => Promise<void>} close
 */

/** A public broker: it lets everybody do everything. @param {number} [port] @returns {Promise<Broker>} */
export async function startBroker(port = 0) {
  const broker = await Aedes.createBroker();
  const server = await listen(port, (socket) => {
    broker.handle(/** @type {any} */ (createWebSocketStream(socket)), /** @type {any} */ ({}));
  });
  return {
    url: server.url,
    close: async () => {
      await server.close();
      await new Promise((resolve) => broker.close(() => resolve(undefined)));
    },
  };
}

/** A broker that lets nobody in. @returns {Promise<Broker>} */
export const startRefusingBroker = () =>
  listen(0, (socket) => socket.on('message', () => socket.send(Buffer.from(CONNACK_REFUSED))));

/** @param {number} port @param {(socket: import('ws').WebSocket) => void} onSocket @returns {Promise<Broker>} */
function listen(port, onSocket) {
  const server = plainServer();
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'mqtt' });
  sockets.on('connection', (socket) => {
    socket.on('error', () => {});
    onSocket(socket);
  });
  return listening(server, port);
}
