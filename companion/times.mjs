// @ts-check
/**
 * Every duration of a running companion. The tests hand in shorter ones.
 *
 * @typedef {object} Times
 * @property {number} pingMs The companion ends after so long without a ping: a browser that hangs leaves no presence behind.
 * @property {number} lockWaitMs A new companion waits so long for the lock: the one before it needs up to `farewellMs` to end.
 * @property {number} lockBeatMs The holder of the lock touches it so often, and looks whether the lock is still its own.
 * @property {number} lockStaleMs A lock that was not touched for so long belongs to nobody, even if its process id lives:
 *   the id may be another program's by now. Six beats.
 * @property {number} connectMs A local socket connects within some ms; Discord starting up takes longer.
 * @property {number} readyMs Discord answers a handshake within so long, or is taken for one that hangs.
 * @property {number} replyMs A command that is not answered within so long counts as unanswered.
 * @property {number} retryMinMs The first pause before Discord is looked for again; each further pause is twice as long.
 * @property {number} retryMaxMs The longest pause.
 * @property {number} steadyMs A connection that held so long was a good one: the pauses begin anew.
 * @property {number} updateMs Discord passes on one update in 15 s. More of them were seen to delay requests to join.
 * @property {number} farewellMs At the end Discord has so long to take the presence back. Browsers kill a host 2 s after
 *   its port closed.
 */

/** @type {Readonly<Times>} */
export const TIMES = Object.freeze({
  pingMs: 60_000,
  lockWaitMs: 3_000,
  lockBeatMs: 5_000,
  lockStaleMs: 30_000,
  connectMs: 2_000,
  readyMs: 5_000,
  replyMs: 5_000,
  retryMinMs: 5_000,
  retryMaxMs: 60_000,
  steadyMs: 30_000,
  updateMs: 15_000,
  farewellMs: 1_000,
});
