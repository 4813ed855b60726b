// @ts-check
/**
 * Gets a machine with nothing but node and git ready. Everything here runs before any package is
 * installed, so it imports from node alone.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const OLDEST_NODE = [20, 19];

/** Something a person has to do before this can go on; the message says what. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

/** @throws {SetupError} when node is too old for the tools */
export function ensureNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new SetupError(
    `Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}. See https://nodejs.org.`,
  );
}

/**
 * Runs `npm ci` unless what is installed is what the lockfile says, and writes the settings that `tsconfig.json` extends.
 *
 * @throws {SetupError} when either fails
 */
export function ensureNpmPackages() {
  if (!hasLockedPackages()) {
    console.log('Installing npm packages …');
    run('npm', ['ci', '--no-progress', '--loglevel=error'], 'npm ci failed: is there a network?');
  }
  // A build writes them too, but a single step of the tests or a table may be run before any.
  if (!existsSync(join(ROOT, '.wxt/tsconfig.json'))) run('npx', ['wxt', 'prepare'], 'wxt prepare failed.');
}

/** Compared by content, not by date: a git checkout touches the lockfile without changing it. */
function hasLockedPackages() {
  const installed = lockedVersions('node_modules/.package-lock.json');
  const wanted = lockedVersions('package-lock.json');
  return [...wanted].every(([path, { version, optional }]) => {
    const found = installed.get(path);
    return found ? found.version === version : optional;
  });
}

/**
 * @param {string} lockfile
 * @returns {Map<string, { version: string, optional: boolean }>} by path in node_modules; empty when there is none
 */
function lockedVersions(lockfile) {
  if (!existsSync(join(ROOT, lockfile))) return new Map();
  /** @type {Record<string, { version: string, optional?: boolean, devOptional?: boolean, link?: boolean }>} */
  const packages = JSON.parse(readFileSync(join(ROOT, lockfile), 'utf8')).packages;
  return new Map(
    Object.entries(packages)
      .filter(([path, { link }]) => path.startsWith('node_modules/') && !link)
      .map(([path, { version, optional, devOptional }]) => [path, { version, optional: !!(optional || devOptional) }]),
  );
}

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

/**
 * Makes sure of a Chromium and, where asked, a Firefox: by apt where that is possible (Debian, as root), else by
 * saying what to install.
 *
 * @param {{ firefox: boolean }} wanted
 * @returns {{ chromium: string, firefox: string | undefined }} paths; `firefox` is there when it was asked for
 * @throws {SetupError} saying what to install
 */
export function ensureBrowsers({ firefox }) {
  const missing = () => [
    ...(findChromium() ? [] : ['chromium']),
    ...(firefox && !findFirefox() ? ['firefox-esr'] : []),
  ];
  if (missing().length > 0) aptInstall([...missing(), 'fonts-dejavu-core']);
  if (missing().length > 0) throw new SetupError(whatToInstall(missing()));
  return { chromium: /** @type {string} */ (findChromium()), firefox: firefox ? findFirefox() : undefined };
}

/** @param {string[]} missing */
function whatToInstall(missing) {
  const lines = [`No browser found for: ${missing.join(', ')}.`];
  if (missing.includes('chromium')) {
    lines.push('Install Chromium, Google Chrome or Microsoft Edge, or say where one is: CHROME_PATH=/path/to/chrome.');
    lines.push('A copy for this purpose alone: npx @puppeteer/browsers install chrome@stable (it prints the path).');
  }
  if (missing.includes('firefox-esr')) {
    lines.push('Install Firefox, or say where one is: FIREFOX_PATH=/path/to/firefox.');
  }
  if (isUbuntu())
    lines.push("(Ubuntu's own chromium and firefox packages are snaps, which cannot be driven from here.)");
  else if (findProgram('apt-get')) lines.push(`On Debian: sudo apt-get install ${missing.join(' ')}`);
  return lines.join('\n  ');
}

const isUbuntu = () =>
  existsSync('/etc/os-release') && /^ID(_LIKE)?=.*ubuntu/m.test(readFileSync('/etc/os-release', 'utf8'));

/**
 * Installs system packages where that may be done without asking: apt is there and we are root. Elsewhere it
 * does nothing, and what is missing is said by who needs it.
 *
 * @param {string[]} packages names in Debian; on Ubuntu the browsers, being snaps there, are left out
 */
export function aptInstall(packages) {
  const names = isUbuntu() ? packages.filter((name) => !['chromium', 'firefox-esr'].includes(name)) : packages;
  if (names.length === 0 || process.getuid?.() !== 0 || !findProgram('apt-get')) return;
  console.log(`Installing ${names.join(', ')} …`);
  const quietly = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], 'apt-get update failed: is there a network?', quietly);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], 'apt-get install failed.', quietly);
}

/**
 * Runs a program in the repository and shows what it says.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {string} complaint what to say when it fails
 * @param {NodeJS.ProcessEnv} [env]
 */
export function run(program, args, complaint, env = process.env) {
  // npm and npx are .cmd files on Windows, which only a shell starts.
  const { status } = spawnSync(program, args, {
    cwd: ROOT,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new SetupError(complaint);
}

/**
 * Runs a script's main function; a `SetupError` ends it with its sentence rather than with a stack.
 *
 * @param {() => void | Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n  ${error.message}\n`);
    process.exitCode = 1;
  }
}
