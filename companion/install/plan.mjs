// @ts-check
/** What an installation writes, on each system. Nothing here looks at the machine. */
import { posix, win32 } from 'node:path';
import { launcherText, manifestText } from './content.mjs';

/**
 * @typedef {object} Plan
 * @property {{ path: string, text: string, mode: number, title?: string }[]} files
 * @property {{ key: string, value: string, title: string }[]} keys of the registry; none but on Windows
 */

/**
 * @param {Pick<import('./places.mjs').Machine, 'system' | 'node'>} machine
 * @param {import('./places.mjs').Places} places
 * @param {readonly import('./places.mjs').BrowserPlace[]} browsers
 * @param {readonly string[]} own ids given with `--id`
 * @returns {Plan}
 */
export function planOf({ system, node }, { launcher, program }, browsers, own) {
  const main = (system === 'win32' ? win32 : posix).join(program, 'main.mjs');
  return {
    files: [
      { path: launcher, text: launcherText(system, node, main), mode: 0o755 },
      ...browsers.map(({ title, kind, manifest }) => ({
        path: manifest,
        text: manifestText(kind, launcher, own),
        mode: 0o644,
        title,
      })),
    ],
    keys: browsers.flatMap(({ title, manifest, key }) => (key ? [{ key, value: manifest, title }] : [])),
  };
}
