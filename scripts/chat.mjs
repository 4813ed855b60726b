// @ts-check
/**
 * `npm run chat`: how soon the chat is drawn, with its messages, in Chromium and in Firefox, as a page and in a frame over
 * the film. `-- --openings N` (of each), `-- --json FILE`. Figures are of this machine, which should have nothing else to do.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { runMain } from './run.mjs';
import { ensureBrowsers, ensureNode, ensureNpmPackages } from './setup.mjs';

await runMain(async () => {
  const { values } = parseArgs({ options: { openings: { type: 'string', default: '10' }, json: { type: 'string' } } });
  ensureNode();
  await ensureNpmPackages();
  await ensureBrowsers({ firefox: true });
  // These need what has just been installed.
  const { builtExtension } = await import('../tests/helpers/built.mjs');
  const { BOUND_MS, MESSAGES, measureChat } = await import('../tests/bench/chat.mjs');
  const extensions = { chrome: builtExtension('chrome-mv3'), firefox: builtExtension('firefox-mv2') };

  console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`);
  console.log('browser   where          messages  drawn ms (median/p95/max)');
  /** @type {import('../tests/bench/chat.mjs').Opening[]} */
  const all = [];
  await measureChat(extensions, Number(values.openings), (opening) => {
    all.push(opening);
    const { browser, where, messages, ms } = opening;
    const figures = [ms.median, ms.p95, ms.max].map((figure) => figure.toFixed(0)).join(' / ');
    const missed = ms.missed ? `  ✗ ${ms.missed} not drawn` : '';
    const slow = messages === MESSAGES && !(ms.median <= BOUND_MS) ? `  ✗ more than ${BOUND_MS} ms` : '';
    console.log(`${browser.padEnd(10)}${where.padEnd(15)}${String(messages).padStart(8)}  ${figures}${missed}${slow}`);
    if (missed || slow) process.exitCode = 1;
  });
  if (values.json) writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`);
});
