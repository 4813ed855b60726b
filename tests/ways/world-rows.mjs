// @ts-check
/** The rows that need homes behind routers (`world`), brokers and a TURN server as operators run them. */
import { ALONE, bridged, failure, join, meetByHand } from './parties.mjs';
import { startCoturn, startMosquitto, startNats, TURN_SECRET } from './programs.mjs';
import { PUBLIC_ARGS, startPublic } from './public.mjs';
import { NOWHERE, openRoom } from './stage.mjs';
import { STREET, STREET_TOO } from './world.mjs';

/** @typedef {import('./parties.mjs').Row} Row */
/** @typedef {import('./stage.mjs').Stage} Stage */
/** @typedef {import('./world.mjs').HomePlan} HomePlan */

/** Bounds, ms. */
const JOIN_MS = { direct: 1_000, symmetric: 2_000, noUdp: 3_000, serverless: 6_000 };
/** Where a second path was open, and where one has to be found, ms. */
const BRIDGED_MS = { open: 3_000, found: 6_000 };
/** Other people's brokers are looked at late: whoever has no server of their own waits for them, ms. */
const PUBLIC_RELAY_MS = 6_000;
const MOSQUITTO_PORT = 27_400;

/** @type {HomePlan} */
const CONE = { nat: 'cone' };
/** @type {HomePlan} */
const SYMMETRIC = { nat: 'symmetric' };
/** @type {HomePlan} */
const NO_UDP = { nat: 'cone', udp: false };

/** What a server of one's own is told of coturn. */
const STUN = { STUN_URLS: `stun:${STREET}:3478 stun:${STREET_TOO}:3478` };
/** @param {'udp' | 'tcp'} transport */
const turnOver = (transport) => ({
  ...STUN,
  TURN_PROVIDER: 'coturn',
  TURN_URLS: `turn:${STREET}:3478?transport=${transport}`,
  TURN_SECRET,
  RELAY_URL: 'off',
});

/** @param {Stage} stage */
async function startCoturns(stage) {
  for (const address of [STREET, STREET_TOO]) stage.with(await startCoturn(address));
}

/** Two people, each in a home, or both in the only one. @param {Stage} stage @param {Record<string, unknown>} options @param {string[]} [args] */
async function neighbours(stage, options, args) {
  const [first, second] = stage.world?.homes ?? [];
  const host = await stage.person(options, args, first?.places[0]);
  const guest = await stage.person(options, args, second ? second.places[0] : first?.places[1]);
  return { host, guest };
}

/**
 * Over a server of one's own, with STUN, in these homes.
 *
 * @param {Pick<Row, 'way' | 'network' | 'scenario'> & { homes: HomePlan[], joinMaxMs: number, env?: Record<string, string> }} row
 * @returns {Row}
 */
const ownServer = ({ way, network, scenario, homes, joinMaxMs, env = STUN }) => ({
  ...{ way, network, scenario, homes, env },
  programs: ['turnserver'],
  async run(stage) {
    await startCoturns(stage);
    const { host, guest } = await neighbours(stage, { server: stage.server, ...ALONE });
    return join(stage, host, guest, { way, joinMaxMs });
  },
});

/**
 * As it is shipped: the servers that it knows are ours, and some of them are up.
 *
 * @param {Pick<Row, 'way' | 'network' | 'scenario'> & { homes: HomePlan[], joinMaxMs: number, up: import('./public.mjs').Kind[] }} row
 * @returns {Row}
 */
const shipped = ({ way, network, scenario, homes, joinMaxMs, up }) => ({
  ...{ way, network, scenario, homes },
  isShipped: true,
  programs: ['turnserver', 'openssl'],
  async run(stage) {
    stage.with(await startPublic(up));
    const { host, guest } = await neighbours(stage, {}, PUBLIC_ARGS);
    return join(stage, host, guest, { way, joinMaxMs });
  },
});

