// @ts-check
/** Finding the Discord to speak to, where several may listen. */
import { connect } from './connection.mjs';
import { DiscordError } from './protocol.mjs';
import { findSockets } from './sockets.mjs';

/** @typedef {import('./connection.mjs').Connection} Connection */

/** Of several failures the person is told the one that is most likely theirs to mend. */
const TELLING = ['client-id', 'denied', 'other-user', 'refused', 'garbled', 'silent', 'gone', 'not-running'];

/**
 * Connects to the first real Discord; to a client made with arRPC only if there is no real one, since it passes no
 * requests on.
 *
 * @param {import('./sockets.mjs').Place} place
 * @param {string} clientId
 * @param {import('../times.mjs').Times} times
 * @returns {Promise<Connection>}
 * @throws {DiscordError} the most telling reason
 */
export async function findDiscord(place, clientId, times) {
  /** @type {DiscordError[]} */
  const problems = [new DiscordError('not-running', 'Discord is not running.')];
  /** @type {Connection | undefined} */
  let arrpc;
  for (const { path, owner } of findSockets(place)) {
    if (owner === 'another') {
      problems.push(new DiscordError('other-user', 'Discord runs for another user of this machine.'));
      continue;
    }
    try {
      const connection = await connect(path, clientId, times);
      if (!connection.isArrpc) {
        arrpc?.close();
        return connection;
      }
      if (arrpc) connection.close();
      else arrpc = connection;
    } catch (error) {
      if (!(error instanceof DiscordError)) throw error;
      problems.push(error);
    }
  }
  if (arrpc) return arrpc;
  throw problems.reduce((a, b) => (TELLING.indexOf(b.reason) < TELLING.indexOf(a.reason) ? b : a));
}
