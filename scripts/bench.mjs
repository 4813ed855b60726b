#!/usr/bin/env node
// @ts-check
/**
 * `npm run bench`: drift, latencies, joining, costs and sizes with real browsers, beside other ways to do the same.
 * `--help` lists the options; tests/bench/README.md says how each figure is measured.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { HELP, readOptions } from '../tests/bench/options.mjs';
import { runMain } from './run.mjs';
import { ensureBrowsers, ensureNode, ensureNpmPackages } from './setup.mjs';

await runMain(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return;
  }
  ensureNode();
  await ensureNpmPackages();
  await ensureBrowsers({ firefox: options.browser !== undefined });
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
  // Runs on Ctrl-C as well; the browsers end with their pipes.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      console.error(`Ended by ${signal}.`);
      process.exit(1);
    });
  }
  await bench(options, folder);
});
// PeerServer's timers would keep the process.
process.exit();

/** @param {ReturnType<typeof readOptions>} options @param {string} folder for this run alone */
async function bench(options, folder) {
  // These need what has just been installed.
  const { builtExtension } = await import('../tests/helpers/built.mjs');
  const { keepBusy } = await import('../tests/bench/busy.mjs');
  const { measureLargePages } = await import('../tests/bench/large-page.mjs');
  const { measureProfile } = await import('../tests/bench/profile-run.mjs');
  const { PROFILES } = await import('../tests/bench/profiles.mjs');
  const { measureSizes } = await import('../tests/bench/sizes.mjs');
  const { largePageTable, profileTable, sizeTable } = await import('../tests/bench/table.mjs');
  const { startSite } = await import('../tests/helpers/site.mjs');

  // A copy: a build in the middle of a run must not change what is measured.
  const copyOf = (/** @type {'chrome-mv3' | 'firefox-mv2'} */ target) => {
    cpSync(builtExtension(target), join(folder, target), { recursive: true });
    return join(folder, target);
  };
  const extensions = { chrome: copyOf('chrome-mv3'), ...(options.browser ? { firefox: copyOf('firefox-mv2') } : {}) };
  const { wanted, profiles, busy, browser } = options;
  const results = {
    at: new Date().toISOString(),
    machine: { cores: cpus().length, load: loadavg()[0], node: process.version },
    options: { ...options, wanted: [...wanted] },
    sizes: wanted.has('sizes') ? measureSizes(extensions.chrome) : undefined,
    /** @type {import('../tests/bench/large-page.mjs').LargePageCost[] | undefined} */
    largePages: undefined,
    /** @type {Record<string, Awaited<ReturnType<typeof measureProfile>>>} */
    profiles: {},
  };
  const save = () => options.json && writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
  if (results.sizes) console.log(`\n${sizeTable(results.sizes).join('\n')}`);
  save();
  if (wanted.has('large-page')) {
    results.largePages = await measureLargePages({ extensions, seconds: options.costSeconds });
    console.log(`\n${largePageTable(results.largePages).join('\n')}`);
    save();
  }
  if ([...wanted].every((part) => part === 'sizes' || part === 'large-page')) return;

  const site = await startSite();
  const endBusy = busy ? keepBusy() : () => {};
  try {
    for (const name of profiles) {
      const profile = PROFILES[name];
      const load = loadavg()[0]?.toFixed(1);
      const result = await measureProfile({ profile, site: site.url, extensions, options });
      results.profiles[name] = result;
      save();
      const lines = profileTable(result, { profile, busy, firefox: browser !== undefined });
      console.log(`\n${lines.join('\n')}\n  load before and after: ${load}, ${loadavg()[0]?.toFixed(1)}`);
    }
  } finally {
    endBusy();
    await site.close();
  }
}
