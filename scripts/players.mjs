// @ts-check
/**
 * `npm run players`: takes two people through every page of `tests/fixtures/pages` and prints the table.
 * `-- --only NAME,NAME`, `-- --browser firefox` (as guest, then as host), `-- --json FILE`.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, runMain } from './run.mjs';
import { ensureBrowsers, ensureNode, ensureNpmPackages } from './setup.mjs';

const TABLE = './tests/players/table.mjs';
/** Beside it there are tests of one page each. */
const PAGES = 'tests/players/players.test.ts';

await runMain(async () => {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, browser: { type: 'string' }, json: { type: 'string' } },
  });
  ensureNode();
  await ensureNpmPackages();
  await ensureBrowsers({ firefox: true });
  const env = {
    ...process.env,
    PLAYERS: 'all',
    ...(values.only ? { PLAYERS_ONLY: values.only } : {}),
    ...(values.browser ? { PLAYERS_BROWSER: values.browser } : {}),
    ...(values.json ? { PLAYERS_JSON: resolve(values.json) } : {}),
  };
  const reporters = ['--reporter=default', `--reporter=${TABLE}`];
  const files = values.only ? [PAGES] : [];
  const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'players', ...reporters, ...files], {
    ...{ cwd: ROOT, env, stdio: 'inherit' },
    // npx is a .cmd file on Windows, which only a shell starts.
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
});
