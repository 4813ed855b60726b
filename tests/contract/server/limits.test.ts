import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { addressGroup, createAddressOf } from '../../../server/address.mjs';
import { startServer } from '../../../server/index.mjs';
import { createBucket, createBuckets, createOccupancy } from '../../../server/limits.mjs';
import { createRetained, RETAINED_TTL_MS } from '../../../server/relay/retained.mjs';
import { NEW_SOCKETS } from '../../../server/upgrades.mjs';
import { connect, metric } from './relay-client';

test('a bucket refills with time', () => {
  let nowMs = 0;
  const take = createBucket({ perSecond: 2, burst: 2 }, () => nowMs);
  expect([take(), take(), take()]).toEqual([true, true, false]);
  nowMs = 500;
  expect([take(), take()]).toEqual([true, false]);
  nowMs = 60_000;
  expect([take(3), take(2), take(1)]).toEqual([false, true, false]);
});

test('buckets are apart, forgotten when they are full again, and bounded in number', () => {
  let nowMs = 0;
  const buckets = createBuckets({ perSecond: 1, burst: 2 }, () => nowMs, 3);
  expect([buckets.take('a'), buckets.take('a'), buckets.take('a'), buckets.take('b')]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  nowMs = 2_000;
  expect([buckets.take('b'), buckets.size]).toEqual([true, 1]);
  for (const key of ['c', 'd', 'e']) buckets.take(key);
  expect(buckets.size).toBe(3);
  expect([buckets.take('e'), buckets.take('e')]).toEqual([true, false]);
});

test('occupancy is bounded by key and in all, and a place is given back once', () => {
  const occupancy = createOccupancy({ total: 3, perKey: 2 });
  const first = occupancy.enter('a');
  expect(typeof first).toBe('function');
  occupancy.enter('a');
  expect(occupancy.enter('a')).toBe('too many');
  occupancy.enter('b');
  expect(occupancy.enter('c')).toBe('full');
  if (typeof first === 'function') [first(), first()];
  expect(occupancy.open).toBe(2);
  expect(typeof occupancy.enter('a')).toBe('function');
  expect(occupancy.enter('a')).toBe('full');
});

describe('an address', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s is counted as %s', (address, group) => expect(addressGroup(address)).toBe(group));

  const asked = (hops: number, remoteAddress: string, forwarded?: string) =>
    createAddressOf(hops)({
      socket: { remoteAddress },
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    } as never);

  test.each([
    ['without a proxy nobody’s word is taken', 0, '198.51.100.9', '198.51.100.9'],
    ['behind one, the last entry is the proxy’s own', 1, '203.0.113.7, 198.51.100.9', '198.51.100.9'],
    ['behind two, the one before', 2, '1.1.1.1, 203.0.113.7, 198.51.100.9', '203.0.113.7'],
    ['with a port', 1, '203.0.113.7:4711', '203.0.113.7'],
    ['with brackets', 1, '[2001:db8::1]:4711', '2001:db8:0:0::/64'],
    ['with fewer entries than proxies', 2, '203.0.113.7', '198.51.100.9'],
    ['with nonsense', 1, 'unknown', '198.51.100.9'],
    ['without the header', 1, undefined, '198.51.100.9'],
  ])('%s', (_, hops, forwarded, expected) => expect(asked(hops, '198.51.100.9', forwarded)).toBe(expected));
});

test('a proxy that nobody trusts is noticed, once', () => {
  let told = 0;
  const addressOf = createAddressOf(0, () => told++);
  const request = { socket: { remoteAddress: '127.0.0.1' }, headers: { 'x-forwarded-for': '192.0.2.1' } } as never;
  expect([addressOf(request), addressOf(request), told]).toEqual(['127.0.0.1', '127.0.0.1', 1]);
});

describe('sockets', () => {
  const start = async (env: Record<string, string>) => {
    const server = await startServer({ port: 0, host: '127.0.0.1', env });
    onTestFinished(() => server.close());
    return server;
  };
  const open = (port: number, path: string, headers = {}) =>
    new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
  const refusal = async (socket: WebSocket) => ((await once(socket, 'error')) as [Error])[0].message;

  test('of one address have a bound, on both paths together, and a place is free again when one ends', async () => {
    const { port, url } = await start({ MAX_SOCKETS_PER_ADDRESS: '2' });
    const first = open(port, '/peerjs/peerjs?key=peerjs&id=a&token=a');
    await once(first, 'open');
    const second = await connect(url);
    expect(await refusal(open(port, '/mqtt'))).toBe('Unexpected server response: 429');
    await second.mqtt.endAsync();
    await expect.poll(() => metric(url, 'lockstep_sockets')).toBe(1);
    await once(open(port, '/mqtt'), 'open');
  });

  test('and what is no WebSocket has a bound beside them', async () => {
    const { port, url } = await start({ MAX_SOCKETS_PER_ADDRESS: '1' });
    const sockets = Array.from({ length: 80 }, () => connectTcp(port, '127.0.0.1').on('error', () => {}));
    const cut = new Set<Socket>();
    for (const socket of sockets) socket.on('close', () => cut.add(socket));
    await expect.poll(() => cut.size).toBeGreaterThanOrEqual(15);
    expect(cut.size).toBe(15);
    for (const socket of sockets) socket.destroy();
    await expect
      .poll(() =>
        fetch(`${url}/healthz`).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  });

  test('in all have a bound, whoever opens them', async () => {
    const { port } = await start({ MAX_SOCKETS: '2', TRUST_PROXY: '1' });
    await once(open(port, '/mqtt', { 'X-Forwarded-For': '192.0.2.1' }), 'open');
    await once(open(port, '/mqtt', { 'X-Forwarded-For': '192.0.2.2' }), 'open');
    expect(await refusal(open(port, '/mqtt', { 'X-Forwarded-For': '192.0.2.3' }))).toBe(
      'Unexpected server response: 503',
    );
  });

  test('have a rate by address; behind a proxy each client has its own', async () => {
    const { port } = await start({ TRUST_PROXY: '1' });
    const answers = new Map<string, number>();
    const tries = async (address: string) => {
      const socket = open(port, '/mqtt', { 'X-Forwarded-For': address });
      const answer = await new Promise<string>((resolve) => {
        socket.on('open', () => resolve('open'));
        socket.on('error', ({ message }) => resolve(message));
      });
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      if (answer === 'open') {
        socket.terminate();
        await once(socket, 'close');
      }
    };
    for (let count = 0; count < NEW_SOCKETS.burst + 60; count++) await tries('192.0.2.1');
    expect(answers.get('Unexpected server response: 429')).toBeGreaterThan(0);
    answers.clear();
    await tries('192.0.2.2');
    expect([...answers]).toEqual([['open', 1]]);
  });
});

test('what a room keeps has an end, and all rooms together a bound', () => {
  let nowMs = 0;
  const retained = createRetained(() => nowMs, 10);
  const keep = (topic: string, text: string) => retained.store({ topic, payload: Buffer.from(text) });
  expect([keep('a', '12345'), keep('b', '12345'), keep('c', '1')]).toEqual([true, true, false]);
  expect([keep('a', '123'), keep('c', '12')]).toEqual([true, true]);
  nowMs = RETAINED_TTL_MS - 1;
  expect(keep('b', '54321')).toBe(true);
  nowMs = RETAINED_TTL_MS;
  expect([retained.get('a'), retained.get('b')?.payload.toString(), retained.size]).toEqual([undefined, '54321', 1]);
  expect([keep('b', ''), retained.size]).toEqual([false, 0]);
});
