import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { machineScheduler } from '../../lib/browser/machine-scheduler';
import { toRemote } from '../../lib/core/time/clock';
import { positionAt } from '../../lib/core/time/playback';
import { makeRoomCode } from '../../lib/core/wire/invite';
import { MEMBERS_MAX } from '../../lib/core/wire/protocol';
import { sealedLinks } from '../../lib/room/links/sealed-links';
import { openRoom } from '../../lib/room/open-room';
import type { Room } from '../../lib/room/room';
import { listenToRelay, openRelay } from '../../lib/transport/relay/relay';
import type { RoomAddress } from '../../lib/transport/transport';
import type { Way } from '../../lib/transport/way';
import { type RunningServer, startServer } from '../../server/index.mjs';
import { memoryNetwork } from '../helpers/memory-network';

/**
 * Rooms as the extension has them, in this process: 64 members who reach each other directly, and over the server of ours
 * one more. Over the relay each of 64 would have to open what is said to each other one, all on this machine.
 */

/** Timers of a busy machine are late by so much, s. */
const LATE_S = 0.4;
const sockets: WebSocket[] = [];
class Socket extends WebSocket {
  constructor(url: string, protocols?: string) {
    super(url, protocols, { perMessageDeflate: false });
    this.on('error', () => {});
    sockets.push(this);
  }
}
Object.assign(globalThis, { WebSocket: Socket, addEventListener: () => {}, removeEventListener: () => {} });

let server: RunningServer;
const code = makeRoomCode(crypto.getRandomValues(new Uint8Array(15)));
const sealing = sealedLinks();
let secrets: Awaited<ReturnType<typeof sealing.derive>>;
const network = memoryNetwork({
  scheduler: machineScheduler,
  random: () => Math.random(),
  quality: () => ({ delayMs: 1 }),
});
const people: Person[] = [];
let host: Person;
let watcher: Person;

class Person {
  room!: Room;
  ended: string | undefined;
  private presses = 0;

  async open(name: string, by: readonly ('direct' | 'relay')[], creates = false) {
    const url = `${server.url.replace('http', 'ws')}/mqtt`;
    const at = (address: RoomAddress) => ({ ...address, relay: { secret: address.relay?.secret ?? '', urls: [url] } });
    const direct: Way = { name: 'peerjs', startsAfterMs: 0, open: network.open };
    const relay: Way = {
      name: 'relay',
      startsAfterMs: 0,
      open: (address, role, signal) => openRelay(at(address), role, signal),
      listen: (places, signal) => listenToRelay(places.map(at), signal),
    };
    people.push(this);
    await openRoom(
      {
        // All share one machine: each would stretch the code for itself.
        sealing: { ...sealing, derive: async () => secrets },
        ways: by.map((way) => ({ direct, relay })[way]),
        scheduler: machineScheduler,
        wallNow: () => Date.now(),
        randomId: () => crypto.randomUUID().replaceAll('-', ''),
        makeCode: () => code,
        random: () => Math.random(),
        iceServers: [],
      },
      { code, name, creates },
      {
        trying: () => {},
        ordered: () => {},
        changed: () => {},
        recorded: () => {},
        toast: () => {},
        ended: (problem) => {
          this.ended = problem;
        },
      },
      (room) => {
        this.room = room;
      },
    );
  }

  press(cause: 'play' | 'pause' | 'seek' | 'rate', position: number, paused: boolean, rate = 1) {
    const clock = this.room.clock();
    if (!clock) throw new Error('no clock');
    const at = toRemote(clock, performance.now());
    this.room.intent({ id: ++this.presses, cause, playback: { position, rate, paused, at } });
  }

  get position(): number | undefined {
    const clock = this.room.clock();
    const { playback } = this.room.facts;
    return clock && playback && positionAt(playback, toRemote(clock, performance.now()));
  }
}

/** How far the watcher is from the host, s. */
const apart = () => Math.abs((watcher.position ?? Number.NaN) - (host.position ?? Number.NaN));

beforeAll(async () => {
  server = await startServer({ port: 0, host: '127.0.0.1' });
  secrets = await sealing.derive(code);
  host = new Person();
  await host.open('Host', ['direct', 'relay'], true);
  for (let at = 1; at < MEMBERS_MAX; at += 7) {
    const names = Array.from({ length: Math.min(7, MEMBERS_MAX - at) }, (_, more) => `Guest ${at + more}`);
    await Promise.all(names.map((name) => new Person().open(name, ['direct'])));
  }
  host.press('play', 60, false);
  await vi.waitUntil(() => host.room.facts.members.length === MEMBERS_MAX);
  watcher = new Person();
  await watcher.open('One more', ['relay']);
}, 60_000);

afterAll(async () => {
  await Promise.all([...people].reverse().map(({ room }) => room?.close()));
  await server?.close();
});

test('AU-1: who comes to a room that is full watches: it hears play, pause, seek and speed, and takes no seat', async () => {
  expect(watcher.room.watcher).toMatchObject({ isAsking: false });
  expect(watcher.room.members.map(({ name }) => name)).toEqual(['One more']);
  expect(watcher.room.canControl).toBe(false);
  await expect.poll(apart, { timeout: 8_000 }).toBeLessThan(LATE_S);
  host.press('pause', 90, true);
  await expect.poll(() => watcher.room.facts.playback?.paused).toBe(true);
  expect(watcher.position).toBe(90);
  host.press('seek', 300, true);
  await expect.poll(() => watcher.position).toBe(300);
  host.press('rate', 300, false, 1.5);
  await expect.poll(() => watcher.room.facts.playback?.rate).toBe(1.5);
  await expect.poll(apart).toBeLessThan(LATE_S);
  expect(host.room.facts.members).toHaveLength(MEMBERS_MAX);
}, 30_000);

test('AU-4: the host counts it, and all members are told', async () => {
  const audiences = () => [host, people[7], watcher].map((person) => person?.room.facts.audience);
  await expect.poll(audiences, { timeout: 30_000 }).toEqual([1, 1, 1]);
}, 40_000);

test('AU-7: a cut is bridged within twelve seconds', async () => {
  const own = sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).slice(-1);
  for (const socket of own) socket.terminate();
  host.press('pause', 500, true);
  await expect.poll(() => watcher.position, { timeout: 12_000 }).toBe(500);
}, 20_000);

test('AU-5: it asks for a seat, and has it once one is free', async () => {
  watcher.room.watcher?.askForSeat();
  expect(watcher.room.watcher?.isAsking).toBe(true);
  const [, , one] = people;
  await one?.room.close();
  await expect.poll(() => watcher.room.watcher, { timeout: 15_000 }).toBeUndefined();
  await expect.poll(() => watcher.room.members.length, { timeout: 10_000 }).toBe(MEMBERS_MAX);
  expect(watcher.room.canControl).toBe(true);
  expect(watcher.ended).toBeUndefined();
}, 30_000);
