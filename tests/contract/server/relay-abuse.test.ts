import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { type RunningServer, startServer } from '../../../server/index.mjs';
import { BYTES, PACKETS } from '../../../server/relay/connection.mjs';
import { roomOf } from '../../../server/relay/lock.mjs';
import { MAX_PACKET_BYTES, publishPacket } from '../../../server/relay/packets.mjs';
import { ROOM_UPS } from '../../../server/relay/rooms.mjs';
import { connectPacket, subscribePacket } from '../../helpers/mqtt-packets.mjs';
import { connect, metric, openRoom, random } from './relay-client';

let server: RunningServer;
let url: string;
beforeAll(async () => {
  server = await startServer({ port: 0, host: '127.0.0.1', env: { MAX_SOCKETS_PER_ADDRESS: '100000' } });
  url = server.url;
});
afterAll(() => server.close());

const PINGREQ = Buffer.from([0xc0, 0]);

/** A WebSocket that says whatever it likes. */
async function open(at = url) {
  const socket = new WebSocket(`${at.replace('http', 'ws')}/mqtt`, 'mqtt');
  socket.on('error', () => {});
  await once(socket, 'open');
  return socket;
}
/** The same, let in. */
async function letIn(password?: string, at = url) {
  const socket = await open(at);
  const clientId = random();
  socket.send(connectPacket({ clientId, password }));
  await once(socket, 'message');
  return { socket, clientId };
}
const ending = async (socket: WebSocket) => {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return `${code} ${reason}`;
};
/** What holds after every attack: somebody else's room works. */
async function everybodyElseIsServed() {
  const { host, down } = await openRoom(url);
  const member = await connect(url);
  await member.reads(down);
  await host.publish(down, 'still');
  expect((await member.next()).text).toBe('still');
}

describe('a packet that is too long (SV-5)', () => {
  const longLength = Buffer.from([0x80, 0x80, 0x40]); // 1 MB

  test('in one WebSocket message ends it', async () => {
    const { socket } = await letIn();
    socket.send(publishPacket(`ls1/${random()}/d`, randomBytes(1024 * 1024), false));
    expect(await ending(socket)).toMatch(/^1009 /);
    await everybodyElseIsServed();
  });

  test('in pieces ends it by its length, before the pieces are kept', async () => {
    const { socket } = await letIn();
    socket.send(Buffer.concat([Buffer.from([0x30]), longLength]));
    expect(await ending(socket)).toBe(`1008 longer than ${MAX_PACKET_BYTES} bytes`);
  });

  test.each([
    ['CONNECT', 0x10],
    ['SUBSCRIBE', 0x82],
    ['PINGREQ', 0xc0],
  ])('is refused as %s', async (_, first) => {
    const socket = await open();
    socket.send(Buffer.concat([Buffer.from([first]), longLength]));
    expect(await ending(socket)).toMatch(/^1008 longer than \d+ bytes$/);
  });

  test('and so is a length without end', async () => {
    const socket = await open();
    socket.send(Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0x7f]));
    expect(await ending(socket)).toBe('1008 a length without end');
  });
});

