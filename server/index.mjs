#!/usr/bin/env node
// @ts-check
/** The Lockstep server: starts its parts on one port, and ends them. What each part does is said in its file. */
import { readFileSync, realpathSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createAddressOf } from './address.mjs';
import { ConfigError, readConfig } from './config/config.mjs';
import { createApp } from './http.mjs';
import { createIce } from './ice/turn.mjs';
import { createLog } from './log.mjs';
import { createMetrics } from './metrics.mjs';
import { createBroker } from './relay/broker.mjs';
import { createMint } from './relay/tokens.mjs';
import { endGracefully } from './shutdown.mjs';
import { mountSignalling, PEERJS, PEERJS_SOCKET, whoIs } from './signalling.mjs';
import { limitConnections, routeUpgrades } from './upgrades.mjs';
import { createInvitePage } from './web/invite-page.mjs';

/** @type {{ version: string }} */
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** Where the embedded relay is, and where tokens for another are minted. */
const RELAY_PATH = '/mqtt';
const TOKEN_PATH = '/relay-token';

/**
 * How long a request may take to arrive. Node looks at them every half minute unless told, which would make ten seconds
 * forty.
 */
const HTTP_LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 8_192,
};

const UNTRUSTED_PROXY =
  'requests carry X-Forwarded-For: if a proxy stands in front, set TRUST_PROXY=1, else all its clients share the limits of one address';

/** @typedef {import('./config/config.mjs').Config} Config */
/**
 * A running server.
 *
 * @typedef {object} RunningServer
 * @property {number} port the port it got
 * @property {string} url its http address without a trailing slash
 * @property {() => Promise<void>} close tells every client, and ends every connection, WebSockets included
 */

/**
 * Starts the server. PeerServer's two timers cannot be stopped, so a process that closes the server and has
 * nothing else to do ends itself.
 *
 * @param {object} [options]
 * @param {number} [options.port] 0 is any free one; instead of `env.PORT`
 * @param {string | undefined} [options.host] without one it listens on every address; instead of `env.HOST`
 * @param {Record<string, string | undefined>} [options.env] as in README.md; by default nothing is set
 * @param {import('./log.mjs').Log} [options.log] by default nothing is said
 * @param {(config: Config) => Config} [options.adjust] for tests: what no variable sets
 * @returns {Promise<RunningServer>} rejects when the port is taken, and with a `ConfigError`
 */
export async function startServer({ port, host, env = {}, log = SILENT, adjust = (config) => config } = {}) {
  const read = readConfig(env);
  const config = adjust(read.config);
  for (const warning of read.warnings) log.warn(warning);
  const nowMs = () => performance.now();
  const wallClock = () => new Date();
  const metrics = createMetrics(log);
  const addressOf = createAddressOf(config.proxyHops, () => log.warn(UNTRUSTED_PROXY));
  const limits = { maxSockets: config.maxSockets, maxSocketsPerAddress: config.maxSocketsPerAddress };
  const broker = config.relay.kind === 'embedded' ? await createBroker({ metrics, nowMs }) : undefined;
  let closing = false;

  const { app, finish } = createApp({
    description: describe(config),
    ice: createIce({ turn: config.turn, stunUrls: config.stunUrls, wallClock, nowMs, metrics, log }),
    mint: createMint(config.relay.kind === 'cluster' ? config.relay.auth : { kind: 'none' }, wallClock),
    invitePage: createInvitePage(config.installUrl),
    metrics,
    metricsToken: config.metricsToken,
    isClosing: () => closing,
    addressOf,
    nowMs,
  });
  const server = createServer(HTTP_LIMITS, app);
  limitConnections({ server, metrics, limits, proxied: config.proxyHops > 0 });
  const signalling = mountSignalling({ app, server, metrics, nowMs, addressOf, maxPeers: config.maxSockets });
  finish();
  const routes = new Map(
    Object.entries({
      [PEERJS_SOCKET]: { sockets: signalling.sockets, admits: isPeer },
      ...(broker ? { [RELAY_PATH]: { sockets: broker.sockets } } : {}),
    }),
  );
  const upgrades = routeUpgrades({ server, routes, metrics, nowMs, addressOf, limits });

  const closeParts = () => {
    closing = true;
    upgrades.close();
    signalling.close();
    broker?.close();
    metrics.close();
  };
  await listen(server, port ?? config.port, host ?? config.host).catch((error) => {
    closeParts();
    throw error;
  });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  /** @type {Promise<void> | undefined} */
  let ended;
  const end = () => {
    closeParts();
    return endGracefully(server, [...routes.values()], config.shutdownMs);
  };
  return {
    port: address.port,
    url: `http://${reachableHost(host ?? config.host)}:${address.port}`,
    close() {
      ended ??= end();
      return ended;
    },
  };
}

/** @param {import('node:http').Server} server @param {number} port @param {string | undefined} host @returns {Promise<void>} */
function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

/** @param {import('node:http').IncomingMessage} request */
const isPeer = (request) => whoIs(request.url ?? '', '') !== undefined;

/**
 * What a client learns from `/lockstep.json`: where things are, and which protocol this server is for. Paths are from
 * the server's own address on, which a proxy in front may put into a folder.
 *
 * @param {Config} config
 */
function describe({ relay, nostrRelays }) {
  const relays = {
    off: {},
    embedded: { relay: { path: RELAY_PATH } },
    cluster: relay.kind === 'cluster' && {
      relay: { urls: relay.urls, ...(relay.auth.kind === 'none' ? {} : { token: TOKEN_PATH }) },
    },
  };
  return { name: 'lockstep', version, protocol: 1, peerjs: PEERJS, ...relays[relay.kind], nostr: nostrRelays };
}

/** A name under which this machine reaches what listens on `host`. @param {string | undefined} host */
function reachableHost(host) {
  if (!host || host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** @type {import('./log.mjs').Log} */
const SILENT = { info() {}, warn() {} };

async function main() {
  const log = createLog(process.env.LOG_FORMAT === 'json' ? 'json' : 'plain');
  const running = await startServer({ env: process.env, log }).catch((/** @type {Error} */ error) => {
    const problems = error instanceof ConfigError ? error.problems : [`could not start: ${error.message}`];
    for (const problem of problems) log.warn(`lockstep server: ${problem}`);
    process.exit(1);
  });
  log.info(`lockstep server listening on ${running.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, async () => {
      log.info('lockstep server is going away');
      await running.close();
      process.exit(0);
    });
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
