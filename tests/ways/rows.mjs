// @ts-check
/** The rows of the table: a way, a network, and what happens there. */

import { startBroker, startRefusingBroker } from '../helpers/brokers.mjs';
import { openPopup } from '../helpers/browsers.mjs';
import { workFilm } from '../helpers/film.mjs';
import { startNostrRelay, startTracker, startUnhelpful } from '../servers/index.mjs';
import { driftP95Ms, joinedMs, problemOf, wayOf } from './measure.mjs';
import { giveCode, NOWHERE, nobodysInvite, openPair, openRoom, ownCode } from './stage.mjs';

/** @typedef {import('./stage.mjs').Stage} Stage */
/** @typedef {import('./stage.mjs').Person} Person */
/** @typedef {{ ok: boolean, by?: string | undefined, joinMs?: number | undefined, p95Ms?: number, cause?: string | undefined }} Result */
/** @typedef {{ way: string, network: string, scenario: string, run: (stage: Stage) => Promise<Result> }} Row */

/** Ports that a build with the shipped defaults is made for, in place of other people's servers. */
export const PUBLIC = { relay: 27_191, tracker: 27_192, nostr: 27_193, nobody: 27_194 };

/** Without a path ICE gives up after 15–17 s. */
const GIVEN_UP_MS = 60_000;
const JOIN_MAX_MS = 30_000;
/** Drift p95 after 10 s, ms: over a relay the clock is less certain. */
const P95_MS = { direct: 15, relay: 25 };

/**
 * Two people in step by one way.
 *
 * @param {Stage} stage
 * @param {{ way: string, options: Record<string, unknown>, joinMs: number, ready?: () => Promise<void> }} expected
 * @returns {Promise<Result>}
 */
async function party(stage, { way, options, joinMs: joinMaxMs, ready = async () => {} }) {
  const [host, guest] = [await stage.person(options), await stage.person(options)];
  await ready();
  const invite = await openRoom(stage, host);
  const since = performance.now();
  await guest.page.goto(invite);
  return measured(host, guest, { way, since, joinMaxMs });
}