/** @type {readonly Row[]} */
export const WORLD_ROWS = [
  ownServer({
    way: 'peerjs',
    network: 'two home routers',
    scenario: 'a server of one’s own',
    homes: [CONE, CONE],
    joinMaxMs: JOIN_MS.direct,
  }),
  ownServer({
    way: 'relay',
    network: 'symmetric NAT at both ends',
    scenario: 'a server of one’s own',
    homes: [SYMMETRIC, SYMMETRIC],
    joinMaxMs: JOIN_MS.symmetric,
  }),
  ownServer({
    way: 'peerjs',
    network: 'symmetric NAT at both ends',
    scenario: 'a server of one’s own, TURN and no relay',
    homes: [SYMMETRIC, SYMMETRIC],
    joinMaxMs: JOIN_MS.symmetric,
    env: turnOver('udp'),
  }),
  ownServer({
    way: 'relay',
    network: 'no UDP at one end',
    scenario: 'a server of one’s own',
    homes: [CONE, NO_UDP],
    joinMaxMs: JOIN_MS.noUdp,
  }),
  ownServer({
    way: 'peerjs',
    network: 'no UDP at one end',
    scenario: 'a server of one’s own, TURN over TCP and no relay',
    homes: [CONE, NO_UDP],
    joinMaxMs: JOIN_MS.noUdp,
    env: turnOver('tcp'),
  }),
  shipped({
    way: 'peerjs',
    network: 'two home routers',
    scenario: 'shipped defaults',
    homes: [CONE, CONE],
    joinMaxMs: JOIN_MS.direct,
    up: ['peerserver', 'trackers', 'brokers'],
  }),
  shipped({
    way: 'relay',
    network: 'symmetric NAT at both ends',
    scenario: 'shipped defaults',
    homes: [SYMMETRIC, SYMMETRIC],
    joinMaxMs: PUBLIC_RELAY_MS,
    up: ['peerserver', 'trackers', 'brokers'],
  }),
  shipped({
    way: 'relay',
    network: 'no UDP at one end',
    scenario: 'shipped defaults',
    homes: [CONE, NO_UDP],
    joinMaxMs: PUBLIC_RELAY_MS,
    up: ['peerserver', 'trackers', 'brokers'],
  }),
  shipped({
    way: 'trystero',
    network: 'two home routers',
    scenario: 'shipped defaults, the PeerServer is dead',
    homes: [CONE, CONE],
    joinMaxMs: JOIN_MS.serverless,
    up: ['trackers'],
  }),
  {
    way: 'manual',
    network: 'one home, no service at all',
    scenario: 'codes carried by hand',
    homes: [{ ...CONE, people: 2 }],
    isShipped: true,
    async run(stage) {
      const { host, guest } = await neighbours(stage, {}, PUBLIC_ARGS);
      return meetByHand(stage, host, guest);
    },
  },
  {
    way: 'peerjs',
    network: 'no UDP at one end',
    scenario: 'must fail: a direct path alone',
    homes: [CONE, NO_UDP],
    env: STUN,
    programs: ['turnserver'],
    async run(stage) {
      await startCoturns(stage);
      // The server's own relay would help.
      const { host, guest } = await neighbours(stage, { server: stage.server, relay: NOWHERE, ...ALONE });
      return failure(guest, await openRoom(stage, host), 'peerjs', 'stun-silent');
    },
  },
  {
    way: 'peerjs',
    network: 'symmetric NAT at both ends',
    scenario: 'must fail: a direct path alone',
    homes: [SYMMETRIC, SYMMETRIC],
    env: STUN,
    programs: ['turnserver'],
    async run(stage) {
      await startCoturns(stage);
      const { host, guest } = await neighbours(stage, { server: stage.server, relay: NOWHERE, ...ALONE });
      return failure(guest, await openRoom(stage, host), 'peerjs', 'symmetric-nat');
    },
  },
  {
    way: 'peerjs',
    network: 'two home routers',
    scenario: 'cut: the server that introduced',
    homes: [CONE, CONE],
    env: STUN,
    programs: ['turnserver'],
    async run(stage) {
      await startCoturns(stage);
      const { host, guest } = await neighbours(stage, { server: stage.server, ...ALONE });
      return bridged(stage, { host, guest, cut: stage.stopServer, by: 'peerjs', withinMs: BRIDGED_MS.open });
    },
  },
  {
    way: 'peerjs',
    network: 'two home routers',
    scenario: 'cut: the data channel, and a relay is left',
    homes: [CONE, CONE],
    env: STUN,
    programs: ['turnserver'],
    async run(stage) {
      await startCoturns(stage);
      const { host, guest } = await neighbours(stage, { server: stage.server, ...ALONE });
      const cut = () => stage.world?.homes[1]?.stopUdp();
      return bridged(stage, { host, guest, cut, by: 'relay', withinMs: BRIDGED_MS.found });
    },
  },
  {
    way: 'relay',
    network: 'two home routers',
    scenario: 'cut: mosquitto, and another broker was open',
    homes: [CONE, CONE],
    isShipped: true,
    programs: ['turnserver', 'openssl', 'mosquitto'],
    async run(stage) {
      stage.with(await startPublic(['brokers']));
      const own = await startMosquitto(STREET, MOSQUITTO_PORT);
      stage.with(own);
      const options = { server: stage.server, relay: own.url, relayOnly: true, alwaysPublic: true };
      const { host, guest } = await neighbours(stage, options, PUBLIC_ARGS);
      return bridged(stage, { host, guest, cut: own.close, by: 'relay', withinMs: BRIDGED_MS.open });
    },
  },
  {
    way: 'relay',
    network: 'two home routers',
    scenario: 'cut: mosquitto, and another broker is at hand',
    homes: [CONE, CONE],
    isShipped: true,
    programs: ['turnserver', 'openssl', 'mosquitto'],
    async run(stage) {
      stage.with(await startPublic(['brokers']));
      const own = await startMosquitto(STREET, MOSQUITTO_PORT);
      stage.with(own);
      const options = { server: stage.server, relay: own.url, relayOnly: true };
      const { host, guest } = await neighbours(stage, options, PUBLIC_ARGS);
      return bridged(stage, { host, guest, cut: own.close, by: 'relay', withinMs: BRIDGED_MS.found });
    },
  },
  {
    way: 'relay',
    network: 'two home routers',
    scenario: 'cut: one of three NATS nodes',
    homes: [CONE, CONE],
    programs: ['nats-server'],
    async run(stage) {
      const { nodes } = stage.with(await startNats(STREET, 3));
      const options = {
        server: stage.server,
        relay: nodes.map(({ url }) => url).join(' '),
        relayOnly: true,
        ...ALONE,
      };
      const { host, guest } = await neighbours(stage, options);
      // Everybody is on the first while it lives.
      return bridged(stage, { host, guest, cut: () => nodes[0]?.close(), by: 'relay', withinMs: BRIDGED_MS.found });
    },
  },
];
