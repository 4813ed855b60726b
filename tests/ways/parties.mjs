// @ts-check
/** What two people do in a row of the table, and what must come of it. */
import { nowMs } from '../bench/page-clock.mjs';
import { workFilm } from '../helpers/film.mjs';
import { named } from '../helpers/party.mjs';
import { driftOf, joinedMs, lateMs as latenessOf, problemOf, untilPaused, wayOf } from './measure.mjs';
import { giveCode, openPair, openRoom, ownCode } from './stage.mjs';

/** @typedef {import('./stage.mjs').Stage} Stage */
/** @typedef {import('./stage.mjs').Person} Person */
/**
 * `joinMs`: until both are in step, or until a party whose way was cut hears its host again.
 *
 * @typedef {{ ok: boolean, by?: string | undefined, joinMs?: number | undefined, p95Ms?: number, cause?: string | undefined }} Result
 */
/**
 * @typedef {object} Row
 * @property {string} way
 * @property {string} network
 * @property {string} scenario
 * @property {import('./world.mjs').HomePlan[]} [homes] in a world of its own; without it, on loopback
 * @property {Record<string, string>} [env] of the server
 * @property {boolean} [isShipped] with a build as it is shipped
 * @property {readonly string[]} [programs] that must be on the machine
 * @property {(stage: Stage) => Promise<Result>} run
 */

/** Without a path ICE gives up after 15–17 s. */
const GIVEN_UP_MS = 60_000;
const JOIN_MAX_MS = 30_000;
/** Drift p95 after 10 s, ms: over a relay the clock is less certain. */
const P95_MS = { direct: 15, relay: 25 };

/** Pages whose timers are later than this have a machine that has other things to do: their figures say little, ms. */
const LATE_MS = 20;
const busy = (/** @type {number} */ lateMs) => `the machine was busy: timers came ${lateMs} ms late (p95)`;

/** Whoever must fail has nobody's public servers to fall back on. */
export const ALONE = { publicServers: false };

/**
 * Two people in step by one way.
 *
 * @param {Stage} stage
 * @param {{ way: string, options: Record<string, unknown>, joinMs: number, ready?: () => Promise<void> }} expected
 * @returns {Promise<Result>}
 */
export async function party(stage, { way, options, joinMs: joinMaxMs, ready = async () => {} }) {
  const [host, guest] = [await stage.person(options), await stage.person(options)];
  await ready();
  return join(stage, host, guest, { way, joinMaxMs });
}

/**
 * @param {Stage} stage @param {Person} host @param {Person} guest @param {{ way: string, joinMaxMs: number }} expected
 * @returns {Promise<Result>}
 */
export async function join(stage, host, guest, { way, joinMaxMs }) {
  const invite = await openRoom(stage, host);
  const since = nowMs();
  await guest.page.goto(invite).catch(ignoreReload);
  return measured(host, guest, { way, since, joinMaxMs });
}

/** A page takes the code out of its address by loading itself again: no error of the navigation. @param {unknown} error */
function ignoreReload(error) {
  if (!/ERR_ABORTED|detached/.test(String(error))) throw error;
}

/**
 * @param {Person} host @param {Person} guest @param {{ way: string, since: number, joinMaxMs: number }} expected
 * @returns {Promise<Result>}
 */
export async function measured(host, guest, { way, since, joinMaxMs }) {
  const joinMs = await joinedMs(host, guest, since, JOIN_MAX_MS);
  if (joinMs === undefined) return notInStep(host, guest);
  const by = await wayOf(guest.browser);
  const { p95Ms, lateMs } = await driftOf(host, guest);
  const p95Max = way === 'relay' ? P95_MS.relay : P95_MS.direct;
  const ok = by === way && joinMs <= joinMaxMs && p95Ms <= p95Max;
  return { ok, by, joinMs, p95Ms, ...(ok || lateMs <= LATE_MS ? {} : { cause: busy(lateMs) }) };
}

/** @param {Person} host @param {Person} guest @returns {Promise<Result>} why, as far as it can be told */
async function notInStep(host, guest) {
  const problem = (await problemOf(guest.browser, 1_000))?.problem;
  if (problem) return { ok: false, cause: problem };
  const by = await wayOf(guest.browser);
  const lateMs = latenessOf([host, guest]);
  const why = by === undefined ? 'they never met' : 'they met, and were never in step for a second';
  return { ok: false, by, cause: lateMs <= LATE_MS ? why : `${why}; ${busy(lateMs)}` };
}

/**
 * One person, who must not get in and be told why.
 *
 * @param {Person} person
 * @param {string} invite
 * @param {string} subject the row of the doctor that must say so
 * @param {string} wanted
 * @returns {Promise<Result>}
 */
export async function failure(person, invite, subject, wanted) {
  const since = nowMs();
  await person.page.goto(invite).catch(ignoreReload);
  const told = await problemOf(person.browser, GIVEN_UP_MS);
  const cause = told?.checks.find((check) => check.subject === subject)?.cause;
  // Nothing to complain of: it may have got in all the same.
  if (!told) return { ok: false, by: await wayOf(person.browser), cause: 'no problem was told' };
  return { ok: cause === wanted, joinMs: Math.round(nowMs() - since), cause };
}

/**
 * Two people who carry codes to each other: measured from the last one that is pasted.
 *
 * @param {Stage} stage @param {Person} host @param {Person} guest
 * @returns {Promise<Result>}
 */
export async function meetByHand(stage, host, guest) {
  for (const { page } of [host, guest]) await page.goto(stage.site);
  const hosts = await openPair(host);
  const guests = await openPair(guest);
  await hosts.locator(named('button', 'Create room')).click();
  await giveCode(guests, await ownCode(hosts));
  const answer = await ownCode(guests);
  await workFilm(host.page, 'play', { gesture: true });
  const since = nowMs();
  await giveCode(hosts, answer);
  return measured(host, guest, { way: 'manual', since, joinMaxMs: 3_000 });
}

/** A cut that nothing has bridged by then is not going to be, ms. */
const BRIDGE_MAX_MS = 30_000;

/**
 * Cuts the way that a party goes by and has the host pause at that moment: it counts when the guest does. Then both go on.
 *
 * @param {Stage} stage
 * @param {{ host: Person, guest: Person, cut: () => Promise<unknown> | unknown, by: string, withinMs: number }} expected
 *   `by`: the way they go on by
 * @returns {Promise<Result>}
 */
export async function bridged(stage, { host, guest, cut, by: wanted, withinMs }) {
  const invite = await openRoom(stage, host);
  await guest.page.goto(invite).catch(ignoreReload);
  if ((await joinedMs(host, guest, nowMs(), JOIN_MAX_MS)) === undefined) return notInStep(host, guest);
  // A way that is better, or a second one, is looked for in the first seconds.
  const { lateMs } = await driftOf(host, guest);
  const before = await wayOf(guest.browser);
  await cut();
  await workFilm(host.page, 'pause', { gesture: true });
  const joinMs = await untilPaused(guest.page, true, BRIDGE_MAX_MS);
  if (joinMs === undefined) return { ok: false, by: before, cause: 'the guest never heard of the pause' };
  await workFilm(host.page, 'play', { gesture: true });
  const again = await joinedMs(host, guest, nowMs(), JOIN_MAX_MS);
  const by = await wayOf(guest.browser);
  const ok = again !== undefined && by === wanted && joinMs <= withinMs;
  return { ok, by, joinMs, ...(ok || lateMs <= LATE_MS ? {} : { cause: busy(lateMs) }) };
}
