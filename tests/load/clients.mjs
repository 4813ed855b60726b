// @ts-check
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { ROOT } from '../../scripts/run.mjs';

/**
 * Room services and watchers as one module that node runs.
 *
 * @returns {Promise<typeof import('./members')>}
 */
export async function loadClients() {
  const outDir = join(ROOT, '.output/load');
  await build({
    configFile: false,
    logLevel: 'error',
    build: { ssr: join(ROOT, 'tests/load/members.ts'), outDir, emptyOutDir: true, minify: false },
  });
  return import(pathToFileURL(join(outDir, 'members.js')).href);
}
