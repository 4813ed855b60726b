// @ts-check
/** The rows of the table that one machine's loopback is enough for: a way, a network, and what happens there. */

import { startBroker, startRefusingBroker } from '../helpers/brokers.mjs';
import { openPopup } from '../helpers/browsers.mjs';
import { startNostrRelay, startTracker, startUnhelpful } from '../servers/index.mjs';
import { ALONE, failure, meetByHand, party } from './parties.mjs';
import { NOWHERE, nobodysInvite, openRoom } from './stage.mjs';

/** @typedef {import('./parties.mjs').Row} Row */

/** Ports that a build with the shipped defaults is made for, in place of other people's servers. */
export const PUBLIC = { relay: 27_191, tracker: 27_192, nostr: 27_193, nobody: 27_194 };

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
      return meetByHand(stage, host, guest);
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
