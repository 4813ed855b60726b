// @ts-check
/** Discord, for as long as the extension wants it: found, found again when it restarts, and left without a trace. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isSecret, isSnowflake } from '../messages.mjs';
import { findDiscord } from './find.mjs';
import { createPresenter } from './presenter.mjs';
import { CommandError, DiscordError, userOf } from './protocol.mjs';

/** @typedef {import('./connection.mjs').Connection} Connection */
/** @typedef {import('../messages.mjs').DiscordStatus} DiscordStatus */

/** So many people may wait for an answer; of more the oldest is forgotten. */
const MAX_REQUESTS = 64;
/** Events that are passed on at once, and then one a second: people do not ask faster, and what floods is not Discord. */
const EVENT_BURST = 16;
const EVENT_EVERY_MS = 1_000;

/**
 * @typedef {object} DiscordEvents
 * @property {(status: DiscordStatus) => void} onStatus
 * @property {(request: { userId: string, name: string }) => void} onRequest
 * @property {(secret: string) => void} onJoin
 * @property {(words: string) => void} onRefused the presence was not taken
 */

/**
 * @param {object} parts
 * @param {import('./sockets.mjs').Place} parts.place
 * @param {string} parts.clientId
 * @param {import('../times.mjs').Times} parts.times
 * @param {() => number} parts.nowMs a clock that never goes back
 * @param {number} parts.pid
 * @param {DiscordEvents} events
 */
export function createDiscord({ place, clientId, times, nowMs, pid }, { onStatus, onRequest, onJoin, onRefused }) {
  const off = new AbortController();
  const presenter = createPresenter({ times, nowMs, pid, onRefused });
  /** @type {Set<string>} */
  const requests = new Set();
  const mayPassOn = createAllowance(nowMs);
  /** @type {Connection | undefined} */
  let connection;

  /** @param {string} event @param {Record<string, unknown>} data */
  const hear = (event, data) => {
    if (event === 'ACTIVITY_JOIN_REQUEST') {
      const { id, name } = userOf(data.user);
      if (!isSnowflake(id) || !mayPassOn()) return;
      requests.delete(id);
      requests.add(id);
      for (const oldest of requests) if (requests.size > MAX_REQUESTS) requests.delete(oldest);
      onRequest({ userId: id, name });
    }
    if (event === 'ACTIVITY_JOIN' && isSecret(data.secret) && mayPassOn()) onJoin(data.secret);
  };

  /** @param {Connection} on @returns {Promise<DiscordError>} why it is over */
  const serve = async (on) => {
    if (off.signal.aborted) on.close();
    connection = on;
    on.listen(hear);
    const { name } = on.user;
    onStatus(on.isArrpc ? { discord: 'link-only', name, why: 'arrpc' } : { discord: 'connected', name });
    presenter.attach(on, !on.isArrpc);
    if (!on.isArrpc) void subscribe(on);
    const why = await on.ended;
    connection = undefined;
    requests.clear();
    presenter.detach();
    return why;
  };

  /** Silence counts for a yes: some clients answer no SUBSCRIBE. @param {Connection} on */
  const subscribe = async (on) => {
    const answers = ['ACTIVITY_JOIN', 'ACTIVITY_JOIN_REQUEST'].map((event) => on.request('SUBSCRIBE', {}, event));
    const [, requestsHeard] = await Promise.allSettled(answers);
    const error = requestsHeard?.status === 'rejected' ? requestsHeard.reason : undefined;
    if (!(error instanceof CommandError) || error.reason !== 'error' || on !== connection) return;
    onStatus({ discord: 'link-only', name: on.user.name, why: 'not-allowed' });
    presenter.withdrawTicket();
  };

  const keepLooking = async () => {
    let failures = 0;
    while (!off.signal.aborted) {
      onStatus({ discord: 'searching' });
      const startedMs = nowMs();
      const why = await findDiscord(place, clientId, times).then(serve, reasonOf);
      if (off.signal.aborted) return;
      failures = nowMs() - startedMs >= times.steadyMs ? 0 : failures;
      const retryMs = Math.min(times.retryMinMs * 2 ** failures, times.retryMaxMs);
      failures += 1;
      const isFinal = why.reason === 'client-id';
      onStatus({ discord: 'absent', why: why.reason, words: why.message, ...(isFinal ? {} : { retryMs }) });
      if (isFinal) return;
      await sleep(retryMs, undefined, { signal: off.signal }).catch(() => {});
    }
  };

  void keepLooking();

  return {
    show: presenter.show,
    /** @param {string} userId */
    hasRequest: (userId) => requests.has(userId),
    /**
     * @param {string} userId of a request
     * @param {boolean} letIn
     * @returns {Promise<string | undefined>} why Discord did not take it
     */
    async answer(userId, letIn) {
      requests.delete(userId);
      try {
        if (letIn) await connection?.request('SEND_ACTIVITY_JOIN_INVITE', { user_id: userId });
        else await decline(connection, userId);
        return undefined;
      } catch (error) {
        if (error instanceof CommandError) return error.message;
        throw error;
      }
    },
    /** Takes the presence back and leaves; within `farewellMs`. */
    async end() {
      off.abort();
      await Promise.race([presenter.end(), sleep(times.farewellMs, undefined, { ref: false })]);
      connection?.close();
    },
  };
}

/** @param {unknown} error */
function reasonOf(error) {
  if (error instanceof DiscordError) return error;
  throw error;
}

/**
 * Discord's documentation and its own library name this command differently. A request that neither ends lapses by itself.
 *
 * @param {Connection | undefined} connection @param {string} userId
 */
async function decline(connection, userId) {
  try {
    await connection?.request('CLOSE_ACTIVITY_JOIN_REQUEST', { user_id: userId });
  } catch (error) {
    if (!(error instanceof CommandError) || error.reason !== 'error') throw error;
    await connection?.request('CLOSE_ACTIVITY_REQUEST', { user_id: userId });
  }
}

/** @param {() => number} nowMs @returns {() => boolean} whether one more event is within the rate */
function createAllowance(nowMs) {
  let left = EVENT_BURST;
  let filledMs = nowMs();
  return () => {
    const atMs = nowMs();
    left = Math.min(EVENT_BURST, left + (atMs - filledMs) / EVENT_EVERY_MS);
    filledMs = atMs;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
