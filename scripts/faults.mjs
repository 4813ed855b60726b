// @ts-check
/**
 * `npm run faults`: does to two people in a room what goes wrong in real life, and measures how soon they are together again
 * and what they have lost. `-- --only TEXT` (a part of the faults' names), `-- --times N` (each so often, for what happens
 * only sometimes), `-- --json FILE`.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, runMain } from './run.mjs';
import { ensureBrowsers, ensureNode, ensureNpmPackages } from './setup.mjs';

await runMain(async () => {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, times: { type: 'string' }, json: { type: 'string' } },
  });
  ensureNode();
  await ensureNpmPackages();
  await ensureBrowsers({ firefox: false });
  const env = {
    ...process.env,
    ...(values.json ? { FAULTS_JSON: resolve(values.json) } : {}),
    ...(values.times ? { FAULTS_TIMES: values.times } : {}),
  };
  const reporters = ['--reporter=default', '--reporter=./tests/faults/report.mjs'];
  const only = values.only ? ['--testNamePattern', values.only] : [];
  const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'faults', ...reporters, ...only], {
    ...{ cwd: ROOT, env, stdio: 'inherit' },
    // npx is a .cmd file on Windows, which only a shell starts.
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
});
