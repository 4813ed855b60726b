// @ts-check
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from '../../scripts/run.mjs';

/** What a build is made of. */
const SOURCES = ['lib', 'entrypoints', 'public', 'wxt.config.ts', 'package-lock.json'];

/** @typedef {'chrome-mv3' | 'firefox-mv2'} Target */

/** Nobody sits at the browsers that are driven: the welcome page would lie over the film. */
export const QUIET = { LOCKSTEP_WELCOME: 'off' };

/**
 * The folder of the built extension; it is built when it is missing or older than its sources.
 *
 * @param {Target} target
 * @param {{ output?: string, env?: NodeJS.ProcessEnv }} [how] where to, and with what set; as a rule for browsers that
 *   are driven
 * @returns {string}
 */
export function builtExtension(target, { output = '.output/quiet', env = QUIET } = {}) {
  const folder = join(ROOT, output, target);
  if (modifiedMs(join(folder, 'manifest.json')) < Math.max(...SOURCES.map((source) => newestMs(join(ROOT, source))))) {
    const args = ['wxt', 'build', '-b', target.split('-')[0] ?? ''];
    run('npx', args, `The extension could not be built (${target}).`, { ...process.env, LOCKSTEP_OUT: output, ...env });
  }
  return folder;
}

/** @param {string} path @returns {number} 0 when it is not there */
const modifiedMs = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** @param {string} path a file, or a folder with all that is in it @returns {number} */
function newestMs(path) {
  if (!statSync(path).isDirectory()) return modifiedMs(path);
  return Math.max(0, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}
