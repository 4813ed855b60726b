// @ts-check
/**
 * One companion a user at a time: two would show two parties, and take each other's requests to join.
 *
 * The newer one refuses. If it took over, two browsers that both have Discord switched on would push each other out for
 * ever. It waits first, since the one before it may be about to end: a browser opens a new port before the old
 * companion has taken its presence back.
 *
 * The lock is a file that names a process and was touched lately. A crash leaves it behind: it then counts for nothing,
 * because its process is gone, or because nobody touches it (the process id may be another program's by now).
 */
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRecord, parseJson } from '../frames.mjs';

const FOLDER = 'lockstep-companion';
const FILE = 'lock.json';
/** A lock is of about 60 bytes; a file that was made longer is none of ours. */
const MAX_LOCK_BYTES = 1_024;
/** How often a lock that is held is looked at again. */
const RETRY_MS = 100;
/** Two that took over the same stale lock at one moment see after so long which of them wrote last. */
const SETTLE_MS = 50;

/** Whether another companion runs cannot be found out; the message says why. */
export class LockError extends Error {
  /** @override */
  name = 'LockError';
}

/**
 * Where the lock's folder is: in the user's runtime folder, else in the temporary one.
 *
 * @param {import('../discord/sockets.mjs').Place} place
 */
export function lockFolderOf({ system, env, uid }) {
  const runtime = system === 'linux' ? env.XDG_RUNTIME_DIR : undefined;
  return runtime && isAbsolute(runtime)
    ? join(runtime, FOLDER)
    : join(tmpdir(), uid === undefined ? FOLDER : `${FOLDER}-${uid}`);
}

/**
 * Makes the folder of the lock if need be. It has to be the user's own: in the temporary folder anybody may make one.
 *
 * @param {import('../discord/sockets.mjs').Place} place
 * @returns {string}
 * @throws {LockError}
 */
export function lockFolder(place) {
  const folder = lockFolderOf(place);
  const { uid } = place;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    if (!found.isDirectory() || (uid !== undefined && found.uid !== uid)) {
      throw new LockError(`${folder} belongs to somebody else.`);
    }
    if (uid !== undefined && (found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
    return folder;
  } catch (error) {
    if (error instanceof LockError) throw error;
    throw new LockError(`${folder} cannot be used: ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * @typedef {object} Lock
 * @property {() => void} release gives it up, if it is still ours
 */

/**
 * @param {string} folder
 * @param {import('../times.mjs').Times} times
 * @param {() => void} onLost another companion holds the lock now; told once
 * @returns {Promise<Lock | undefined>} undefined when another companion holds it all the while
 * @throws {LockError}
 */
export async function takeLock(folder, times, onLost) {
  const path = join(folder, FILE);
  const token = randomUUID();
  const giveUpMs = performance.now() + times.lockWaitMs;
  while (!(await tryToTake(path, token, times.lockStaleMs))) {
    if (performance.now() >= giveUpMs) return undefined;
    await sleep(RETRY_MS);
  }
  const beat = setInterval(() => {
    if (tokenIn(path) === token) return touch(path);
    clearInterval(beat);
    onLost();
  }, times.lockBeatMs);
  return {
    release() {
      clearInterval(beat);
      if (tokenIn(path) === token) rmSync(path, { force: true });
    },
  };
}

/**
 * Who holds the lock in this folder.
 *
 * @param {string} folder
 * @param {number} staleMs
 * @returns {{ pid: number } | undefined} undefined when nobody does
 */
export function lockHolder(folder, staleMs) {
  const path = join(folder, FILE);
  return isStale(path, staleMs) ? undefined : { pid: lockIn(path)?.pid ?? 0 };
}

/** @param {string} path @param {string} token @param {number} staleMs */
async function tryToTake(path, token, staleMs) {
  const content = JSON.stringify({ pid: process.pid, token });
  try {
    writeFileSync(path, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw new LockError(`The lock cannot be written: ${error}`);
  }
  if (!isStale(path, staleMs)) return false;
  const mine = `${path}.${token}`;
  try {
    writeFileSync(mine, content, { mode: 0o600 });
    renameSync(mine, path);
  } catch (error) {
    rmSync(mine, { force: true });
    throw new LockError(`The lock cannot be written: ${error}`);
  }
  await sleep(SETTLE_MS);
  return tokenIn(path) === token;
}

/** @param {string} path @param {number} staleMs */
function isStale(path, staleMs) {
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (touched === undefined || Math.abs(Date.now() - touched) > staleMs) return true;
  // A lock that is being written is empty for a moment.
  const pid = lockIn(path)?.pid;
  return pid !== undefined && !isAlive(pid);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

/** @param {string} path @returns {{ pid: number, token: string } | undefined} */
function lockIn(path) {
  try {
    const bytes = readFileSync(path);
    const lock = bytes.length <= MAX_LOCK_BYTES ? parseJson(bytes) : undefined;
    if (!isRecord(lock) || typeof lock.token !== 'string') return undefined;
    // `kill` takes 0 and negative numbers for groups of processes.
    if (typeof lock.pid !== 'number' || !Number.isSafeInteger(lock.pid) || lock.pid < 1) return undefined;
    return { pid: lock.pid, token: lock.token };
  } catch {
    return undefined;
  }
}

/** @param {string} path */
const tokenIn = (path) => lockIn(path)?.token;

/** @param {string} path */
function touch(path) {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Gone in this very moment: the next beat says so.
  }
}

/** @param {unknown} error @param {string} code */
const isCode = (error, code) => error instanceof Error && /** @type {NodeJS.ErrnoException} */ (error).code === code;
