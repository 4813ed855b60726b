#!/usr/bin/env node
// @ts-check
/**
 * `npm run sound`: how far apart two members are *heard*, and how far a browser's own sound is from its picture.
 * `--help` lists the options; tests/sound/README.md says how each figure is measured.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { HELP, readOptions } from '../tests/sound/options.mjs';
import { ensureNoise } from './make-noise.mjs';
import { runMain } from './run.mjs';
import { ensureBrowsers, ensureNode, ensureNpmPackages, ensurePulseAudio } from './setup.mjs';

await runMain(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return;
  }
  ensureNode();
  await ensureNpmPackages();
  await ensurePulseAudio();
  await ensureBrowsers({ firefox: true });
  const noiseFolder = await ensureNoise();
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-sound-'));
  // Runs on Ctrl-C as well; browsers and the daemon end with this process.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      console.error(`Ended by ${signal}.`);
      process.exit(1);
    });
  }
  await measure(options, { folder, noiseFolder });
});
// PeerServer's timers would keep the process.
process.exit();

/** @param {ReturnType<typeof readOptions>} options @param {{ folder: string, noiseFolder: string }} places */
async function measure(options, { folder, noiseFolder }) {
  // These need what has just been installed.
  const { builtExtension } = await import('../tests/helpers/built.mjs');
  const { startSite } = await import('../tests/helpers/site.mjs');
  const { openNetwork } = await import('../tests/bench/network.mjs');
  const { PROFILES } = await import('../tests/bench/profiles.mjs');
  const { measureAlone } = await import('../tests/sound/alone.mjs');
  const { filePages, measureFiles } = await import('../tests/sound/files.mjs');
  const { measurePair } = await import('../tests/sound/pair.mjs');
  const { openRig } = await import('../tests/sound/rig.mjs');
  const { aloneTable, filesTable, pairTable } = await import('../tests/sound/table.mjs');

  // A copy: a build in the middle of a run must not change what is measured.
  const copyOf = (/** @type {'chrome-mv3' | 'firefox-mv2'} */ target) => {
    cpSync(builtExtension(target), join(folder, target), { recursive: true });
    return join(folder, target);
  };
  const { wanted } = options;
  const extensions = wanted.has('pairs')
    ? { chrome: copyOf('chrome-mv3'), firefox: copyOf('firefox-mv2') }
    : { chrome: '' };
  const page = '<!doctype html><title>Noise</title><video controls preload="auto" src="/noise/film.mp4"></video>';
  const site = await startSite({
    folders: { '/noise/': `${noiseFolder}/` },
    pages: { ...filePages(), '/noise.html': page },
  });
  const film = `${site.url}/noise.html`;
  const rig = await openRig({ folder, noiseFolder, site: `${site.url}/no-video.html`, deviceRate: options.deviceRate });
  // Two Firefoxes find no way to each other over the impaired path.
  const profileOf = (/** @type {string} */ pair) => PROFILES[pair === 'firefox-firefox' ? 'loopback' : options.profile];
  const results = {
    at: new Date().toISOString(),
    machine: { cores: cpus().length, load: loadavg()[0], node: process.version },
    options: { ...options, wanted: [...wanted], rows: [...options.rows] },
    clock: rig.clock,
    /** @type {Record<string, import('../tests/sound/alone.mjs').AloneResult>} */
    alone: {},
    /** @type {Record<string, Awaited<ReturnType<typeof measureFiles>>>} */
    files: {},
    /** @type {Record<string, import('../tests/sound/pair.mjs').PairResult>} */
    pairs: {},
  };
  const save = () => options.json && writeFileSync(options.json, `${JSON.stringify(results, null, 1)}\n`);
  const say = (/** @type {string[]} */ lines) => console.log(`\n${lines.join('\n')}`);
  const { heardAfterMs, noiseMs } = rig.clock;
  console.log(`What is recorded is heard ${heardAfterMs.toFixed(1)} ms later, ± ${(noiseMs / 2).toFixed(1)} ms.`);
  try {
    for (const browser of wanted.has('alone') ? options.browsers : []) {
      results.alone[browser] = await measureAlone(rig, { ...options, browser, site: film });
      save();
      say(aloneTable(browser, results.alone[browser]));
    }
    for (const browser of wanted.has('files') ? options.browsers : []) {
      results.files[browser] = await measureFiles(rig, { browser, site: site.url, times: options.times });
      save();
      say(filesTable(browser, results.files[browser]));
    }
    for (const pair of wanted.has('pairs') ? options.pairs : []) {
      const profile = profileOf(pair);
      const network = await openNetwork(profile);
      const setting = {
        ...{ site: film, server: network.url, extensions, guests: 1, browser: whoIsInFirefox(pair) },
        aloud: { host: rig.output.env('host'), guest: rig.output.env('guest') },
      };
      const result = await measurePair(rig, setting, options, (soFar) => {
        results.pairs[pair] = soFar;
        save();
      }).finally(() => network.close());
      say(pairTable(pair, result, profile.label));
    }
  } finally {
    rig.close();
    await site.close();
  }
}

/** @param {import('../tests/sound/options.mjs').Pair} pair */
function whoIsInFirefox(pair) {
  const named = /** @type {const} */ ({
    'chromium-chromium': undefined,
    'chromium-firefox': 'firefox-guest',
    'firefox-chromium': 'firefox-host',
    'firefox-firefox': 'firefox',
  });
  return named[pair];
}
