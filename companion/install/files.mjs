// @ts-check
/** Files and folders, with a note of what was made. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Files that others wrote are read up to here; a browser's preferences are of some MB. */
const MAX_READ_BYTES = 64 * 1_048_576;

/**
 * @param {string} folder
 * @returns {string[]} the folders that were not there before, outermost first
 */
export function makeFolder(folder) {
  const missing = [];
  for (let at = folder; !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.unshift(at);
  mkdirSync(folder, { recursive: true });
  return missing;
}

/** In one piece: a browser that reads it meanwhile sees the old one or the new one. @param {string} path @param {string} text @param {number} [mode] */
export function writeWhole(path, text, mode = 0o644) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode });
  renameSync(draft, path);
}

/** @param {string} path @returns {string | undefined} undefined when it is not there, or not to be read */
export function readText(path) {
  try {
    return statSync(path).size > MAX_READ_BYTES ? undefined : readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string} path @returns {unknown} undefined when it is not there, or no JSON */
export function readJson(path) {
  try {
    return JSON.parse(readText(path) ?? '');
  } catch {
    return undefined;
  }
}

/** @param {string} path @returns {string[]} the names in a folder; none when it is none */
export function namesIn(path) {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** @param {string} from @param {string} to */
export function copyTree(from, to) {
  if (!statSync(from).isDirectory()) return copyFileSync(from, to);
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) copyTree(join(from, name), join(to, name));
}

/** @param {string} folder @returns {boolean} whether it was there and empty, and is gone now */
export function removeIfEmpty(folder) {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
