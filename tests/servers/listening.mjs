// @ts-check
import { createServer } from 'node:http';

/**
 * @typedef {object} TestServer
 * @property {string} url as a client dials it
 * @property {number} port
 * @property {() => Promise<void>} close drops everybody at once, so that its port can be had again
 */

/**
 * A server on loopback that can be ended although its clients stay.
 *
 * @param {import('node:http').Server} server
 * @param {number} [port] any by default
 * @returns {Promise<TestServer>}
 */
export async function listening(server, port = 0) {
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `ws://127.0.0.1:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** @returns {import('node:http').Server} one that serves nothing itself */
export const plainServer = () => createServer((_, response) => response.writeHead(404).end());

/**
 * A package of this folder's own. Not an import that types are looked for: they are there only after `npm ci` in it.
 *
 * @param {string} name
 * @returns {Promise<any>}
 */
export async function installed(name) {
  try {
    return await import(name);
  } catch (error) {
    throw new Error(`the test servers are not installed: npm test -- contract does it, or npm ci in tests/servers`, {
      cause: error,
    });
  }
}