describe('what no client of ours sends (SV-3)', () => {
  test.each([
    ['QoS 1', Buffer.concat([Buffer.from([0x32, 5]), Buffer.from('\0\x01d\0\x01')]), 'only QoS 0 is carried'],
    ['QoS 2', Buffer.from([0x34, 0]), 'only QoS 0 is carried'],
    ['PUBACK', Buffer.from([0x40, 2, 0, 1]), 'not a packet that a client may send'],
    ['PUBREL', Buffer.from([0x62, 2, 0, 1]), 'not a packet that a client may send'],
    ['CONNACK', Buffer.from([0x20, 2, 0, 0]), 'not a packet that a client may send'],
    ['AUTH', Buffer.from([0xf0, 0]), 'not a packet that a client may send'],
    ['a second CONNECT', connectPacket({ clientId: random() }), 'CONNECT comes first, and once'],
  ])('%s ends it in words', async (_, packet, words) => {
    const { socket } = await letIn();
    socket.send(packet);
    expect(await ending(socket)).toBe(`1008 ${words}`);
  });

  test('text ends it', async () => {
    const socket = await open();
    socket.send('CONNECT');
    expect(await ending(socket)).toBe('1008 MQTT is binary');
  });

  test('whatever comes before CONNECT ends it', async () => {
    for (const packet of [
      PINGREQ,
      subscribePacket(`ls1/${roomOf(random())}/d`),
      publishPacket('x', Buffer.alloc(1), false),
    ]) {
      const socket = await open();
      socket.send(packet);
      expect(await ending(socket)).toBe('1008 CONNECT comes first, and once');
    }
  });

  test('another version is told so, by CONNACK', async () => {
    await expect(connect(url, { protocolVersion: 5 })).rejects.toThrow(/protocol version/i);
  });

  test('a bridge is refused', async () => {
    const socket = await open();
    const packet = connectPacket({ clientId: random() });
    packet[8] = 0x84;
    socket.send(packet);
    const [connack] = (await once(socket, 'message')) as [Buffer];
    expect([...connack]).toEqual([0x20, 2, 0, 5]);
    expect(await ending(socket)).toBe('1008 no bridges');
  });

  test('a ninth room is not granted', async () => {
    const member = await connect(url);
    const rooms = Array.from({ length: 9 }, () => `ls1/${roomOf(random())}/d`);
    const granted = [];
    for (const room of rooms) granted.push(await member.reads(room));
    expect(granted).toEqual([...Array.from({ length: 8 }, () => true), false]);
  });
});

describe('a flood (SV-5)', () => {
  test('of messages ends its own connection', async () => {
    const { socket } = await letIn();
    for (let count = 0; count < 3 * PACKETS.burst; count++) socket.send(PINGREQ);
    expect(await ending(socket)).toBe('1008 too many messages');
    await everybodyElseIsServed();
  });

  test('of subscriptions, each of which is answered with what is kept, ends sooner', async () => {
    const { socket } = await letIn();
    for (let count = 0; count < PACKETS.burst / 5; count++)
      socket.send(subscribePacket(`ls1/${roomOf('x'.repeat(22))}/d`));
    expect(await ending(socket)).toBe('1008 too many messages');
  });

  test('of bytes ends its own connection', async () => {
    const secret = random();
    const { socket } = await letIn(secret);
    const packet = publishPacket(`ls1/${roomOf(secret)}/d`, randomBytes(16_384), false);
    for (let sent = 0; sent < 2 * BYTES.burst; sent += packet.length) socket.send(packet);
    expect(await ending(socket)).toBe('1008 too many bytes');
    await everybodyElseIsServed();
  });

  test('by many members reaches their host only as far as a room is loud, and leaves the host in', async () => {
    const { host, room } = await openRoom(url);
    await host.reads(`ls1/${room}/u/+`);
    const dropped = async () => (await metric(url, 'lockstep_refused_total{reason="room-rate"}')) || 0;
    const before = await dropped();
    const members = await Promise.all(Array.from({ length: 5 }, () => letIn()));
    for (const { socket, clientId } of members)
      for (let count = 0; count < PACKETS.burst - 50; count++)
        socket.send(publishPacket(`ls1/${room}/u/${clientId}`, Buffer.from('!'), false));
    const sent = 5 * (PACKETS.burst - 50);
    // All that did not arrive was counted.
    await expect.poll(async () => host.waiting.length + (await dropped()) - before, { timeout: 10_000 }).toBe(sent);
    expect(host.waiting.length).toBeGreaterThanOrEqual(ROOM_UPS.burst);
    expect(await dropped()).toBeGreaterThan(before);
    expect(host.mqtt.connected).toBe(true);
    for (const { socket } of members) socket.terminate();
  });
});

