// @ts-check
/**
 * What one message to many costs the server's own relay: `node tests/bench/relay-fanout.mjs [readers] [seconds]`.
 * The server is a process of its own, and its CPU time is what it says in `/metrics`; so the figure holds on a machine
 * that has other work, where the latencies do not. Readers are bare WebSockets that only count.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { roomOf } from '../../server/relay/lock.mjs';
import { publishPacket } from '../../server/relay/packets.mjs';
import { connectPacket, subscribePacket } from '../helpers/mqtt-packets.mjs';

const readers = Number(process.argv[2] ?? 1000);
const seconds = Number(process.argv[3] ?? 10);
/** A sealed heartbeat. */
const PAYLOAD_BYTES = 200;
/** Below the 10,000 deliveries a second of one room, so several rooms share the readers. */
const READERS_A_ROOM = 1000;
const ROOM_DELIVERIES = 8000;

const server = spawn(process.execPath, ['server/index.mjs'], {
  env: { ...process.env, PORT: '0', HOST: '127.0.0.1', MAX_SOCKETS: '100000', MAX_SOCKETS_PER_ADDRESS: '100000' },
});
server.stderr.pipe(process.stderr);
const [line] = await once(server.stdout, 'data');
const url = String(line).trim().split(' ').at(-1) ?? '';

const id = () => randomBytes(16).toString('base64url');
/** @param {string} [password] */
async function connect(password) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/mqtt`, 'mqtt', { perMessageDeflate: false });
  await once(socket, 'open');
  const connack = once(socket, 'message');
  socket.send(connectPacket({ clientId: id(), password }));
  await connack;
  return socket;
}
async function serverFigures() {
  const text = await (await fetch(`${url}/metrics`)).text();
  /** @param {string} name */
  const read = (name) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
  return {
    cpuS: read('process_cpu_seconds_total'),
    deliveries: read('lockstep_relay_deliveries_total'),
    bytes: read('process_resident_memory_bytes'),
  };
}

const before = await serverFigures();
const joinMs = performance.now();
const hosts = [];
/** @type {number[]} */
const delays = [];
for (let first = 0; first < readers; first += READERS_A_ROOM) {
  const secret = id();
  const topic = `ls1/${roomOf(secret)}/d`;
  const count = Math.min(READERS_A_ROOM, readers - first);
  const host = await connect(secret);
  for (let at = 0; at < count; at += 50)
    await Promise.all(
      Array.from({ length: Math.min(50, count - at) }, async () => {
        const socket = await connect();
        const suback = once(socket, 'message');
        socket.send(subscribePacket(topic));
        await suback;
        socket.on('message', (data) => {
          const bytes = /** @type {Buffer} */ (data);
          delays.push(performance.now() - bytes.readDoubleBE(bytes.length - PAYLOAD_BYTES));
        });
      }),
    );
  hosts.push({ host, topic, everyMs: (1000 * count) / ROOM_DELIVERIES });
}
const joined = await serverFigures();
console.log(`${readers} readers joined in ${((performance.now() - joinMs) / 1000).toFixed(1)} s`);
console.log(`${((joined.bytes - before.bytes) / readers / 1024).toFixed(0)} kB a reader`);
console.log(`${(((joined.cpuS - before.cpuS) * 1000) / readers).toFixed(2)} ms of CPU a join`);

const timers = hosts.map(({ host, topic, everyMs }) =>
  setInterval(() => {
    const payload = randomBytes(PAYLOAD_BYTES);
    payload.writeDoubleBE(performance.now());
    host.send(publishPacket(topic, payload, false));
  }, everyMs),
);
const start = await serverFigures();
const startMs = performance.now();
await pause(seconds * 1000);
for (const timer of timers) clearInterval(timer);
await pause(500);
const end = await serverFigures();
const deliveries = end.deliveries - start.deliveries;
const cpuS = end.cpuS - start.cpuS;
delays.sort((a, b) => a - b);
console.log(
  `${deliveries} deliveries in ${((performance.now() - startMs) / 1000).toFixed(1)} s, ${delays.length} arrived`,
);
console.log(
  `${((cpuS * 1e6) / deliveries).toFixed(1)} µs of CPU a delivery: ${Math.round(deliveries / cpuS)} a second on one core`,
);
console.log(`delay p50 ${delays[delays.length >> 1]?.toFixed(1)} ms, max ${delays.at(-1)?.toFixed(1)} ms`);
server.kill('SIGKILL');
process.exit();
