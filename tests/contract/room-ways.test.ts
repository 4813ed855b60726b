import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { machineScheduler } from '../../lib/browser/machine-scheduler';
import type { RoomConfig } from '../../lib/core/ports/room-view';
import { makeRoomCode } from '../../lib/core/wire/invite';
import type { ReachConfig } from '../../lib/core/wire/reach';
import { sealedLinks } from '../../lib/room/links/sealed-links';
import { RoomService } from '../../lib/room/service';
import { startServer } from '../../server/index.mjs';
import { startOpenBroker } from './relay-brokers';

/** Room services over real relays. There is no WebRTC here: peerjs and trystero fail at once, as where it is off. */

const JOINED_WITHIN_MS = 8_000;
/** A silence of 2.5 s (SPEC HB-1), what is opened and said then, and a second for a machine that does other things beside. */
const BRIDGED_WITHIN_MS = { opened: 6_000, open: 4_000 };
/** Nobody listens there. */
const NO_SERVER = 'http://127.0.0.1:9';
const TIMEOUT_MS = 40_000;

/** As a browser's: a connection that fails is an event that nobody has to listen to. */
class Socket extends WebSocket {
  constructor(url: string, protocols?: string | string[]) {
    super(url, protocols);
    this.on('error', () => {});
  }
}

let closes: (() => unknown)[] = [];
// For good: what says goodbye to a relay is not waited for. The listeners are of what looks when a browser wakes.
beforeAll(() => {
  Object.assign(globalThis, { WebSocket: Socket, addEventListener: () => {}, removeEventListener: () => {} });
});
afterEach(async () => {
  for (const close of closes.reverse()) await close();
  closes = [];
  vi.unstubAllEnvs();
  vi.resetModules();
});

const closing = <T extends { close(): Promise<void> }>(server: T): T => {
  closes.push(() => server.close().catch(() => {}));
  return server;
};

/** A room place as the product makes it, in a build whose public relay is this one. */
async function somebody(name: string, code: string, server: string | undefined, reach: ReachConfig, relays: string) {
  vi.stubEnv('LOCKSTEP_RELAYS', relays);
  const { waysOf } = await import('../../lib/place/ways');
  const service = new RoomService({
    sealing: sealedLinks(),
    openWays: waysOf,
    iceServers: [],
    scheduler: machineScheduler,
    random: () => Math.random(),
    wallNow: () => Date.now(),
    randomId: () => crypto.randomUUID().replaceAll('-', ''),
    makeCode: () => code,
    changed: () => {},
    remember: () => {},
    keep: () => {},
    go: () => {},
    watchPage: () => 'none',
  });
  closes.push(() => service.perform({ type: 'leave' }));
  const config: RoomConfig = { name, reach, ...(server ? { server } : {}) };
  const invite = { code, ...(server ? { server } : {}) };
  return {
    create: () => service.perform({ type: 'create', tabId: 1, config }),
    join: () => service.perform({ type: 'join', tabId: 1, invite, config }),
    view: () => service.view(),
    members: () => {
      const view = service.view();
      return view.state === 'room' ? view.members.map((member) => member.name) : [];
    },
    connection: () => {
      const view = service.view();
      return view.state === 'room' ? view.connection : view.state;
    },
  };
}

/** Ann makes a room, and Ben joins it. */
async function party(server: string | undefined, reach: ReachConfig, relays = 'ws://127.0.0.1:9') {
  const code = makeRoomCode(crypto.getRandomValues(new Uint8Array(15)));
  const ann = await somebody('Ann', code, server, reach, relays);
  const ben = await somebody('Ben', code, server, reach, relays);
  ann.create();
  await expect.poll(ann.members, { timeout: JOINED_WITHIN_MS }).toEqual(['Ann']);
  ben.join();
  await expect.poll(ben.members, { timeout: JOINED_WITHIN_MS }).toEqual(['Ann', 'Ben']);
  expect(ann.members()).toEqual(['Ann', 'Ben']);
  return { ann, ben };
}

describe('TR-29: a room without a direct path', () => {
  it(
    'is carried by a relay of one’s own',
    async () => {
      const broker = closing(await startOpenBroker());
      await party(NO_SERVER, { relay: broker.url, publicServers: false });
    },
    TIMEOUT_MS,
  );

  it(
    'is carried by the relay that its server offers',
    async () => {
      const server = closing(await startServer({ port: 0, host: '127.0.0.1' }));
      await party(server.url, { relayOnly: true, publicServers: false });
    },
    TIMEOUT_MS,
  );

  it(
    'is carried by a public relay where nothing else leads there',
    async () => {
      const broker = closing(await startOpenBroker());
      await party(undefined, {}, broker.url);
    },
    TIMEOUT_MS,
  );

  it(
    'says no path where all that would lead there is switched off',
    async () => {
      const code = makeRoomCode(new Uint8Array(15));
      const ann = await somebody('Ann', code, undefined, { relayOnly: true, publicServers: false }, '');
      ann.create();
      await expect.poll(() => ann.connection(), { timeout: JOINED_WITHIN_MS }).toBe('none');
    },
    TIMEOUT_MS,
  );
});

describe('HB-1: the relay that carries a room dies', () => {
  it.each<[keyof typeof BRIDGED_WITHIN_MS, ReachConfig]>([
    ['opened', {}],
    ['open', { alwaysPublic: true }],
  ])(
    'another is %s, and nobody is shown as left',
    async (other, reach) => {
      const withinMs = BRIDGED_WITHIN_MS[other];
      const [own, second] = [await startOpenBroker(), closing(await startOpenBroker())];
      const { ann, ben } = await party(NO_SERVER, { ...reach, relay: own.url }, second.url);
      await own.close();
      const since = performance.now();
      await expect.poll(ben.connection, { timeout: withinMs, interval: 20 }).not.toBe('open');
      await expect
        .poll(
          () => {
            expect(ann.members()).toEqual(['Ann', 'Ben']);
            expect(ben.members()).toEqual(['Ann', 'Ben']);
            return ben.connection();
          },
          { timeout: withinMs, interval: 20 },
        )
        .toBe('open');
      expect(performance.now() - since).toBeLessThan(withinMs);
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      expect([ann.members(), ben.members()]).toEqual([
        ['Ann', 'Ben'],
        ['Ann', 'Ben'],
      ]);
    },
    TIMEOUT_MS,
  );
});
