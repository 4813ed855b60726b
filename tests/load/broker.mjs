// @ts-check
/** The broker that is measured, as processes whose work and memory Linux counts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { ROOT, SetupError } from '../../scripts/run.mjs';
import { missingOf, startNats } from '../ways/programs.mjs';

const HOST = '127.0.0.1';
const NODES = 3;
/** Ticks a second and bytes a page of every Linux that node runs on. */
const TICKS = 100;
const PAGE_BYTES = 4096;

/** What a process had worked when it was last looked at: one that is ended in the middle has worked all the same. @type {Map<number, number>} */
const worked = new Map();

/** @param {number} pid @returns {{ cpuS: number, bytes: number }} */
function figuresOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name, in brackets, may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [user, system, pages] = [fields[11], fields[12], fields[21]].map(Number);
    const cpuS = ((user ?? 0) + (system ?? 0)) / TICKS;
    worked.set(pid, cpuS);
    return { cpuS, bytes: (pages ?? 0) * PAGE_BYTES };
  } catch {
    return { cpuS: worked.get(pid) ?? 0, bytes: 0 };
  }
}

/** @param {number[]} pids */
const sum = (pids) =>
  pids.map(figuresOf).reduce((all, { cpuS, bytes }) => ({ cpuS: all.cpuS + cpuS, bytes: all.bytes + bytes }), {
    cpuS: 0,
    bytes: 0,
  });

/** @param {'embedded' | 'nats'} kind */
export async function startLoadBroker(kind) {
  if (process.platform !== 'linux') throw new SetupError('What a broker costs is read from /proc, which Linux has.');
  if (kind === 'embedded') return startEmbedded();
  if (missingOf(['nats-server']).length > 0) throw new SetupError('There is no nats-server on this machine.');
  const { nodes, close } = await startNats(HOST, NODES);
  return {
    nodes: nodes.length,
    urls: nodes.map(({ url }) => url),
    figures: () => sum(nodes.map(({ pid }) => pid)),
    killOne() {
      const [first] = nodes;
      if (!first) return;
      figuresOf(first.pid);
      first.close();
    },
    close,
  };
}

/** Our server, with room for all. */
async function startEmbedded() {
  const room = { MAX_SOCKETS: '100000', MAX_SOCKETS_PER_ADDRESS: '100000' };
  const child = spawn(process.execPath, ['server/index.mjs'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', HOST, ...room },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  child.stdout.resume();
  const url = String(line).trim().split(' ').at(-1) ?? '';
  return {
    nodes: 1,
    urls: [`${url.replace('http', 'ws')}/mqtt`],
    figures: () => sum([child.pid ?? 0]),
    killOne: () => {
      throw new SetupError('The embedded broker is one process: there is none to be left.');
    },
    async close() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
