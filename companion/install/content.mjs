// @ts-check
/** What the installed files say. Nothing here looks at the machine. */
import { readFileSync } from 'node:fs';

/**
 * The ids by which the browsers know the extension, the host's name, and the key from which Chrome's id follows.
 *
 * @type {{ host: string, chrome: { key: string, ids: string[] }, firefox: { ids: string[] } }}
 */
export const EXTENSION = JSON.parse(readFileSync(new URL('../extension-ids.json', import.meta.url), 'utf8'));

/** Of an extension of Chrome: 32 letters from a to p. */
const CHROME_ID = /^[a-p]{32}$/;
/** Of an add-on of Firefox: like an e-mail address, or a UUID in braces. */
const FIREFOX_ID = /^(\{[0-9a-f-]{36}\}|[\w.+-]*@[\w.-]+)$/i;

/** @param {string} id @returns {'chrome' | 'firefox' | undefined} which browsers have such ids */
export function kindOfId(id) {
  if (CHROME_ID.test(id)) return 'chrome';
  return FIREFOX_ID.test(id) ? 'firefox' : undefined;
}

/**
 * The ids that a browser of this kind lets start the companion.
 *
 * @param {'chrome' | 'firefox'} kind
 * @param {readonly string[]} own further ones
 */
export const idsFor = (kind, own) => [
  ...new Set([...EXTENSION[kind].ids, ...own.filter((id) => kindOfId(id) === kind)]),
];

/**
 * @param {'chrome' | 'firefox'} kind
 * @param {string} launcher
 * @param {readonly string[]} own further ids
 * @returns {string} the browser's manifest
 */
export function manifestText(kind, launcher, own) {
  const ids = idsFor(kind, own);
  const admitted =
    kind === 'chrome' ? { allowed_origins: ids.map((id) => `chrome-extension://${id}/`) } : { allowed_extensions: ids };
  const description = 'Shows a Lockstep party on Discord';
  return `${JSON.stringify({ name: EXTENSION.host, description, path: launcher, type: 'stdio', ...admitted }, null, 2)}\n`;
}

/**
 * The script that the browser starts. It names node in full: a browser that was started from the desktop has no shell's PATH.
 *
 * @param {NodeJS.Platform} system
 * @param {string} node
 * @param {string} main
 */
export function launcherText(system, node, main) {
  if (system !== 'win32') return `#!/bin/sh\nexec ${shellQuoted(node)} ${shellQuoted(main)} host "$@"\n`;
  // A batch file is read in the system's old code page unless told.
  const page = /^[\x20-\x7e]*$/.test(node + main) ? '' : 'chcp 65001 >nul\r\n';
  return `@echo off\r\n${page}${batchQuoted(node)} ${batchQuoted(main)} host %*\r\n`;
}

/** @param {string} launcher its text @returns {string | undefined} the node that it names */
export function nodeIn(launcher) {
  const [, unix, windows] = /^(?:exec ('(?:[^']|'\\'')*')|"([^"]*)") /m.exec(launcher) ?? [];
  if (windows !== undefined) return windows.replaceAll('%%', '%');
  return unix?.slice(1, -1).replaceAll(`'\\''`, `'`);
}

/** @param {string} text */
const shellQuoted = (text) => `'${text.replaceAll(`'`, `'\\''`)}'`;
/** A path has no quotation marks on Windows; a percent sign begins a variable. @param {string} text */
const batchQuoted = (text) => `"${text.replaceAll('%', '%%')}"`;
