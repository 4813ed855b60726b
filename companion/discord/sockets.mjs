// @ts-check
/** Where Discord listens: `discord-ipc-0` to `discord-ipc-9`, each further client takes the next free one. */
import { statSync } from 'node:fs';
import { posix } from 'node:path';

/**
 * What decides where things are: of the running process, or of a test.
 *
 * @typedef {object} Place
 * @property {NodeJS.Platform} system
 * @property {NodeJS.ProcessEnv} env
 * @property {number | undefined} uid of the user; undefined on Windows
 */

const PIPES = 10;

/** Discord takes the first of these that is set; which are set for Discord may differ from which are set for the browser. */
const FOLDERS = ['XDG_RUNTIME_DIR', 'TMPDIR', 'TMP', 'TEMP'];

/** Under these folders a sandbox shows the socket of the Discord inside it; the empty one is for no sandbox. */
export const SANDBOXES = [
  { folder: '', from: '' },
  { folder: 'snap.discord', from: 'snap' },
  { folder: 'snap.discord-canary', from: 'snap' },
  { folder: 'app/com.discordapp.Discord', from: 'flatpak' },
  { folder: 'app/com.discordapp.DiscordCanary', from: 'flatpak' },
  { folder: 'app/com.discordapp.DiscordPTB', from: 'flatpak' },
  { folder: 'app/dev.vencord.Vesktop', from: 'flatpak' },
  { folder: '.flatpak/dev.vencord.Vesktop/xdg-run', from: 'flatpak' },
];

/**
 * @param {Place} place
 * @returns {string[]} the folders in which Discord's socket may lie, likeliest first; none on Windows
 */
export function runtimeFolders({ system, env, uid }) {
  if (system === 'win32') return [];
  const named = FOLDERS.map((name) => env[name]).filter((folder) => folder !== undefined && posix.isAbsolute(folder));
  // A browser that was not started from the desktop may lack the variable; the folder is the same.
  const usual = system === 'linux' && !env.XDG_RUNTIME_DIR && uid !== undefined ? [`/run/user/${uid}`] : [];
  return [...new Set([...usual, ...named, '/tmp'].map((folder) => posix.resolve(String(folder))))];
}

/**
 * @param {Place} place
 * @returns {string[]} every path at which Discord may listen, likeliest first
 */
export function socketPaths(place) {
  const numbers = [...Array(PIPES).keys()];
  if (place.system === 'win32') return numbers.map((n) => `\\\\?\\pipe\\discord-ipc-${n}`);
  const sandboxes = place.system === 'linux' ? SANDBOXES : SANDBOXES.slice(0, 1);
  return runtimeFolders(place).flatMap((folder) =>
    sandboxes.flatMap((sandbox) => numbers.map((n) => posix.join(folder, sandbox.folder, `discord-ipc-${n}`))),
  );
}

/**
 * The sockets that are there. A socket of another user is named as such and not to be opened: in `/tmp` anybody may lay
 * one, and would be told what is watched.
 *
 * @param {Place} place
 * @returns {{ path: string, owner: 'us' | 'another' | 'unknown' }[]} on Windows all paths, of unknown owner: a pipe cannot be
 *   looked at without opening it
 */
export function findSockets(place) {
  const paths = socketPaths(place);
  if (place.system === 'win32') return paths.map((path) => ({ path, owner: 'unknown' }));
  return paths.flatMap((path) => {
    const found = statOf(path);
    if (!found?.isSocket()) return [];
    return [{ path, owner: found.uid === place.uid || found.uid === 0 ? 'us' : 'another' }];
  });
}

/** @param {string} path */
function statOf(path) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // A folder on the way that is a file, or may not be entered.
    return undefined;
  }
}
