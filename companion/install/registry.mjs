// @ts-check
/** The registry of Windows, by its own program. Only the installer and the doctor get here. */
import { execFileSync } from 'node:child_process';
import { win32 } from 'node:path';

/**
 * @typedef {object} Registry
 * @property {(key: string) => string | undefined} read the key's default value
 * @property {(key: string, value: string) => void} write
 * @property {(key: string) => void} remove
 */

/** @param {NodeJS.ProcessEnv} env @returns {Registry} */
export function windowsRegistry(env) {
  const program = win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'reg.exe');
  /** @param {string[]} args */
  const reg = (...args) => execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return {
    read(key) {
      try {
        // The name of the default value is in the system's language.
        return /\bREG_SZ\s+(.*?)\s*$/m.exec(reg('query', key, '/ve'))?.[1];
      } catch {
        return undefined;
      }
    },
    write: (key, value) => void reg('add', key, '/ve', '/t', 'REG_SZ', '/d', value, '/f'),
    remove: (key) => void reg('delete', key, '/f'),
  };
}