describe('a client that does nothing (SV-5)', () => {
  test('but open a WebSocket is closed after five seconds', async () => {
    const socket = await open();
    const openedMs = performance.now();
    expect(await ending(socket)).toBe('1008 connect did not arrive in time');
    expect(performance.now() - openedMs).toBeLessThan(7_000);
  });

  test('after CONNECT is closed once it has been silent for one and a half times its keepalive', async () => {
    const socket = await open();
    socket.send(connectPacket({ clientId: random(), keepaliveS: 1 }));
    await once(socket, 'message');
    const silentMs = performance.now();
    expect(await ending(socket)).toBe('1008 silent for too long');
    expect(performance.now() - silentMs).toBeGreaterThan(1_400);
  });

  test('and never reads is dropped, while the others hear all', async () => {
    // Where its figures are not mixed with those of other tests.
    const own = await startServer({ port: 0, host: '127.0.0.1' });
    onTestFinished(() => own.close());
    const secret = random();
    const topic = `ls1/${roomOf(secret)}/d`;
    const reader = await connect(own.url);
    await reader.reads(topic);

    const deaf = connectTcp(own.port, '127.0.0.1');
    deaf.write(
      'GET /mqtt HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await once(deaf, 'data');
    deaf.write(masked(connectPacket({ clientId: random() })));
    await once(deaf, 'data');
    deaf.write(masked(subscribePacket(topic)));
    await once(deaf, 'data');
    deaf.pause();
    const dropped = new Promise((resolve) => deaf.on('close', resolve).on('error', () => {}));

    // One host may say 1 MB at once, which fits into the kernel's buffers; twelve may not.
    const packet = publishPacket(topic, randomBytes(16_384), false);
    let sent = 0;
    for (let hosts = 0; hosts < 12; hosts++) {
      const { socket } = await letIn(secret, own.url);
      for (let bytes = 0; bytes < BYTES.burst - 50_000; bytes += packet.length, sent++) socket.send(packet);
    }
    await expect
      .poll(() => metric(own.url, 'lockstep_refused_total{reason="slow-reader"}'), { timeout: 10_000 })
      .toBe(1);
    deaf.resume();
    await dropped;
    await expect.poll(() => reader.waiting.length, { timeout: 10_000 }).toBe(sent);
  });
});

/** A WebSocket frame as a client sends it, with a mask of zeros. */
const masked = (bytes: Buffer) => Buffer.concat([Buffer.from([0x82, 0x80 | bytes.length, 0, 0, 0, 0]), bytes]);

/** More by `SEEDS=300`. */
const SEEDS = Array.from({ length: Number(process.env.SEEDS ?? 4) }, (_, seed) => seed + 1);

describe('garbage', () => {
  /** https://github.com/bryc/code/blob/master/jshash/PRNGs.md#mulberry32 */
  const mulberry32 = (seed: number) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };

  test.each(SEEDS)('of seed %i ends connections, and nothing else', async (seed) => {
    const chance = mulberry32(seed);
    const below = (limit: number) => Math.floor(chance() * limit);
    const secret = random();
    const room = roomOf(secret);
    const id = random();
    const valid = [
      connectPacket({ clientId: id }),
      connectPacket({ clientId: id, password: secret, keepaliveS: 1 }),
      subscribePacket(`ls1/${room}/d`),
      subscribePacket(`ls1/${room}/u/+`),
      publishPacket(`ls1/${room}/d`, Buffer.from('x'), true),
      publishPacket(`ls1/${room}/u/${id}`, Buffer.alloc(0), false),
      Buffer.from([0xa2, 5, 0, 1, 0, 1, 0x23]),
      PINGREQ,
      Buffer.from([0xe0, 0]),
    ];
    const mutate = (packet: Buffer) => {
      const copy = Buffer.from(packet);
      const kind = below(6);
      if (kind === 0) return copy;
      if (kind === 1) return copy.subarray(0, below(copy.length));
      if (kind === 2) return Buffer.concat([copy, Buffer.from(Array.from({ length: below(40) }, () => below(256)))]);
      if (kind === 3) return Buffer.from(Array.from({ length: below(60) }, () => below(256)));
      for (let flips = 1 + below(4); flips > 0; flips--) copy[below(copy.length)] = below(256);
      return copy;
    };
    const attack = async () => {
      const socket = await open();
      const packets = [
        valid[below(2)] as Buffer,
        ...Array.from({ length: 8 }, () => mutate(valid[below(valid.length)] as Buffer)),
      ];
      const bytes = Buffer.concat(below(2) ? packets : packets.slice(1));
      for (let at = 0; at < bytes.length; ) {
        const length = 1 + below(bytes.length);
        socket.send(bytes.subarray(at, at + length));
        at += length;
      }
      socket.close();
      if (socket.readyState !== WebSocket.CLOSED) await once(socket, 'close');
    };
    for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 20 }, attack));
    await everybodyElseIsServed();
  });
});
