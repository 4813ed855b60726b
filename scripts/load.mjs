// @ts-check
/**
 * `npm run load [-- --rooms N] [--members N] [--watchers N] [--broker embedded|nats] [--kill] [--seconds N] [--json FILE]`:
 * how much a relay carries. Members are room services as the extension has them, without a browser: they seal, verify and
 * keep the clock. `--watchers` are people of one room who only listen. `--broker nats` starts three nodes of nats-server, and
 * `--kill` ends one in the middle. Clients and broker share this machine: figures count only while the clients' own loop is
 * in time (`isFair`).
 */
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runMain, SetupError } from './run.mjs';
import { ensureNode, ensureNpmPackages } from './setup.mjs';

/** A loop that is later than this is busy with itself: its delays are its own, ms. */
const LOOP_MAX_MS = 50;
const LOOP_GRAIN_MS = 10;
const PARTIES_AT_ONCE = 10;
const WATCHERS_AT_ONCE = 50;
/** Somebody presses, beside the host's beat in 5 s. */
const PRESS_EVERY_MS = 12_000;
const SETTLE_MS = 3_000;

const { values: options } = parseArgs({
  options: {
    rooms: { type: 'string' },
    members: { type: 'string', default: '5' },
    watchers: { type: 'string' },
    broker: { type: 'string', default: 'embedded' },
    kill: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '30' },
    json: { type: 'string' },
  },
});

/** @param {string | undefined} text @param {string} name @param {number} most @returns {number | undefined} */
function whole(text, name, most) {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > most)
    throw new SetupError(`--${name} is a number from 1 to ${most}, not "${text}".`);
  return value;
}

await runMain(async () => {
  ensureNode();
  const seconds = whole(options.seconds, 'seconds', 3_600) ?? 30;
  const members = whole(options.members, 'members', 64) ?? 5;
  const watchers = whole(options.watchers, 'watchers', 1_000_000);
  const rooms = whole(options.rooms, 'rooms', 100_000) ?? (watchers === undefined ? 10 : undefined);
  if (rooms !== undefined && watchers !== undefined) throw new SetupError('Rooms or watchers, one at a time.');
  if (options.broker !== 'embedded' && options.broker !== 'nats')
    throw new SetupError(`--broker is embedded or nats, not "${options.broker}".`);
  await ensureNpmPackages();
  const { loadClients } = await import('../tests/load/clients.mjs');
  const { startLoadBroker } = await import('../tests/load/broker.mjs');
  const clients = await loadClients();
  clients.becomePlace();

  const broker = await startLoadBroker(options.broker);
  try {
    const loop = monitorEventLoopDelay({ resolution: LOOP_GRAIN_MS });
    const before = broker.figures();
    const since = performance.now();
    const crowd = rooms === undefined ? await watch(watchers ?? 1) : await meet(rooms);
    const joiningS = (performance.now() - since) / 1000;
    await pause(SETTLE_MS);
    const joined = broker.figures();

    crowd.take();
    clients.takePings();
    loop.enable();
    const start = broker.figures();
    const killAt = options.kill ? setTimeout(() => broker.killOne(), (seconds * 1000) / 2) : undefined;
    await crowd.go(seconds * 1000);
    clearTimeout(killAt);
    const end = broker.figures();
    loop.disable();
    // What the clients had no time to hear was delivered all the same.
    const { delays, due, ...counts } = crowd.take();

    const loopP99Ms = loop.percentile(99) / 1e6 - LOOP_GRAIN_MS;
    const result = {
      broker: options.broker,
      nodes: broker.nodes,
      ...(rooms === undefined ? { watchers } : { rooms, members }),
      people: crowd.people,
      joinsPerSecond: rounded(crowd.people / joiningS),
      joinMs: percentiles(crowd.joinMs),
      seconds,
      deliveries: due,
      heard: delays.length,
      deliveriesPerSecond: rounded(due / seconds),
      deliveryMs: percentiles(delays),
      brokerPingMs: percentiles(clients.takePings()),
      cpuUsADelivery: rounded(((end.cpuS - start.cpuS) * 1e6) / due),
      cpuMsAJoin: rounded(((joined.cpuS - before.cpuS) * 1000) / crowd.people),
      memoryKbAClient: rounded((joined.bytes - before.bytes) / 1024 / crowd.people),
      ...counts,
      loopP99Ms: rounded(loopP99Ms),
      isFair: loopP99Ms < LOOP_MAX_MS,
    };
    crowd.close();
    for (const [name, value] of Object.entries(result))
      console.log(`${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`);
    if (!result.isFair) console.log('The clients were late themselves: delays count for nothing; take fewer.');
    if (options.json) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
  } finally {
    await broker.close();
  }

  /** @param {number[]} values */
  function percentiles(values) {
    if (values.length === 0) return undefined;
    const sorted = [...values].sort((a, b) => a - b);
    const at = (/** @type {number} */ share) =>
      rounded(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
    return { p50: at(0.5), p99: at(0.99), max: at(1) };
  }

  /** Rooms of members. @param {number} count */
  async function meet(count) {
    const heard = clients.deliveries();
    /** @type {Awaited<ReturnType<typeof clients.openParty>>[]} */
    const parties = [];
    let next = 0;
    let failed = 0;
    await Promise.all(
      Array.from({ length: PARTIES_AT_ONCE }, async () => {
        while (next++ < count) {
          const party = await clients.openParty(broker.urls, members, heard).catch(() => undefined);
          if (party) parties.push(party);
          else failed++;
        }
      }),
    );
    return {
      people: parties.length * members,
      joinMs: parties.flatMap(({ joinMs }) => joinMs),
      go: (/** @type {number} */ ms) => pause(ms),
      take() {
        const delays = heard.take();
        const notWhole = parties.filter((party) => !party.isWhole()).length;
        return { delays, due: delays.length, failed, notWhole };
      },
      close() {
        for (const party of parties) party.close();
      },
    };
  }

  /** One room of people who only listen. @param {number} count */
  async function watch(count) {
    const crowd = await clients.openWatchers({ urls: broker.urls, count, atOnce: WATCHERS_AT_ONCE });
    return {
      people: crowd.joinMs.length,
      joinMs: crowd.joinMs,
      async go(/** @type {number} */ ms) {
        // The host beats by itself; a press now and then is told at once.
        const until = performance.now() + ms;
        for (let at = 0; performance.now() < until; at++) {
          crowd.press(at % 2 === 0);
          await pause(Math.min(PRESS_EVERY_MS, Math.max(0, until - performance.now())));
        }
      },
      take() {
        const { clockErrors, gaps, ...taken } = crowd.take();
        return { ...taken, clockErrorMs: percentiles(clockErrors), gapMs: percentiles(gaps), failed: crowd.failed };
      },
      close: () => crowd.close(),
    };
  }
});
// What has been opened would keep the process.
process.exit();

/** @param {number} value */
function rounded(value) {
  return Math.round(10 * value) / 10;
}
