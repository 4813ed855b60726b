import { afterEach, describe, expect, it } from 'vitest';
import { startOpenBroker } from '../contract/relay-brokers';
import { exchangeCodes, openPair } from '../e2e/by-hand';
import { join, openParty, type Party } from '../e2e/party';
import { expectMembers, leaveRoom } from '../e2e/popup';
import { type Options, openStage, type Person, type Stage } from '../e2e/stage';
import { clickPlay, expectFollows, expectInStep, expectPaused, expectSameFrame, press, videoOf } from '../e2e/watching';
import { worker } from '../helpers/browsers.mjs';
import { pressSoon } from '../helpers/party.mjs';
import { startNostrRelay, startTracker } from '../servers/index.mjs';
import { missingOf, startMosquitto, startNats } from './programs.mjs';

/**
 * One evening over every way: join, play, pause, seek, rate, a friend who comes late, one who leaves, one whose room place
 * dies and who is back. `npm run ways:evening`; what a way must reach in milliseconds is asked by `npm run ways`.
 */

const TIMEOUT_MS = 180_000;
/** A peer that has to be dialled again, over servers that introduce in their own time. */
const BACK_WITHIN_MS = 20_000;
const MOSQUITTO_PORT = 27_420;
const NATS_PORT_FROM = 27_440;
/** Nobody listens there. */
const NOWHERE = 'ws://127.0.0.1:9';
const NO_ROUTE: Options = { publicServers: false };

interface Way {
  readonly name: string;
  readonly programs?: readonly string[];
  readonly guest?: 'firefox';
  /** Starts what it needs beside the server of the stage. */
  readonly open: (stage: Stage) => Promise<Options>;
}

let closes: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closes.reverse()) await close().catch(() => {});
  closes = [];
});
const running = <T extends { close(): Promise<unknown> }>(thing: T): T => {
  closes.push(() => thing.close());
  return thing;
};

const peerjs = async (): Promise<Options> => NO_ROUTE;
const aedes = async (stage: Stage): Promise<Options> => {
  const { url } = running(await startOpenBroker());
  await stage.stopServer();
  return { relay: url, ...NO_ROUTE };
};
const torrent = async (stage: Stage): Promise<Options> => {
  const { url } = running(await startTracker());
  await stage.stopServer();
  return { trackers: url, nostr: NOWHERE };
};

const WAYS: readonly Way[] = [
  { name: 'peerjs', open: peerjs },
  { name: 'peerjs, a guest in Firefox', guest: 'firefox', open: peerjs },
  { name: 'relay: aedes', open: aedes },
  { name: 'relay: aedes, a guest in Firefox', guest: 'firefox', open: aedes },
  { name: 'relay: our own server, relay only', open: async () => ({ relayOnly: true, ...NO_ROUTE }) },
  {
    name: 'relay: mosquitto',
    programs: ['mosquitto'],
    open: async (stage) => {
      const { url } = running(await startMosquitto('127.0.0.1', MOSQUITTO_PORT));
      await stage.stopServer();
      return { relay: url, ...NO_ROUTE };
    },
  },
  {
    name: 'relay: three nodes of NATS',
    programs: ['nats-server'],
    open: async (stage) => {
      const { nodes } = running(await startNats('127.0.0.1', 3, NATS_PORT_FROM));
      await stage.stopServer();
      return { relay: nodes.map(({ url }) => url).join(' '), ...NO_ROUTE };
    },
  },
  { name: 'torrent', open: torrent },
  { name: 'torrent, a guest in Firefox', guest: 'firefox', open: torrent },
  {
    name: 'nostr',
    open: async (stage) => {
      const { url } = running(await startNostrRelay());
      await stage.stopServer();
      return { trackers: NOWHERE, nostr: url };
    },
  },
];

