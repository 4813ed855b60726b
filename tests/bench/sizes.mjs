// @ts-check
/** How many bytes each part of the extension loads. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';

/** @typedef {{ raw: number, gzip: number }} Size in bytes, all its files together */

/** By what people would call them: a script, or a page with what it loads. Content scripts are bundles of one file. */
const PARTS = {
  scout: 'scout.js',
  'content script': 'content-scripts/content.js',
  background: 'background.js',
  offscreen: 'offscreen.html',
  popup: 'popup.html',
};

/**
 * @param {string} folder of the built extension
 * @returns {Record<string, Size>}
 */
export function measureSizes(folder) {
  return Object.fromEntries(
    Object.entries(PARTS).map(([name, entry]) => {
      const files = [...filesOf(join(folder, entry))].map((path) => readFileSync(path));
      const total = (/** @type {(file: Buffer) => number} */ size) => files.reduce((sum, file) => sum + size(file), 0);
      return [name, { raw: total((file) => file.length), gzip: total((file) => gzipSync(file).length) }];
    }),
  );
}

/**
 * @param {string} path
 * @param {Set<string>} [seen]
 * @returns {Set<string>} it and all that it loads, at once or later
 */
function filesOf(path, seen = new Set()) {
  if (seen.has(path) || !existsSync(path)) return seen;
  seen.add(path);
  const text = readFileSync(path, 'utf8');
  for (const name of path.endsWith('.html') ? linked(text) : path.endsWith('.js') ? imported(text) : []) {
    filesOf(join(dirname(path), name), seen);
  }
  return seen;
}

/** @param {string} html */
const linked = (html) => [...html.matchAll(/(?:src|href)="\/?([^":]+\.(?:js|css))"/g)].map(([, path]) => path ?? '');
/** What is not a path is a `require` in a library's own loader. @param {string} script */
const imported = (script) =>
  ts
    .preProcessFile(script, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'));
