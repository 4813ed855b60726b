// @ts-check
/** Where programs and browsers are on this machine. Runs before any package is installed. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SetupError } from './run.mjs';

const { PROGRAMFILES = '', LOCALAPPDATA = '' } = process.env;
const PROGRAMFILES_X86 = process.env['PROGRAMFILES(X86)'] ?? '';

/** By platform; a bare name is looked for on the PATH. The first that is there is taken. */
const CHROMIUM = {
  linux: [
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge-stable',
    'brave-browser',
  ],
  darwin: ['Chromium', 'Google Chrome', 'Microsoft Edge', 'Brave Browser'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: [PROGRAMFILES, PROGRAMFILES_X86, LOCALAPPDATA].flatMap((folder) => [
    join(folder, 'Chromium/Application/chrome.exe'),
    join(folder, 'Google/Chrome/Application/chrome.exe'),
    join(folder, 'Microsoft/Edge/Application/msedge.exe'),
  ]),
};
const FIREFOX = {
  linux: ['firefox-esr', 'firefox'],
  darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  win32: [PROGRAMFILES, PROGRAMFILES_X86].map((folder) => join(folder, 'Mozilla Firefox/firefox.exe')),
};

/** @returns {string | undefined} a Chromium, Chrome or Edge: `CHROME_PATH`, or one in its usual place */
export const findChromium = () => findBrowser('CHROME_PATH', CHROMIUM);
/** @returns {string | undefined} a Firefox: `FIREFOX_PATH`, or one in its usual place */
export const findFirefox = () => findBrowser('FIREFOX_PATH', FIREFOX);

/**
 * @param {string} variable
 * @param {Partial<Record<NodeJS.Platform, string[]>>} places
 * @throws {SetupError} when the variable names no file
 */
function findBrowser(variable, places) {
  const chosen = process.env[variable];
  if (chosen && !existsSync(chosen)) throw new SetupError(`${variable} is ${chosen}, and there is no such file.`);
  return chosen ?? (places[process.platform] ?? []).flatMap(locate).find((path) => !isSnap(path));
}

/** @param {string} name @returns {string | undefined} where it is on the PATH */
export const findProgram = (name) => locate(process.platform === 'win32' ? `${name}.exe` : name)[0];

/** @param {string} name a bare name or a path */
function locate(name) {
  const paths = /[\\/]/.test(name)
    ? [name]
    : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  return paths.filter((path) => existsSync(path));
}

/**
 * Ubuntu's `chromium-browser` and `firefox` are, or start, a snap. A snap sees neither a profile in /tmp nor
 * an extension outside the home folder, and does not run in a container.
 *
 * @param {string} path
 */
function isSnap(path) {
  const real = realpathSync(path);
  if (/(^|\/)snapd?(\/|$)/.test(real)) return true;
  return statSync(real).size < 20_000 && readFileSync(real, 'latin1').includes('/snap/');
}

export const isUbuntu = () =>
  existsSync('/etc/os-release') && /^ID(_LIKE)?=.*ubuntu/m.test(readFileSync('/etc/os-release', 'utf8'));
