// @ts-check
/** Shows an activity on whatever connection there is: seldom, and the last one always. */
import { activityOf, DISPENSABLE, isSameActivity, without } from './activity.mjs';
import { CommandError } from './protocol.mjs';

/** @typedef {import('./activity.mjs').Activity} Activity */
/** @typedef {import('./connection.mjs').Connection} Connection */
/** @typedef {import('../presence.mjs').Presence} Presence */

/**
 * @param {object} parts
 * @param {import('../times.mjs').Times} parts.times
 * @param {() => number} parts.nowMs a clock that never goes back
 * @param {number} parts.pid Discord takes the presence back when this process ends
 * @param {(words: string) => void} parts.onRefused Discord did not take the activity
 */
export function createPresenter({ times, nowMs, pid, onRefused }) {
  /** @type {Presence | undefined} */
  let wanted;
  /** @type {{ connection: Connection, canAsk: boolean } | undefined} */
  let stage;
  /** What was sent last on this connection. @type {Activity | undefined} */
  let shown;
  /** Whether it is known to have arrived: what Discord did not answer is sent anew with the next change. */
  let isSure = true;
  /** What this Discord does not take. @type {Set<string>} */
  const refused = new Set();
  let sentMs = Number.NEGATIVE_INFINITY;
  let sent = 0;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;

  const update = () => {
    clearTimeout(timer);
    if (!stage) return;
    const activity = wanted && activityOf(wanted, stage);
    if (isSure && isSameActivity(activity, shown)) return;
    // What is not to be seen any longer vanishes at once.
    const waitMs = activity ? sentMs + times.updateMs - nowMs() : 0;
    if (waitMs > 0) timer = setTimeout(update, waitMs);
    else void send(activity);
  };

  /** @param {Activity | undefined} activity @param {readonly string[]} [triedWithout] fields, on a guess */
  const send = async (activity, triedWithout = []) => {
    const on = stage;
    if (!on) return;
    const mine = ++sent;
    sentMs = nowMs();
    shown = activity;
    isSure = true;
    try {
      const args = { pid, activity: activity ? without(activity, refused) : null };
      await on.connection.request('SET_ACTIVITY', args);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      if (mine !== sent || on.connection !== stage?.connection || error.reason === 'gone') return;
      isSure = error.reason === 'error';
      const field = error.reason === 'error' && activity ? fieldToDrop(activity, error.message) : undefined;
      if (field) {
        refused.add(field);
        return send(activity, [...triedWithout, field]);
      }
      // It was none of them.
      for (const innocent of triedWithout) refused.delete(innocent);
      onRefused(error.message);
    }
  };

  /** The field that Discord names, else the first that it may have meant. @param {Activity} activity @param {string} words */
  const fieldToDrop = (activity, words) => {
    const left = DISPENSABLE.filter((field) => field in activity && !refused.has(field));
    return left.find((field) => words.includes(field)) ?? left[0];
  };

  return {
    /** @param {Presence | undefined} presence */
    show(presence) {
      wanted = presence;
      update();
    },
    /** Nothing is shown on a new connection. @param {Connection} connection @param {boolean} canAsk */
    attach(connection, canAsk) {
      stage = { connection, canAsk };
      shown = undefined;
      isSure = true;
      refused.clear();
      update();
    },
    /** Nobody hears who asks: what is shown from now on has no ticket. */
    withdrawTicket() {
      if (stage) stage = { ...stage, canAsk: false };
      update();
    },
    detach() {
      stage = undefined;
      clearTimeout(timer);
    },
    /** Takes back what is shown. @returns {Promise<void>} when Discord has answered, or will not */
    async end() {
      wanted = undefined;
      clearTimeout(timer);
      if (shown) await send(undefined);
      stage = undefined;
    },
  };
}
