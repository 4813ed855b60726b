// @ts-check
/**
 * `npm run hostile`: 1,000,000 generated messages over every boundary of `tests/unit/fuzz/hostile`, where `npm test` sends
 * 3,000; a fifth of them as frames to a companion that runs, from the browser's side and from Discord's. The seed is fixed.
 * `-- --only BOUNDARY` (a part of its name; `companion` is one), `-- --messages N` (of all boundaries), `-- --seed N`.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ROOT, runMain, SetupError } from './run.mjs';
import { ensureNode, ensureNpmPackages } from './setup.mjs';

const COMPANION = 'companion';
/** Of all messages, on each of its two sides. */
const COMPANION_SHARE = 0.1;

await runMain(async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      messages: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '20251130' },
    },
  });
  const messages = Number(values.messages);
  if (!(messages > 0)) throw new SetupError('--messages takes a number.');
  ensureNode();
  await ensureNpmPackages();
  if (values.only !== COMPANION) {
    const only = values.only ? ['--testNamePattern', values.only] : [];
    const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'unit', 'tests/unit/fuzz/hostile', ...only], {
      cwd: ROOT,
      env: { ...process.env, HOSTILE_MESSAGES: String(messages * (1 - 2 * COMPANION_SHARE)), FUZZ_SEED: values.seed },
      stdio: 'inherit',
      // npx is a .cmd file on Windows, which only a shell starts.
      shell: process.platform === 'win32',
    });
    process.exitCode = status ?? 1;
  }
  if (values.only && values.only !== COMPANION) return;
  const { fuzzCompanion } = await import('../tests/helpers/companion-fuzz.mjs');
  for (const side of /** @type {const} */ (['port', 'discord'])) {
    const how = { frames: Math.ceil(messages * COMPANION_SHARE), seed: Number(values.seed) };
    const { frames, fatal, complaints, memoryMb } = await fuzzCompanion(side, how);
    console.log(
      `companion, ${side}: ${frames} frames and ${fatal} fatal ones, ${Math.max(...memoryMb).toFixed(0)} MB at most`,
    );
    for (const complaint of complaints) console.log(`  ✗ ${complaint}`);
    if (complaints.length > 0) process.exitCode = 1;
  }
});
