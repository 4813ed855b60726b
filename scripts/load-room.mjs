// @ts-check
/**
 * `npm run load:room`: what a room costs its host, by guests: a host in a real browser with its film playing, and guests
 * that speak the protocol, without a film, in one page of another. `-- --guests 2,8,16,32,63`, `-- --seconds N` (that each
 * is looked at), `-- --json FILE`. Figures are of this machine, which should have nothing else to do.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { runMain, SetupError } from './run.mjs';
import { ensureBrowsers, ensureNode, ensureNpmPackages } from './setup.mjs';

/** Those of the host and one more do not fit. */
const GUESTS_MAX = 63;

await runMain(async () => {
  const { values } = parseArgs({
    options: {
      guests: { type: 'string', default: '2,8,16,32,63' },
      seconds: { type: 'string', default: '20' },
      json: { type: 'string' },
    },
  });
  const counts = values.guests.split(',').map(Number);
  const isRising = counts.every((count, at) => count > (counts[at - 1] ?? 0) && count <= GUESTS_MAX);
  if (!isRising) throw new SetupError(`--guests takes rising numbers up to ${GUESTS_MAX}, with commas between.`);
  ensureNode();
  await ensureNpmPackages();
  await ensureBrowsers({ firefox: false });
  // These need what has just been installed.
  const { builtExtension } = await import('../tests/helpers/built.mjs');
  const { BOUNDS, measureRoom } = await import('../tests/load/room.mjs');
  const extension = builtExtension('chrome-mv3');

  console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`);
  console.log(
    'guests  join ms (median/p95/max)  heartbeat ms (median/p99/max)  host %  script %  heap kB  memory kB a guest',
  );
  /** @type {import('../tests/load/room.mjs').Load[]} */
  const loads = [];
  await measureRoom(extension, counts, Number(values.seconds), (load) => {
    loads.push(load);
    const { guests, joinMs, heartbeatMs, hostPercent, scriptPercent, heapKb, memoryKb, unanswered, ended } = load;
    const of = (/** @type {number[]} */ ...figures) => figures.map((figure) => figure.toFixed(0)).join(' / ');
    const columns = [
      String(guests).padStart(6),
      of(joinMs.median, joinMs.p95, joinMs.max).padStart(26),
      of(heartbeatMs.median, heartbeatMs.p99, heartbeatMs.max).padStart(31),
      hostPercent.toFixed(1).padStart(8),
      scriptPercent.toFixed(1).padStart(10),
      heapKb.toFixed(0).padStart(9),
      memoryKb.toFixed(0).padStart(10),
    ];
    const wrong = [
      ...(unanswered > 0 ? [`${unanswered} heartbeats not answered within a second`] : []),
      ...(ended.length > 0 ? [`${ended.length} links ended: ${[...new Set(ended)].join(', ')}`] : []),
      ...(guests === BOUNDS.guests && heartbeatMs.p99 > BOUNDS.heartbeatP99Ms ? ['heartbeat too slow'] : []),
      ...(guests === BOUNDS.guests && hostPercent > BOUNDS.hostPercent ? ['too dear for the host'] : []),
    ];
    console.log([...columns, ...wrong.map((what) => `  ✗ ${what}`)].join(''));
    if (wrong.length > 0) process.exitCode = 1;
    if (values.json) writeFileSync(values.json, `${JSON.stringify(loads, null, 2)}\n`);
  });
});
