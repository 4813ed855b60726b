// @ts-check
/** The end: nobody new is let in, who is in has been told, and whoever has not left in time is cut off. */

/**
 * @param {import('node:http').Server} server
 * @param {{ sockets: import('ws').WebSocketServer }[]} routes whose clients have been told
 * @param {number} graceMs
 * @returns {Promise<void>} when nothing is open any more
 */
export function endGracefully(server, routes, graceMs) {
  const clients = () => routes.flatMap(({ sockets }) => [...sockets.clients]);
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => {
      for (const client of clients()) client.terminate();
      server.closeAllConnections();
    }, graceMs);
    // Called when the last connection has ended; upgraded ones count.
    server.close(() => {
      clearTimeout(cutOff);
      for (const { sockets } of routes) sockets.close();
      resolve();
    });
    server.closeIdleConnections();
  });
}
