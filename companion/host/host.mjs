// @ts-check
/**
 * The process that the browser starts. It speaks with the extension over stdin and stdout and with Discord over
 * its local socket; it opens no address and executes nothing.
 */
import { createDiscord } from '../discord/client.mjs';
import { MAX_MESSAGE_BYTES } from '../messages.mjs';
import { TIMES } from '../times.mjs';
import { COMPANION_VERSION } from '../version.mjs';
import { LockError, lockFolder, takeLock } from './lock.mjs';
import { openPort } from './port.mjs';
import { createSession } from './session.mjs';

/** @typedef {import('../messages.mjs').ByeReason} ByeReason */

/**
 * Runs until the port closes, the extension falls silent, or another companion holds the lock. Then the presence is taken
 * back and the process ends.
 *
 * @param {object} [options]
 * @param {import('../times.mjs').Times} [options.times]
 * @returns {Promise<void>}
 */
export async function runHost({ times = TIMES } = {}) {
  const place = { system: process.platform, env: process.env, uid: process.getuid?.() };
  /** @type {import('./lock.mjs').Lock | undefined} */
  let lock;
  let isEnding = false;

  /** @param {ByeReason} [reason] none when nobody is left to be told @param {string} [words] */
  const end = async (reason, words = '') => {
    if (isEnding) return;
    isEnding = true;
    if (reason) port.send({ type: 'bye', reason, words });
    await session.end();
    lock?.release();
    await port.close();
    process.exit(0);
  };

  const session = createSession({
    version: COMPANION_VERSION,
    pingMs: times.pingMs,
    send: (message) => port.send(message),
    openDiscord: (clientId, events) =>
      createDiscord({ place, clientId, times, nowMs: () => performance.now(), pid: process.pid }, events),
    onSilence: () => void end('no-ping', `The extension said nothing for ${times.pingMs / 1000} s.`),
  });

  process.stdin.pause();
  const port = openPort(
    { input: process.stdin, output: process.stdout },
    {
      onMessage: (value) => session.hear(value),
      onTooLong: (bytes, goesOn) => {
        const words = `A message of ${bytes} bytes is longer than ${MAX_MESSAGE_BYTES}.`;
        if (goesOn) session.refuse('too-long', words);
        else void end('too-long', words);
      },
      onEnd: () => void end(),
    },
  );
  // Windows has no SIGHUP of its own and ends a host at once; Discord then notices that the process is gone.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.once(signal, () => void end());

  try {
    lock = await takeLock(lockFolder(place), times, () => void end('superseded', 'Another companion took over.'));
  } catch (error) {
    if (!(error instanceof LockError)) throw error;
    return end('lock', error.message);
  }
  if (!lock) return end('busy', 'Another browser or profile shows its party on Discord already.');
  process.stdin.resume();
}
