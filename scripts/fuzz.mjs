// @ts-check
/**
 * `npm run fuzz`: the properties of `tests/unit/fuzz`, each with 100,000 drawn inputs where `npm test` draws 300. The seed
 * is fixed; `FUZZ_SEED=… npm run fuzz` draws others, `FUZZ_RUNS=…` more or fewer.
 */
import { spawnSync } from 'node:child_process';
import { ROOT, runMain } from './run.mjs';
import { ensureNode, ensureNpmPackages } from './setup.mjs';

const RUNS = '100000';

await runMain(async () => {
  ensureNode();
  await ensureNpmPackages();
  const { status } = spawnSync(
    'npx',
    ['vitest', 'run', '--project', 'unit', 'tests/unit/fuzz', ...process.argv.slice(2)],
    {
      ...{ cwd: ROOT, env: { FUZZ_RUNS: RUNS, ...process.env }, stdio: 'inherit' },
      // npx is a .cmd file on Windows, which only a shell starts.
      shell: process.platform === 'win32',
    },
  );
  process.exitCode = status ?? 1;
});
