// @ts-check
/** Under which ids Lockstep is installed in the browsers: read from their profiles, so that a wrong one is named. */
import { isAbsolute, join } from 'node:path';
import { isRecord } from '../frames.mjs';
import { namesIn, readJson } from './files.mjs';

/** The extension's name in `_locales`; English has it as every other language. */
const NAME = 'Lockstep';
/** Chrome keeps its extensions in one of these files, by its system and version. */
const PREFERENCES = ['Secure Preferences', 'Preferences'];
const MESSAGE = /^__MSG_(.+)__$/;

/**
 * @param {import('./places.mjs').BrowserPlace} browser
 * @returns {string[]} the ids; none when it is not installed there, or only until the browser closes
 */
export function lockstepsIn({ kind, signs }) {
  const found = signs.flatMap((folder) => (kind === 'chrome' ? idsInChrome(folder) : idsInFirefox(folder)));
  return [...new Set(found)];
}

/** @param {string} folder the user-data folder */
function idsInChrome(folder) {
  return namesIn(folder)
    .filter((name) => name === 'Default' || name.startsWith('Profile '))
    .flatMap((name) => PREFERENCES.flatMap((file) => idsInPreferences(join(folder, name), file)));
}

/** @param {string} profile @param {string} file */
function idsInPreferences(profile, file) {
  const settings = at(readJson(join(profile, file)), 'extensions', 'settings');
  return Object.entries(isRecord(settings) ? settings : {}).flatMap(([id, extension]) => {
    const path = at(extension, 'path');
    if (typeof path !== 'string' || path === '') return [];
    const folder = isAbsolute(path) ? path : join(profile, 'Extensions', path);
    return nameOf(folder) === NAME ? [id] : [];
  });
}

/** The English name in an extension's manifest. @param {string} folder */
function nameOf(folder) {
  const name = at(readJson(join(folder, 'manifest.json')), 'name');
  const key = typeof name === 'string' ? MESSAGE.exec(name)?.[1] : undefined;
  return key ? at(readJson(join(folder, '_locales/en/messages.json')), key, 'message') : name;
}

/** @param {string} folder that of the profiles, or one above it */
function idsInFirefox(folder) {
  const profiles = [folder, join(folder, 'firefox'), join(folder, 'Profiles')];
  return profiles
    .flatMap((parent) => namesIn(parent).map((name) => join(parent, name, 'extensions.json')))
    .flatMap((path) => {
      const addons = at(readJson(path), 'addons');
      return Array.isArray(addons) ? addons : [];
    })
    .flatMap((addon) => {
      const id = at(addon, 'id');
      return at(addon, 'defaultLocale', 'name') === NAME && typeof id === 'string' ? [id] : [];
    });
}

/** @param {unknown} value @param {...string} path @returns {unknown} */
function at(value, ...path) {
  let found = value;
  for (const key of path) found = isRecord(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  return found;
}