/** @param {Person} host @param {Person} guest @param {{ way: string, since: number, joinMaxMs: number }} expected */
async function measured(host, guest, { way, since, joinMaxMs }) {
  const joinMs = await joinedMs(host.page, guest.page, since, JOIN_MAX_MS);
  if (joinMs === undefined) return { ok: false, cause: (await problemOf(guest.browser, 1_000))?.problem };
  const by = await wayOf(guest.browser);
  const p95Ms = await driftP95Ms(host.page, guest.page);
  const p95Max = way === 'relay' ? P95_MS.relay : P95_MS.direct;
  return { ok: by === way && joinMs <= joinMaxMs && p95Ms <= p95Max, by, joinMs, p95Ms };
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
async function failure(person, invite, subject, wanted) {
  const since = performance.now();
  await person.page.goto(invite);
  const told = await problemOf(person.browser, GIVEN_UP_MS);
  const cause = told?.checks.find((check) => check.subject === subject)?.cause;
  return { ok: cause === wanted, joinMs: Math.round(performance.now() - since), cause };
}

/** Whoever must fail has nobody's public servers to fall back on. */
const ALONE = { publicServers: false };

/** @type {readonly Row[]} */
export const ROWS = [
  {
    way: 'peerjs',
    network: 'loopback',
    scenario: 'a server of one’s own',
    run: (stage) => party(stage, { way: 'peerjs', options: { server: stage.server }, joinMs: 1_000 }),
  },
  {
    way: 'relay',
    network: 'loopback',
    scenario: 'relay only, over that server',
    run: (stage) => party(stage, { way: 'relay', options: { server: stage.server, relayOnly: true }, joinMs: 2_000 }),
  },
  {
    way: 'relay',
    network: 'loopback',
    scenario: 'the server is dead, a relay of one’s own',
    async run(stage) {
      const { url } = stage.with(await startBroker());
      const options = { server: stage.server, relay: url, ...ALONE };
      return party(stage, { way: 'relay', options, joinMs: 3_000, ready: stage.stopServer });
    },
  },
  {
    way: 'trystero',
    network: 'loopback',
    scenario: 'the server is dead, a tracker',
    async run(stage) {
      const { url } = stage.with(await startTracker());
      const options = { server: stage.server, trackers: url, nostr: NOWHERE };
      return party(stage, { way: 'trystero', options, joinMs: 6_000, ready: stage.stopServer });
    },
  },
  {
    way: 'trystero',
    network: 'loopback',
    scenario: 'the server is dead, a Nostr relay',
    async run(stage) {
      const { url } = stage.with(await startNostrRelay());
      const options = { server: stage.server, trackers: NOWHERE, nostr: url };
      return party(stage, { way: 'trystero', options, joinMs: 6_000, ready: stage.stopServer });
    },
  },
  {
    way: 'manual',
    network: 'loopback',
    scenario: 'no service at all',
    async run(stage) {
      const options = { server: stage.server, ...ALONE };
      const [host, guest] = [await stage.person(options), await stage.person(options)];
      await stage.stopServer();
      for (const { page } of [host, guest]) await page.goto(stage.site);
      const hosts = await openPair(host);
      const guests = await openPair(guest);
      await hosts.locator('::-p-aria([role="button"][name="Create room"])').click();
      await giveCode(guests, await ownCode(hosts));
      const answer = await ownCode(guests);
      await workFilm(host.page, 'play', { gesture: true });
      const since = performance.now();
      await giveCode(hosts, answer);
      return measured(host, guest, { way: 'manual', since, joinMaxMs: 3_000 });
    },
  },
  {
    way: 'relay',
    network: 'loopback',
    scenario: 'shipped defaults, no tracker answers',
    async run(stage) {
      stage.with(await startBroker(PUBLIC.relay));
      await stage.stopServer();
      return party(stage, { way: 'relay', options: {}, joinMs: 6_000 });
    },
  },
  {
    way: 'trystero',
    network: 'loopback',
    scenario: 'shipped defaults, the server is dead',
    async run(stage) {
      stage.with(await startTracker({ port: PUBLIC.tracker }));
      stage.with(await startNostrRelay({ port: PUBLIC.nostr }));
      await stage.stopServer();
      return party(stage, { way: 'trystero', options: {}, joinMs: 6_000 });
    },
  },
  {
    way: 'peerjs',
    network: 'loopback',
    scenario: 'must fail: nobody has the room',
    async run(stage) {
      const person = await stage.person({ server: stage.server, ...ALONE });
      return failure(person, nobodysInvite(stage), 'peerjs', 'nobody-there');
    },
  },
  {
    way: 'peerjs',
    network: 'loopback',
    scenario: 'must fail: the server is dead',
    async run(stage) {
      const person = await stage.person({ server: stage.server, ...ALONE });
      const invite = nobodysInvite(stage);
      // The film's page is served by another.
      await stage.stopServer();
      return failure(person, invite, 'peerjs', 'server-unreachable');
    },
  },
  {
    way: 'peerjs',
    network: 'loopback',
    scenario: 'must fail: the room is locked',
    async run(stage) {
      const options = { server: stage.server, ...ALONE };
      const [host, guest] = [await stage.person(options), await stage.person(options)];
      const invite = await openRoom(stage, host);
      const popup = await openPopup(host.browser, host.page);
      await popup.locator('::-p-text(More)').click();
      await popup.locator('::-p-aria([role="switch"][name="Lock room"])').click();
      return failure(guest, invite, 'peerjs', 'locked');
    },
  },
  {
    way: 'peerjs',
    network: 'no UDP by the browser’s policy',
    scenario: 'must fail: a direct path alone',
    async run(stage) {
      // The server's own relay would help.
      const options = { server: stage.server, relay: NOWHERE, ...ALONE };
      const host = await stage.person(options);
      const guest = await stage.person(options, ['--webrtc-ip-handling-policy=disable_non_proxied_udp']);
      return failure(guest, await openRoom(stage, host), 'peerjs', 'tcp-only');
    },
  },
  {
    way: 'relay',
    network: 'loopback',
    scenario: 'must fail: the relay refuses',
    async run(stage) {
      const { url } = stage.with(await startRefusingBroker());
      const person = await stage.person({ server: stage.server, relay: url, ...ALONE });
      return failure(person, nobodysInvite(stage), 'relay', 'relay-refuses');
    },
  },
  {
    way: 'trystero',
    network: 'loopback',
    scenario: 'must fail: trackers say nothing',
    async run(stage) {
      const { url } = stage.with(await startUnhelpful('silent'));
      const person = await stage.person({ server: stage.server, trackers: url, nostr: NOWHERE, alwaysPublic: true });
      const invite = nobodysInvite(stage);
      await stage.stopServer();
      return failure(person, invite, 'trystero', 'trackers-silent');
    },
  },
];
