// @ts-check
/** Brokers and a TURN server as operators run them: mosquitto, nodes of NATS, coturn. Each is a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { findProgram } from '../../scripts/find-browsers.mjs';
import { connectPacket } from '../helpers/mqtt-packets.mjs';

/** Three nodes that store have to agree on who leads them. */
const READY_MS = 30_000;
const TRY_MS = 1_000;
const TRY_EVERY_MS = 200;

/** @param {readonly string[]} programs @returns {string[]} those that this machine has not */
export const missingOf = (programs) => programs.filter((name) => findProgram(name) === undefined);

/**
 * @param {string} program
 * @param {string[]} args
 * @param {string} folder removed with it
 */
function start(program, args, folder) {
  const child = spawn(program, args, { stdio: 'ignore' });
  const ended = once(child, 'exit').catch(() => {});
  return {
    pid: /** @type {number} */ (child.pid),
    async close() {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @param {string} name */
const folderFor = (name) => mkdtempSync(join(tmpdir(), `lockstep-${name}-`));

/** @param {string} url @returns {Promise<boolean>} whether a broker lets somebody in there */
async function letsIn(url) {
  const socket = new WebSocket(url, 'mqtt');
  try {
    return await Promise.race([
      (async () => {
        await once(socket, 'open');
        socket.send(connectPacket({ clientId: `try${process.hrtime.bigint()}` }));
        const [answer] = await once(socket, 'message');
        return answer[0] === 0x20 && answer[3] === 0;
      })(),
      pause(TRY_MS, false),
    ]);
  } catch {
    return false;
  } finally {
    socket.on('error', () => {});
    socket.terminate();
  }
}

/** @param {string} url */
async function untilItLetsIn(url) {
  const giveUpMs = performance.now() + READY_MS;
  while (!(await letsIn(url))) {
    if (performance.now() > giveUpMs) throw new Error(`after ${READY_MS / 1000} s no broker answers at ${url}`);
    await pause(TRY_EVERY_MS);
  }
}

/**
 * mosquitto, which lets everybody in. Version 2.0.11 does not start where it listens for WebSockets alone.
 *
 * @param {string} host
 * @param {number} port the next one is used too
 */
export async function startMosquitto(host, port) {
  const folder = folderFor('mosquitto');
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(
    file,
    `listener ${port + 1} 127.0.0.1
listener ${port} ${host}
protocol websockets
allow_anonymous true
persistence false
user root
`,
  );
  const running = start('mosquitto', ['-c', file], folder);
  const url = `ws://${host}:${port}`;
  await untilItLetsIn(url);
  return { url, ...running };
}

/**
 * Nodes of one NATS cluster, which let everybody in and keep what is retained on all of them.
 *
 * @param {string} host
 * @param {number} count
 * @param {number} [portFrom] four ports a node are used from there on
 */
export async function startNats(host, count, portFrom = 27_300) {
  /** @param {number} at @param {'client' | 'mqtt' | 'socket' | 'cluster'} what */
  const port = (at, what) => portFrom + 4 * at + ['client', 'mqtt', 'socket', 'cluster'].indexOf(what);
  const routes = Array.from({ length: count }, (_, at) => `"nats://127.0.0.1:${port(at, 'cluster')}"`).join(', ');
  const nodes = Array.from({ length: count }, (_, at) => {
    const folder = folderFor('nats');
    const file = join(folder, 'nats.conf');
    writeFileSync(
      file,
      `server_name: node-${at}
listen: "127.0.0.1:${port(at, 'client')}"
jetstream { store_dir: "${folder}" }
mqtt { listen: "127.0.0.1:${port(at, 'mqtt')}" }
websocket { listen: "${host}:${port(at, 'socket')}", no_tls: true }
${count > 1 ? `cluster { name: relay, listen: "127.0.0.1:${port(at, 'cluster')}", routes: [${routes}] }` : ''}
`,
    );
    return { url: `ws://${host}:${port(at, 'socket')}/mqtt`, ...start('nats-server', ['-c', file], folder) };
  });
  const closeAll = () => Promise.all(nodes.map((node) => node.close()));
  try {
    for (const { url } of nodes) await untilItLetsIn(url);
  } catch (error) {
    await closeAll();
    throw error;
  }
  return {
    nodes,
    async close() {
      await closeAll();
    },
  };
}

/** The text that coturn and our server share. */
export const TURN_SECRET = 'a-secret-of-the-two-servers-of-this-test';

/**
 * coturn: STUN for everybody, TURN for who has leave of a server that knows its secret.
 *
 * @param {string} host
 * @param {number} [port]
 */
export async function startCoturn(host, port = 3478) {
  const folder = folderFor('coturn');
  const own = [
    '--no-cli',
    '--no-tls',
    '--no-dtls',
    `--pidfile=${join(folder, 'pid')}`,
    `--userdb=${join(folder, 'db')}`,
  ];
  const place = [`--listening-ip=${host}`, `--relay-ip=${host}`, `--listening-port=${port}`];
  const leave = ['--use-auth-secret', `--static-auth-secret=${TURN_SECRET}`, '--realm=lockstep', '--fingerprint'];
  const running = start('turnserver', ['-n', '--log-file=stdout', '--simple-log', ...own, ...place, ...leave], folder);
  await untilItAnswers(host, port);
  return { port, ...running };
}

/** @param {string} host @param {number} port TCP, on which coturn listens too */
async function untilItAnswers(host, port) {
  const { connect } = await import('node:net');
  const giveUpMs = performance.now() + READY_MS;
  for (;;) {
    const socket = connect({ host, port });
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return;
    if (performance.now() > giveUpMs) throw new Error(`after ${READY_MS / 1000} s nobody answers at ${host}:${port}`);
    await pause(TRY_EVERY_MS);
  }
}
