// @ts-check
/** A signalling server and, where a profile asks for it, an impaired path between the peers it introduces. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { startServer } from '../../server/index.mjs';

/** @typedef {{ url: string, close(): Promise<void> }} Network */

/**
 * @param {import('./profiles.mjs').Profile} profile
 * @returns {Promise<Network>}
 */
export async function openNetwork({ legs }) {
  // A relay would carry the room past the impaired path, and past the direct connection that is measured.
  const server = await startServer({ port: 0, host: '127.0.0.1', env: { RELAY_URL: 'off' } });
  if (!legs) return server;
  // In a thread of its own: what the benchmark does itself must not hold up packets.
  const path = new Worker(new URL('impaired-worker.mjs', import.meta.url), {
    workerData: { upstream: server.url, legs },
  });
  const [url] = await once(path, 'message');
  return {
    url,
    async close() {
      await path.terminate();
      await server.close();
    },
  };
}
