#!/usr/bin/env node
// @ts-check
import { readFileSync, realpathSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { mountSignalling, PEERJS } from './signalling.mjs';

/** @type {{ version: string }} */
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** What a client learns from `/lockstep.json`: where things are, and which protocol this server is for. */
export const DESCRIPTION = { name: 'lockstep', version, protocol: 1, peerjs: PEERJS, iceServers: [] };

/**
 * A running server.
 *
 * @typedef {object} RunningServer
 * @property {number} port the port it got
 * @property {string} url its http address without a trailing slash
 * @property {() => Promise<void>} close ends every connection, WebSockets included
 */

/**
 * Starts the server. PeerServer's two timers cannot be stopped, so a process that closes the server and has
 * nothing else to do ends itself.
 *
 * @param {{ port?: number, host?: string | undefined }} [options] port 0 is any free one; without a host it
 *   listens on every address
 * @returns {Promise<RunningServer>} rejects when the port is taken
 */
export async function startServer({ port = 9000, host } = {}) {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_, response) => {
    response.type('text').send('ok');
  });
  app.get('/lockstep.json', (_, response) => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-cache' }).json(DESCRIPTION);
  });
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, app);
  const signalling = mountSignalling(app, server);

  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port: address.port,
    url: `http://${reachableHost(host)}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        signalling.close();
        server.closeAllConnections();
      }),
  };
}

/** A name under which this machine reaches what listens on `host`. @param {string | undefined} host */
function reachableHost(host) {
  if (!host || host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

async function main() {
  const port = Number(process.env.PORT || 9000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    console.error(`PORT must be a number from 0 to 65535, not "${process.env.PORT}".`);
    process.exit(1);
  }
  const running = await startServer({ port, host: process.env.HOST || undefined }).catch(
    (/** @type {Error} */ error) => {
      console.error(`lockstep server could not start: ${error.message}`);
      process.exit(1);
    },
  );
  console.log(`lockstep server listening on ${running.url}`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => running.close().then(() => process.exit(0)));
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
