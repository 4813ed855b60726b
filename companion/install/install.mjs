// @ts-check
/** `lockstep-companion install` and `uninstall`: both say every file, folder and key that they touch. */
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockFolderOf } from '../host/lock.mjs';
import { COMPANION_VERSION } from '../version.mjs';
import { EXTENSION, kindOfId } from './content.mjs';
import { copyTree, makeFolder, removeIfEmpty, writeWhole } from './files.mjs';
import { BROWSER_NAMES, placesOf } from './places.mjs';
import { planOf } from './plan.mjs';
import { readRecord } from './record.mjs';
import { sandboxedBrowsers } from './sandboxes.mjs';

/** @typedef {import('./places.mjs').Machine} Machine */
/** @typedef {import('./places.mjs').BrowserName} BrowserName */
/** @typedef {(line: string) => void} Say */

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

/** Something a person has to do before this can go on; the message says what. */
export class InstallError extends Error {
  /** @override */
  name = 'InstallError';
}

/**
 * Installs for the browsers that are there, or for those that are named.
 *
 * @param {Machine} machine
 * @param {{ browsers?: readonly string[], ids?: readonly string[] }} options
 * @param {Say} say
 * @throws {InstallError}
 */
export function install(machine, { browsers: named = [], ids = [] }, say) {
  if (machine.uid === 0 && machine.env.SUDO_USER) {
    throw new InstallError('Run it without sudo: with it the browsers of root are served, and not yours.');
  }
  const wrongId = ids.find((id) => kindOfId(id) === undefined);
  if (wrongId !== undefined) throw new InstallError(`${wrongId} is no id of an extension.`);
  const places = placesOf(machine, EXTENSION.host);
  const browsers = chosen(places.browsers, named);
  const before = readRecord(places.record);
  const own = [...new Set([...(before?.ids ?? []), ...ids])];
  const folders = [...(before?.folders ?? [])];

  folders.push(...makeFolder(places.folder));
  // The installed copy may be asked to install as well.
  if (!existsSync(places.program) || realpathSync(places.program) !== realpathSync(PACKAGE)) {
    rmSync(places.program, { recursive: true, force: true });
    makeFolder(places.program);
    for (const name of ['package.json', ...packageFiles()]) copyTree(join(PACKAGE, name), join(places.program, name));
    say(`wrote ${places.program}`);
  }

  const { files, keys } = planOf(machine, places, browsers, own);
  for (const { path, text, mode, title } of files) {
    folders.push(...makeFolder(dirname(path)));
    writeWhole(path, text, mode);
    say(`wrote ${path}${title ? ` (${title})` : ''}`);
  }
  for (const { key, value, title } of keys) {
    machine.registry?.write(key, value);
    say(`wrote ${key} (${title})`);
  }
  const record = { version: COMPANION_VERSION, ids: own, folders };
  writeWhole(places.record, `${JSON.stringify(record, null, 2)}\n`);
  say(`wrote ${places.record}`);
  for (const { words } of sandboxedBrowsers(machine)) say(`! ${words}`);
  say(
    'Done. Switch on “Show on Discord” in Lockstep; `lockstep-companion doctor` says what is missing if it does not work.',
  );
}

/**
 * Undoes every installation, for whichever browsers it was.
 *
 * @param {Machine} machine
 * @param {Say} say
 */
export function uninstall(machine, say) {
  const places = placesOf(machine, EXTENSION.host);
  const made = readRecord(places.record)?.folders ?? [];
  let removed = 0;
  /** @param {string} what */
  const tell = (what) => {
    removed += 1;
    say(`removed ${what}`);
  };
  for (const key of new Set(places.browsers.flatMap((browser) => browser.key ?? []))) {
    if (machine.registry?.read(key) === undefined) continue;
    machine.registry.remove(key);
    tell(key);
  }
  for (const path of [...new Set(places.browsers.map(({ manifest }) => manifest)), places.folder]) {
    if (!existsSync(path)) continue;
    rmSync(path, { recursive: true });
    tell(path);
  }
  // Only folders that lead to one of ours, whatever the record says.
  const ours = [places.folder, ...places.browsers.map(({ manifest }) => manifest)];
  const isOnTheWay = (/** @type {string} */ folder) =>
    ours.some((path) => path.startsWith(folder) && '/\\'.includes(path.charAt(folder.length) || '-'));
  for (const folder of made.filter(isOnTheWay).reverse()) if (removeIfEmpty(folder)) tell(folder);
  const lock = lockFolderOf(machine);
  if (removeIfEmpty(lock)) tell(lock);
  say(removed > 0 ? 'Done: nothing of it is left.' : 'Nothing was installed.');
}

/**
 * The browsers that are named, or that are there; and those for which it is installed already, since ids and version are
 * the same for all.
 *
 * @param {import('./places.mjs').BrowserPlace[]} all
 * @param {readonly string[]} named
 */
function chosen(all, named) {
  const unknown = named.find((name) => !BROWSER_NAMES.includes(/** @type {BrowserName} */ (name)));
  if (unknown !== undefined) throw new InstallError(`No browser ${unknown}. There are: ${BROWSER_NAMES.join(', ')}.`);
  const found = all.filter(
    ({ name, signs, manifest, key }) =>
      (named.length > 0 ? named.includes(name) : signs.some((folder) => existsSync(folder))) ||
      (!key && existsSync(manifest)),
  );
  if (found.length > 0) return found;
  throw new InstallError(
    `No browser has been started here yet. Name one: lockstep-companion install --browser ${BROWSER_NAMES.join(' | ')}.`,
  );
}

/** What npm publishes is what is installed. @returns {string[]} */
function packageFiles() {
  return JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).files;
}