describe.each(WAYS)('$name', ({ programs = [], guest: browser, open }) => {
  it.skipIf(missingOf(programs).length > 0)(
    'carries a whole evening',
    async () => {
      const stage = running(await openStage());
      const options = await open(stage);
      const guestOf = browser === 'firefox' ? (of: Stage) => of.firefox({}, options) : undefined;
      const party = await openParty(stage, options, guestOf);
      await expectPresses(party);
      const third = await stage.friend({}, options);
      await join(third, party.invite);
      await expectInStep(party.host, party.guest, third);
      await expectMembers(party.host, 3);
      await third.page.bringToFront();
      // SPEC IN-2: what a player does so soon after it was loaded is taken for the site's doing.
      const { position } = await videoOf(third);
      await expect
        .poll(async () => (await videoOf(third)).position, { timeout: 5_000 })
        .toBeGreaterThan(position + 1.5);
      await press(third, 'pause');
      for (const other of [party.host, party.guest]) await expectPaused(other, true);
      await press(third, 'play');
      await expectInStep(party.host, party.guest, third);
      await expectBack(third);
      await expectInStep(party.host, party.guest, third);
      await expectLeaves(party, third);
    },
    TIMEOUT_MS,
  );
});

describe('by hand', () => {
  it(
    'carries a whole evening',
    async () => {
      const stage = running(await openStage());
      await stage.stopServer();
      const [host, guest, third] = await Promise.all([
        stage.host({}, NO_ROUTE),
        stage.friend({}, NO_ROUTE),
        stage.friend({}, NO_ROUTE),
      ]);
      for (const { page } of [host, guest, third]) await page.goto(stage.site);
      const hosts = await openPair(host);
      await pressSoon(hosts, 'Create room');
      const guests = await openPair(guest);
      await exchangeCodes(hosts, guests);
      await guests.close();
      await clickPlay(host);
      await expectInStep(host, guest);
      await expectPresses({ host, guest });
      // Another one comes late, by codes of its own.
      await hosts.bringToFront();
      await pressSoon(hosts, 'New code');
      const thirds = await openPair(third);
      await exchangeCodes(hosts, thirds);
      await Promise.all([hosts.close(), thirds.close()]);
      await expectInStep(host, guest, third);
      await expectLeaves({ host, guest }, third);
    },
    TIMEOUT_MS,
  );
});

/** Play, pause, seek and rate of either are followed by the other. */
async function expectPresses({ host, guest }: Pick<Party, 'host' | 'guest'>): Promise<void> {
  for (const [one, other, place] of [
    [host, guest, 30],
    [guest, host, 60],
  ] as const) {
    await expectFollows(one, other);
    await press(one, { seek: place });
    await expect.poll(async () => (await videoOf(other)).position, { timeout: 5_000 }).toBeGreaterThan(place - 0.5);
    await expectInStep(one, other);
    await press(one, { rate: 1.25 });
    await expect.poll(async () => (await videoOf(other)).rate, { timeout: 5_000 }).toBeCloseTo(1.25, 1);
    await expectInStep(one, other);
    await press(one, { rate: 1 });
    await expect.poll(async () => (await videoOf(other)).rate, { timeout: 5_000 }).toBeCloseTo(1, 1);
    await press(one, 'pause');
    await expectSameFrame(one, other);
    await press(one, 'play');
    await expectInStep(one, other);
  }
}

/** Somebody's room place dies: it is back, by whatever way. */
async function expectBack(person: Person): Promise<void> {
  await (await worker(person.browser)).evaluate(() => chrome.offscreen.closeDocument());
  await expectMembers(person, 3, BACK_WITHIN_MS);
  await person.page.bringToFront();
  await expectPaused(person, false, BACK_WITHIN_MS);
}

async function expectLeaves({ host, guest }: Pick<Party, 'host' | 'guest'>, third: Person): Promise<void> {
  await leaveRoom(third);
  await expectMembers(host, 2);
  await host.page.bringToFront();
  await press(third, 'pause');
  await expectFollows(host, guest);
}
