import { beforeEach, expect, test, vi } from 'vitest';
import { untold } from '../../../entrypoints/background/openings';
import type { Place } from '../../../entrypoints/background/room';
import { keptRooms } from '../../../lib/browser/kept-rooms';
import { machineScheduler } from '../../../lib/browser/machine-scheduler';
import type { FromPlayer } from '../../../lib/core/ports/player-port';
import { makeRoomCode } from '../../../lib/core/wire/invite';
import type { PlayerPort } from '../../../lib/room/player-ports';
import { RoomService } from '../../../lib/room/service';
import { CLIENT_ID, type CompanionProcess } from '../../helpers/companion-process.mjs';
import { FakeBrowser, type FakeNativePort } from '../../helpers/fake-browser';
import { type MemoryNetwork, memoryNetwork } from '../../helpers/memory-network';
import { memoryShelf } from '../../helpers/memory-shelf';
import { plainLinks } from '../../helpers/plain-links';
import { stage } from './stage';

/**
 * Both sides of a party on Discord without a browser: the extension's background and room service, the real companion as a
 * process, and a Discord on its socket.
 */
const FILM = 'https://v.example/film';
const WE = ['Ann', 'Ben'];
const BEN = { id: '223372036854775807', username: 'ben', global_name: 'Ben' };
const sealing = plainLinks();

/** A companion's process is started in a second or two, and Discord passes one update on in so long. */
const eventually = (look: () => unknown) => vi.waitFor(look, { timeout: 20_000, interval: 20 });

let network: MemoryNetwork;
beforeEach(() => {
  network = memoryNetwork({ scheduler: machineScheduler, random: Math.random });
});

/** Somebody with a browser in which Discord is switched on. */
async function somebody(name: string, { arrpc = false, settings = {} } = {}) {
  const { companion, discord } = stage();
  const there = await discord({ arrpc });
  const companions: CompanionProcess[] = [];

  // Each has a browser of its own, and modules of their own that know it.
  const browser = new FakeBrowser();
  vi.resetModules();
  vi.doMock('wxt/browser', () => ({ browser }));
  const { startBackground } = await import('../../../entrypoints/background/start');
  browser.allowed.add('nativeMessaging');
  const { connectNative } = browser.runtime;
  browser.runtime.connectNative = (host) => bridged(connectNative(host), companion(), companions);
  await browser.storage.local.set({ name, discord: true, discordId: CLIENT_ID, ...settings });

  const service: RoomService = new RoomService({
    sealing,
    openWays: () => ({ list: [{ name: 'memory', open: network.open, startsAfterMs: 0 }], close: () => {} }),
    iceServers: [],
    scheduler: machineScheduler,
    random: Math.random,
    wallNow: Date.now,
    randomId: () => `id${Math.random().toString(36).slice(2)}`,
    makeCode: () => makeRoomCode(crypto.getRandomValues(new Uint8Array(15))),
    changed: (view) => void background.changed(view),
    keep: (record) => void background.keep(record),
    remember: () => {},
    go: () => {},
    watchPage: () => 'none',
  });
  const place: Place = {
    isRunning: async () => !service.isIdle,
    isIdle: async () => service.isIdle,
    start: async () => {},
    stop: async () => {},
    perform: (command) => service.perform(command),
    resume: async (record) => service.resume(record),
    redeem: async (ticket, config) => {
      void service.redeem(ticket, config).then((outcome) => outcome && background.redeemed(outcome));
    },
  };
  const background = startBackground(place, untold, keptRooms(memoryShelf()));
  const tab = browser.openTab(FILM);
  const status = async () => (await browser.send('status', { tabId: tab.id })) as Record<string, unknown>;
  const discordView = async () => (await status()).discord as Record<string, unknown>;
  // What is loaded when it is wanted is loaded by now.
  await eventually(async () => expect(await discordView()).toHaveProperty('link.name'));
  return {
    ...{ browser, there, tab, companions, discordView, status, service },
    act: (body: object) => browser.send('discord', body),
    /** Makes a room for the film in the tab. */
    async hosts() {
      await browser.send('command', { type: 'create', tabId: tab.id, config: { name } });
      let say: (message: FromPlayer) => void = () => {};
      const onMessage = (listener: typeof say) => {
        say = listener;
      };
      const port = { post: () => {}, onMessage, onClose: () => {}, close: () => {} };
      service.servePlayer(port as unknown as PlayerPort, tab.id);
      say({ type: 'page', page: { key: 'film', url: FILM, title: 'Film' } });
      say({ type: 'candidate', score: 10, short: false, chosen: false });
      say({ type: 'film', load: 1, ready: true, durationS: 600 });
      await eventually(() => expect(service.view()).toMatchObject({ state: 'room' }));
    },
    members: () => {
      const view = service.view();
      return view.state === 'room' ? view.members.map((member) => member.name) : [];
    },
    leave: () => browser.send('command', { type: 'leave', ends: true }),
  };
}

/** The extension's port, with a real companion at its other end. */
function bridged(port: FakeNativePort, companion: CompanionProcess, all: CompanionProcess[]): FakeNativePort {
  all.push(companion);
  const heard = async () => {
    for (;;) port.says(await companion.next(() => true));
  };
  heard().catch(() => port.isOpen && port.ends('Native host has exited.'));
  const { postMessage, disconnect } = port;
  return Object.assign(port, {
    postMessage: (message: Record<string, unknown>) => {
      postMessage(message);
      companion.send(message);
    },
    disconnect: () => {
      disconnect();
      companion.closePort();
    },
  });
}

