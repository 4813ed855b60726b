// @ts-check
/** Browsers from Snap and Flatpak: most of them may start no program outside their sandbox. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {import('./places.mjs').Machine} Machine */

const FIREFOX_SNAP =
  'asks once whether Lockstep may start the companion (Ubuntu 22.04 and later). If it was declined: ' +
  'flatpak permission-set webextensions <host> snap.firefox yes';
const FIREFOX_FLATPAK =
  'starts the companion only from version 157 on, with widget.use-xdg-desktop-portal.native-messaging-proxy set to 1 in ' +
  'about:config and the proxy service installed. Firefox from its own site or a .deb needs nothing';
const CANNOT = 'starts no companion. Install it as .deb or .rpm, or use Firefox';

/** @type {{ title: string, from: 'snap' | 'flatpak', package: string, can: boolean, words: string }[]} */
const BROWSERS = [
  { title: 'Chromium', from: 'snap', package: 'chromium', can: false, words: CANNOT },
  { title: 'Brave', from: 'snap', package: 'brave', can: false, words: CANNOT },
  { title: 'Firefox', from: 'snap', package: 'firefox', can: true, words: FIREFOX_SNAP },
  { title: 'Chromium', from: 'flatpak', package: 'org.chromium.Chromium', can: false, words: CANNOT },
  { title: 'Google Chrome', from: 'flatpak', package: 'com.google.Chrome', can: false, words: CANNOT },
  { title: 'Microsoft Edge', from: 'flatpak', package: 'com.microsoft.Edge', can: false, words: CANNOT },
  { title: 'Brave', from: 'flatpak', package: 'com.brave.Browser', can: false, words: CANNOT },
  { title: 'Firefox', from: 'flatpak', package: 'org.mozilla.firefox', can: false, words: FIREFOX_FLATPAK },
];

/** Discord itself, and a client that many have in its place. */
const DISCORDS = /** @type {const} */ ([
  { title: 'Discord', from: 'snap', package: 'discord', folder: 'snap.discord' },
  { title: 'Discord', from: 'flatpak', package: 'com.discordapp.Discord', folder: 'app/com.discordapp.Discord' },
  { title: 'Vesktop', from: 'flatpak', package: 'dev.vencord.Vesktop', folder: '.flatpak/dev.vencord.Vesktop/xdg-run' },
]);

/**
 * @param {Machine} machine
 * @returns {{ can: boolean, words: string }[]} a sentence for each browser that is installed so
 */
export function sandboxedBrowsers(machine) {
  return BROWSERS.filter((browser) => isInstalled(machine, browser)).map(({ title, from, can, words }) => ({
    can,
    words: `${title} from ${nameOf(from)} ${words}.`,
  }));
}

/**
 * @param {Machine} machine
 * @returns {{ title: string, from: string, folder: string }[]} clients that are installed so, and where their socket appears
 */
export function sandboxedDiscords(machine) {
  return DISCORDS.filter((discord) => isInstalled(machine, discord)).map(({ title, from, folder }) => ({
    title,
    from: nameOf(from),
    folder,
  }));
}

/** @param {Machine} machine @param {{ from: 'snap' | 'flatpak', package: string }} wanted */
function isInstalled({ system, root, home }, { from, package: name }) {
  if (system !== 'linux') return false;
  const folders =
    from === 'snap'
      ? [join(root, 'snap', name), join(root, 'var/lib/snapd/snap', name)]
      : [join(root, 'var/lib/flatpak/app', name), join(home, '.local/share/flatpak/app', name)];
  return folders.some((folder) => existsSync(folder));
}

/** @param {'snap' | 'flatpak'} from */
const nameOf = (from) => (from === 'snap' ? 'Snap' : 'Flatpak');
