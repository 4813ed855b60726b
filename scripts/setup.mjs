// @ts-check
/**
 * Gets a machine with nothing but node and git ready. What is imported here runs before any package is installed, so it
 * imports from node alone.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium, findFirefox, findProgram, isUbuntu } from './find-browsers.mjs';
import { ROOT, run, runSayingSo, SetupError } from './run.mjs';

const NO_NETWORK = 'apt-get update failed: is there a network?';
const OLDEST_NODE = [20, 19];

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
export async function ensureNpmPackages() {
  if (!hasLockedPackages(ROOT)) {
    const complaint = 'npm ci failed: is there a network?';
    await runSayingSo('Installing npm packages', 'npm', ['ci', '--no-progress', '--loglevel=error'], complaint);
  }
  // A build writes them too, but a single step of the tests or a table may be run before any.
  if (!existsSync(join(ROOT, '.wxt/tsconfig.json'))) run('npx', ['wxt', 'prepare'], 'wxt prepare failed.');
}

/** Trackers and relays for tests are a package of their own: theirs draws in native builds that it does not need. */
const TEST_SERVERS = join(ROOT, 'tests/servers');

/** @throws {SetupError} when `npm ci` in `tests/servers` fails */
export async function ensureTestServers() {
  if (hasLockedPackages(TEST_SERVERS)) return;
  const args = ['ci', '--prefix', TEST_SERVERS, '--no-progress', '--loglevel=error'];
  await runSayingSo('Installing the test servers', 'npm', args, 'npm ci in tests/servers failed: is there a network?');
}

/**
 * Compared by content, not by date: a git checkout touches the lockfile without changing it.
 *
 * @param {string} folder
 */
function hasLockedPackages(folder) {
  const installed = lockedVersions(join(folder, 'node_modules/.package-lock.json'));
  const wanted = lockedVersions(join(folder, 'package-lock.json'));
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
  if (!existsSync(lockfile)) return new Map();
  /** @type {Record<string, { version: string, optional?: boolean, devOptional?: boolean, link?: boolean }>} */
  const packages = JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  return new Map(
    Object.entries(packages)
      .filter(([path, { link }]) => path.startsWith('node_modules/') && !link)
      .map(([path, { version, optional, devOptional }]) => [path, { version, optional: !!(optional || devOptional) }]),
  );
}

/** In Debian. Firefox plays H.264 and AAC by the system's libavcodec, which ffmpeg depends on under every release's name. */
const PACKAGES = { chromium: ['chromium'], firefox: ['firefox-esr', 'ffmpeg'] };

/**
 * Makes sure of a Chromium and, where asked, a Firefox, and that each plays the sample film: by apt where that is
 * possible (Debian, as root), else by saying what to install. The npm packages have to be there.
 *
 * @param {{ firefox: boolean }} wanted
 * @throws {SetupError} saying what to install
 */
export async function ensureBrowsers({ firefox }) {
  const missing = () => [
    ...(findChromium() ? [] : ['chromium']),
    ...(firefox && !findFirefox() ? ['firefox-esr'] : []),
  ];
  const packages = missing().flatMap((name) => (name === 'chromium' ? PACKAGES.chromium : PACKAGES.firefox));
  if (packages.length > 0) await aptInstall([...packages, 'fonts-dejavu-core']);
  if (missing().length > 0) throw new SetupError(whatToInstall(missing()));
  await ensurePlayback({ firefox });
}

/** @param {{ firefox: boolean }} wanted @throws {SetupError} naming the browser that plays no film, and what it lacks */
async function ensurePlayback(wanted) {
  const { silentBrowsers } = await import('./prove-playback.mjs');
  console.log('Playing the sample film in each browser …');
  let silent = await silentBrowsers(wanted);
  if (silent.some(({ browser }) => browser === 'Firefox') && (await aptInstall(['ffmpeg']))) {
    silent = await silentBrowsers(wanted);
  }
  if (silent.length === 0) return;
  throw new SetupError(
    silent.map(({ browser, why }) => `${browser} does not play the sample film: ${why}`).join('\n  '),
  );
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

/**
 * Installs system packages where that may be done without asking: apt is there and we are root. Elsewhere it
 * does nothing, and what is missing is said by who needs it.
 *
 * @param {string[]} packages names in Debian; on Ubuntu the browsers, being snaps there, are left out
 * @returns {Promise<boolean>} whether it installed them
 * @throws {SetupError} when apt fails
 */
export async function aptInstall(packages) {
  const names = isUbuntu() ? packages.filter((name) => !['chromium', 'firefox-esr'].includes(name)) : packages;
  if (names.length === 0 || process.getuid?.() !== 0 || !findProgram('apt-get')) return false;
  const quietly = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runSayingSo('Reading the list of packages', 'apt-get', ['update', '-q'], NO_NETWORK, quietly);
  const doing = `Installing ${names.join(', ')} and all that they need (one to five minutes)`;
  const args = ['install', '-y', '-q', '--no-install-recommends', ...names];
  await runSayingSo(doing, 'apt-get', args, 'apt-get install failed.', quietly);
  return true;
}

/** What is needed of it: the daemon, and the program that records what it plays. */
const PULSEAUDIO = ['pulseaudio', 'parec'];

/**
 * Makes sure of PulseAudio's own programs, by apt where that is possible. A daemon of the person's own need not run: one
 * is started that plays into nothing.
 *
 * @throws {SetupError} saying what to install
 */
export async function ensurePulseAudio() {
  const missing = () => PULSEAUDIO.filter((program) => !findProgram(program));
  if (missing().length > 0) await aptInstall(['pulseaudio', 'pulseaudio-utils']);
  if (missing().length === 0) return;
  throw new SetupError(
    [
      `Sound is recorded from a PulseAudio daemon, and these programs are not there: ${missing().join(', ')}.`,
      'On Debian and Ubuntu: sudo apt-get install pulseaudio pulseaudio-utils (as root that is done for you).',
    ].join('\n  '),
  );
}