test('DX-1…: shown, asked, let in, joined; once, and again when the companion was killed', async () => {
  const ann = await somebody('Ann');
  expect(await ann.discordView()).toMatchObject({ link: { state: 'connected', name: 'Mason' } });
  await ann.hosts();
  expect(ann.there.presence).toBeNull();
  await ann.act({ type: 'show', on: true });
  const party = { size: [1, 4] };
  await eventually(() => expect(ann.there.presence).toMatchObject({ party, secrets: { join: expect.any(String) } }));
  expect(JSON.stringify(ann.there.received)).not.toContain('Film');

  ann.there.ask(BEN);
  const requests = [{ userId: BEN.id, name: 'Ben' }];
  await eventually(async () => expect(await ann.discordView()).toMatchObject({ requests }));
  expect(ann.browser.badge).toBe('?');
  await ann.act({ type: 'answer', userId: BEN.id, letIn: true });
  await eventually(() => expect(ann.there.invited).toEqual([BEN.id]));

  const ben = await somebody('Ben');
  const { join } = ann.there.presence.secrets;
  ben.there.handOver(join);
  await eventually(() => expect(ann.members()).toEqual(['Ann', 'Ben']));
  expect(ben.browser.open.at(-1)).toMatchObject({ url: FILM, active: true });
  await eventually(() => expect(ann.there.presence).toMatchObject({ party: { size: [2, 4] } }));
  expect(ann.browser.badge).toBe('2');

  // The same ticket once more, after it has brought in whom it was for.
  const eve = await somebody('Eve');
  eve.there.handOver(join);
  await eventually(async () => expect(await eve.status()).toMatchObject({ view: { problem: 'ticket-used' } }));
  expect(ann.members()).toEqual(['Ann', 'Ben']);

  await ann.companions[0]?.kill();
  await eventually(() => expect(ann.there.presence).toBeNull());
  await eventually(() => expect(ann.there.presence).toMatchObject({ party: { size: [2, 4] } }));
  expect(ann.members()).toEqual(['Ann', 'Ben']);
  await ann.leave();
  await eventually(() => expect(ann.there.presence).toBeNull());
}, 60_000);

test('DI-1, DI-6: whatever ends on either side, no process and no presence stays, and the party goes on', async () => {
  const ann = await somebody('Ann');
  await ann.hosts();
  await ann.act({ type: 'show', on: true });
  await eventually(() => expect(ann.there.presence).toMatchObject({ secrets: { join: expect.any(String) } }));
  ann.there.ask(BEN);
  await eventually(async () => expect(await ann.discordView()).toMatchObject({ requests: [{ userId: BEN.id }] }));
  await ann.act({ type: 'answer', userId: BEN.id, letIn: true });
  const ben = await somebody('Ben');
  ben.there.handOver(ann.there.presence.secrets.join);
  await eventually(() => expect(ann.members()).toEqual(['Ann', 'Ben']));
  await ben.act({ type: 'show', on: true });
  await eventually(() => expect(ben.there.presence).toMatchObject({ party: { size: [2, 4] } }));

  // Discord ends, and comes back: the same companion finds it.
  await ann.there.stop();
  await eventually(async () => expect(await ann.discordView()).toMatchObject({ link: { state: 'absent' } }));
  expect([ann.members(), ben.members()]).toEqual([WE, WE]);
  await ann.there.start();
  await eventually(() => expect(ann.there.presence).toMatchObject({ party: { size: [2, 4] } }));
  expect(ann.companions).toHaveLength(1);

  // A browser that is killed says nothing: its ends of the pipes are gone.
  const [companion] = ben.companions;
  companion?.child.stdout.destroy();
  companion?.child.stdin.destroy();
  expect(await companion?.exited).toMatchObject({ signal: null });
  await eventually(() => expect(ben.there.presence).toBeNull());
  expect(ben.there.clients.size).toBe(0);
  expect(ann.members()).toEqual(WE);

  await ann.act({ type: 'show', on: false });
  await eventually(() => expect(ann.there.presence).toBeNull());
  expect(ann.members()).toEqual(WE);
}, 60_000);

test('DX-4: a client made with arRPC shows the party, and it is said that friends need the link', async () => {
  const ann = await somebody('Ann', { arrpc: true });
  await ann.hosts();
  await ann.act({ type: 'show', on: true });
  await eventually(() => expect(ann.there.presence).toMatchObject({ party: { size: [1, 4] } }));
  expect(ann.there.presence).not.toHaveProperty('secrets');
  expect(await ann.discordView()).toMatchObject({ link: { state: 'link-only' }, shown: true });
}, 60_000);

test('DX-1: switched off, the presence goes and the companion ends', async () => {
  const ann = await somebody('Ann');
  await ann.hosts();
  await ann.act({ type: 'show', on: true });
  await eventually(() => expect(ann.there.presence).toMatchObject({ party: { size: [1, 4] } }));
  await ann.browser.storage.local.set({ discord: false });
  await ann.act({ type: 'switched' });
  await eventually(() => expect([ann.there.presence, ann.companions[0]?.hasExited]).toEqual([null, true]));
  expect(await ann.discordView()).toBeUndefined();
}, 60_000);
