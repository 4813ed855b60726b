// @ts-check
/** Whether each browser would start this companion for the Lockstep that is in it. */
import { existsSync } from 'node:fs';
import { isRecord } from '../frames.mjs';
import { EXTENSION, idsFor } from './content.mjs';
import { lockstepsIn } from './extensions.mjs';
import { readJson } from './files.mjs';
import { sandboxedBrowsers } from './sandboxes.mjs';

/** @typedef {import('./doctor.mjs').Finding} Finding */
/** @typedef {import('./places.mjs').BrowserPlace} BrowserPlace */

export const INSTALL = 'Run: npx lockstep-companion install';

/**
 * @param {import('./places.mjs').Machine} machine
 * @param {import('./places.mjs').Places} places
 * @param {readonly string[]} own ids given with `--id`
 * @returns {Finding[]}
 */
export function checkBrowsers(machine, places, own) {
  const there = places.browsers.filter(
    ({ signs, manifest, key }) => signs.some((folder) => existsSync(folder)) || (!key && existsSync(manifest)),
  );
  const sandboxed = sandboxedBrowsers(machine);
  const none = { isRight: false, words: 'No browser has been started here yet.', todo: 'Start one, then install.' };
  return [
    ...there.map((browser) => checkBrowser(browser, machine, places.launcher, own)),
    ...(there.length === 0 && sandboxed.length === 0 ? [none] : []),
    // A browser that starts it after a question is fine, and the question is worth a line.
    ...sandboxed.map(({ can, words }) => ({ isRight: can, words })),
  ];
}

/**
 * @param {BrowserPlace} browser
 * @param {import('./places.mjs').Machine} machine
 * @param {string} launcher
 * @param {readonly string[]} own
 * @returns {Finding}
 */
function checkBrowser(browser, machine, launcher, own) {
  const { title, name, kind, manifest, key } = browser;
  const install = `${INSTALL} --browser ${name}`;
  const wrong = (/** @type {string} */ words, todo = install) => ({
    isRight: false,
    words: `${title}: ${words}`,
    todo,
  });
  const named = key ? machine.registry?.read(key) : manifest;
  if (named === undefined || !existsSync(manifest)) return wrong('the companion is not installed for it.');
  if (!isSamePath(named, manifest)) return wrong(`its registry names ${named}, not ${manifest}.`);
  const content = readJson(manifest);
  if (!isRecord(content) || content.name !== EXTENSION.host || content.type !== 'stdio') {
    return wrong(`${manifest} is not the companion’s.`);
  }
  if (content.path !== launcher) return wrong(`${manifest} starts ${content.path}, not ${launcher}.`);
  const admitted = idsIn(content, kind);
  const missing = idsFor(kind, []).filter((id) => !admitted.includes(id));
  if (missing.length > 0) return wrong(`${manifest} is of another version: it does not admit ${missing.join(', ')}.`);
  const others = [...idsFor(kind, own), ...lockstepsIn(browser)].filter((id) => !admitted.includes(id));
  if (others[0] !== undefined) {
    return wrong(
      `Lockstep has the id ${others[0]} there, which may not start the companion.`,
      `${INSTALL} --id ${others[0]}`,
    );
  }
  return { isRight: true, words: `${title}: Lockstep (${admitted.join(', ')}) may start the companion.` };
}

/** @param {Record<string, unknown>} manifest @param {'chrome' | 'firefox'} kind @returns {string[]} */
function idsIn(manifest, kind) {
  const ids = kind === 'chrome' ? manifest.allowed_origins : manifest.allowed_extensions;
  if (!Array.isArray(ids)) return [];
  return ids.flatMap((id) => (typeof id === 'string' ? id.replace(/^chrome-extension:\/\/(.*)\/$/, '$1') : []));
}

/** The registry's program prints what its code page lacks as question marks. @param {string} a @param {string} b */
const isSamePath = (a, b) => ascii(a) === ascii(b);
/** @param {string} path */
const ascii = (path) => path.replace(/[^\x20-\x7e]|\?/gu, '?').toLowerCase();
