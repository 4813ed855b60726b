// @ts-check
/** Whether Discord can be reached from here, and if not what stands in the way. */
import { createConnection } from 'node:net';
import { findSockets, runtimeFolders } from '../discord/sockets.mjs';
import { sandboxedDiscords } from './sandboxes.mjs';

/** @typedef {import('./doctor.mjs').Finding} Finding */

/** A local socket connects within some ms. */
const CONNECT_MS = 2_000;
const START = 'Start the Discord desktop app: Discord in a browser tab has no socket.';

/**
 * @param {import('./places.mjs').Machine} machine
 * @returns {Promise<Finding[]>}
 */
export async function checkDiscord(machine) {
  const sockets = findSockets(machine);
  const findings = await Promise.all(
    sockets.map(async ({ path, owner }) =>
      owner === 'another' ? foreign(path) : found(path, await tryToConnect(path)),
    ),
  );
  const hidden = sandboxedDiscords(machine).filter(({ folder }) => !sockets.some(({ path }) => path.includes(folder)));
  const reached = findings.some(({ isRight }) => isRight);
  if (reached) return findings.filter(({ isRight }) => isRight);
  const where = machine.system === 'win32' ? 'no pipe' : `no socket in ${runtimeFolders(machine).join(', ')}`;
  return [
    ...(machine.system === 'win32' ? [] : findings),
    ...hidden.map(({ title, from, folder }) => ({
      isRight: false,
      words: `${title} from ${from} shows no socket in ${folder}.`,
      todo: `Start it. If it runs, update it: older ones keep their socket inside ${from}.`,
    })),
    ...(findings.length > 0 && machine.system !== 'win32'
      ? []
      : [{ isRight: false, words: `Discord is not running: ${where}.`, todo: START }]),
  ];
}

/** @param {string} path @returns {Finding} */
const foreign = (path) => ({
  isRight: false,
  words: `${path} belongs to another user of this machine, and is not opened.`,
  todo: 'Start Discord as the user whom the browser runs as.',
});

/** @param {string} path @param {string | undefined} problem @returns {Finding} */
function found(path, problem) {
  if (problem === undefined) return { isRight: true, words: `Discord listens at ${path}.` };
  if (problem === 'ECONNREFUSED') {
    return { isRight: false, words: `${path} was left behind by a Discord that has ended.`, todo: START };
  }
  const todo =
    problem === 'EACCES' || problem === 'EPERM'
      ? 'Run Discord without administrator’s rights, and browser and Discord as one user.'
      : START;
  return { isRight: false, words: `${path} cannot be opened: ${problem}.`, todo };
}

/** @param {string} path @returns {Promise<string | undefined>} the error's code */
function tryToConnect(path) {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.setTimeout(CONNECT_MS, () => socket.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })));
    socket.once('connect', () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once('error', (/** @type {NodeJS.ErrnoException} */ { code }) => resolve(code ?? 'unknown error'));
  });
}
