// @ts-check
import { installed, listening } from './listening.mjs';

/**
 * A BitTorrent tracker for browsers: WebSocket alone.
 *
 * @param {{ port?: number }} [options]
 * @returns {Promise<import('./listening.mjs').TestServer>}
 */
export async function startTracker({ port } = {}) {
  const { default: Server } = await installed('bittorrent-tracker/server');
  const tracker = new Server({ http: false, udp: false, ws: true, stats: false });
  tracker.on('error', () => {});
  tracker.on('warning', () => {});
  return listening(tracker.http, port);
}
