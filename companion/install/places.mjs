// @ts-check
/** Where everything goes, on the three systems. Nothing here looks at the machine. */
import { posix, win32 } from 'node:path';

/** @typedef {'chrome' | 'chromium' | 'edge' | 'brave' | 'firefox'} BrowserName */

/**
 * What is asked of the machine.
 *
 * @typedef {object} Machine
 * @property {NodeJS.Platform} system
 * @property {NodeJS.ProcessEnv} env
 * @property {string} home
 * @property {number | undefined} uid undefined on Windows
 * @property {string} root the root of the file system; another one in a test
 * @property {string} node the node that is to run the companion: absolute, and the file itself rather than a link
 * @property {import('./registry.mjs').Registry | undefined} registry on Windows
 */

/**
 * @typedef {object} BrowserPlace
 * @property {BrowserName} name
 * @property {string} title
 * @property {'chrome' | 'firefox'} kind how its manifest is written
 * @property {string[]} signs folders; one of them is there if the browser was ever started
 * @property {string} manifest the file
 * @property {string} [key] the registry's key that names the file, on Windows
 */

/**
 * @typedef {object} Places
 * @property {string} folder all that is ours alone
 * @property {string} program the copy of this package
 * @property {string} launcher what the browser starts
 * @property {string} record what was installed
 * @property {BrowserPlace[]} browsers
 */

/** @type {Record<BrowserName, { title: string, kind: 'chrome' | 'firefox', linux: string, darwin: string, win32: string, key: string }>} */
const BROWSERS = {
  chrome: {
    title: 'Google Chrome',
    kind: 'chrome',
    linux: 'google-chrome',
    darwin: 'Google/Chrome',
    win32: 'Google\\Chrome\\User Data',
    key: 'Google\\Chrome',
  },
  chromium: {
    title: 'Chromium',
    kind: 'chrome',
    linux: 'chromium',
    darwin: 'Chromium',
    win32: 'Chromium\\User Data',
    key: 'Chromium',
  },
  edge: {
    title: 'Microsoft Edge',
    kind: 'chrome',
    linux: 'microsoft-edge',
    darwin: 'Microsoft Edge',
    win32: 'Microsoft\\Edge\\User Data',
    key: 'Microsoft\\Edge',
  },
  brave: {
    title: 'Brave',
    kind: 'chrome',
    linux: 'BraveSoftware/Brave-Browser',
    darwin: 'BraveSoftware/Brave-Browser',
    win32: 'BraveSoftware\\Brave-Browser\\User Data',
    // On Windows Brave reads Chrome's key.
    key: 'Google\\Chrome',
  },
  firefox: {
    title: 'Firefox',
    kind: 'firefox',
    linux: '.mozilla',
    darwin: 'Mozilla',
    win32: 'Mozilla\\Firefox',
    key: 'Mozilla',
  },
};

export const BROWSER_NAMES = /** @type {BrowserName[]} */ (Object.keys(BROWSERS));

/**
 * @param {Pick<Machine, 'system' | 'env' | 'home'>} machine
 * @param {string} host the native-messaging host's name
 * @returns {Places}
 */
export function placesOf(machine, host) {
  if (machine.system === 'win32') return placesOnWindows(machine, host);
  return machine.system === 'darwin' ? placesOnMac(machine, host) : placesOnLinux(machine, host);
}

/** @param {Pick<Machine, 'env' | 'home'>} machine @param {string} host @returns {Places} */
function placesOnLinux({ env, home }, host) {
  const { join } = posix;
  const config = absolute(env.XDG_CONFIG_HOME) ?? join(home, '.config');
  const folder = join(absolute(env.XDG_DATA_HOME) ?? join(home, '.local/share'), 'lockstep-companion');
  return {
    ...placesIn(folder, posix, 'lockstep-companion'),
    browsers: BROWSER_NAMES.map((name) => {
      const { title, kind, linux } = BROWSERS[name];
      if (kind === 'chrome') {
        const profile = join(config, linux);
        return { name, title, kind, signs: [profile], manifest: join(profile, 'NativeMessagingHosts', `${host}.json`) };
      }
      // Firefox 147 and later keep new profiles under the configuration, and read manifests from the old place all the same.
      const signs = [join(home, linux, 'firefox'), join(config, 'mozilla')];
      return { name, title, kind, signs, manifest: join(home, linux, 'native-messaging-hosts', `${host}.json`) };
    }),
  };
}

/** @param {Pick<Machine, 'home'>} machine @param {string} host @returns {Places} */
function placesOnMac({ home }, host) {
  const { join } = posix;
  const support = join(home, 'Library/Application Support');
  return {
    ...placesIn(join(support, 'LockstepCompanion'), posix, 'lockstep-companion'),
    browsers: BROWSER_NAMES.map((name) => {
      const { title, kind, darwin } = BROWSERS[name];
      const signs = [join(support, kind === 'firefox' ? 'Firefox' : darwin)];
      return { name, title, kind, signs, manifest: join(support, darwin, 'NativeMessagingHosts', `${host}.json`) };
    }),
  };
}

/** @param {Pick<Machine, 'env' | 'home'>} machine @param {string} host @returns {Places} */
function placesOnWindows({ env, home }, host) {
  const { join } = win32;
  const local = env.LOCALAPPDATA || join(home, 'AppData', 'Local');
  const roaming = env.APPDATA || join(home, 'AppData', 'Roaming');
  const folder = join(local, 'LockstepCompanion');
  return {
    ...placesIn(folder, win32, 'lockstep-companion.bat'),
    browsers: BROWSER_NAMES.map((name) => {
      const { title, kind, win32: profile, key } = BROWSERS[name];
      return {
        name,
        title,
        kind,
        signs: [join(kind === 'firefox' ? roaming : local, profile)],
        manifest: join(folder, `${kind}.json`),
        key: `HKCU\\Software\\${key}\\NativeMessagingHosts\\${host}`,
      };
    }),
  };
}

/** @param {string} folder @param {import('node:path').PlatformPath} path @param {string} launcher */
const placesIn = (folder, { join }, launcher) => ({
  folder,
  program: join(folder, 'program'),
  launcher: join(folder, launcher),
  record: join(folder, 'installed.json'),
});

/** A relative path in these variables counts for none. @param {string | undefined} folder */
const absolute = (folder) => (folder && posix.isAbsolute(folder) ? folder : undefined);
