import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createBucket, isAdmissible, MAX_MESSAGE_BYTES, MESSAGE_BURST } from '../../server/admit.mjs';
import { type RunningServer, startServer } from '../../server/index.mjs';

type Message = { type: string; src?: string; payload?: unknown };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

const offer = (dst: string, payload: object = {}) => ({
  type: 'OFFER',
  dst,
  payload: { connectionId: 'dc_1', type: 'data', serialization: 'raw', sdp: {}, ...payload },
});

/** A peer as PeerJS would be one, with everything it has been sent. */
async function register(id: string, token = 'token') {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/peerjs/peerjs?key=peerjs&id=${id}&token=${token}`);
  const messages: Message[] = [];
  let wake = () => {};
  socket.on('message', (data) => {
    messages.push(JSON.parse(String(data)) as Message);
    wake();
  });
  await once(socket, 'open');
  const next = async (): Promise<Message> => {
    while (messages.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return messages.shift() as Message;
  };
  return { socket, messages, next, send: (message: unknown) => socket.send(JSON.stringify(message)) };
}

describe('over HTTP', () => {
  test('is healthy', async () => {
    const response = await fetch(`${server.url}/healthz`);
    expect([response.status, await response.text()]).toEqual([200, 'ok']);
  });

  test('describes itself to anyone who asks', async () => {
    const response = await fetch(`${server.url}/lockstep.json`);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toMatchObject({
      name: 'lockstep',
      protocol: 1,
      peerjs: { path: '/peerjs', key: 'peerjs' },
      iceServers: [],
    });
  });

  test('does not list its peers', async () => {
    expect((await fetch(`${server.url}/peerjs/peerjs/peers`)).status).toBe(401);
  });

  test('a taken port is an error, not a crash', async () => {
    await expect(startServer({ port: server.port, host: '127.0.0.1' })).rejects.toThrow('EADDRINUSE');
  });
});

describe('signalling', () => {
  test('registers a peer, and keeps its id for the one who has its token', async () => {
    const peer = await register('mine', 'secret');
    expect(await peer.next()).toEqual({ type: 'OPEN' });
    const thief = await register('mine', 'guess');
    expect((await thief.next()).type).toBe('ID-TAKEN');
    peer.socket.terminate();
  });

  test('carries an offer', async () => {
    const [host, guest] = [await register('host'), await register('guest')];
    await Promise.all([host.next(), guest.next()]);
    guest.send(offer('host'));
    expect(await host.next()).toMatchObject({ type: 'OFFER', src: 'guest', payload: { serialization: 'raw' } });
    host.socket.terminate();
    guest.socket.terminate();
  });

  test('says within two seconds that nobody is there', async () => {
    const guest = await register('lonely');
    await guest.next();
    const sentMs = performance.now();
    guest.send(offer('nobody'));
    expect(await guest.next()).toMatchObject({ type: 'EXPIRE', src: 'nobody' });
    expect(performance.now() - sentMs).toBeLessThan(2000);
    guest.socket.terminate();
  });

  test('survives garbage, and passes none of it on', async () => {
    const [host, stranger] = [await register('host'), await register('stranger')];
    await Promise.all([host.next(), stranger.next()]);
    for (const text of ['', '{', 'null', '5', '"x"', '[]', '{"type":"OFFER","dst":{}}', '\u0000'])
      stranger.socket.send(text);
    stranger.socket.send(new Uint8Array([0xff, 0xfe]));
    stranger.send({ type: 'OFFER', dst: 'host', payload: null });
    stranger.send(offer('host', { serialization: 'evil' }));
    stranger.send(offer('host', { type: 'media' }));
    stranger.send({ type: 'EXPIRE', dst: 'host' });
    stranger.send({ type: 'CANDIDATE', dst: 'host', payload: { candidate: {} } });
    stranger.send(offer('host', { connectionId: 'last' }));
    expect(await host.next()).toMatchObject({ payload: { connectionId: 'last' } });
    expect(host.messages).toEqual([]);
    host.socket.terminate();
    stranger.socket.terminate();
  });

  test('closes a socket that sends too much, and goes on', async () => {
    const long = await register('long');
    long.socket.on('error', () => {});
    long.socket.send('x'.repeat(MAX_MESSAGE_BYTES + 1));
    expect((await once(long.socket, 'close'))[0]).toBe(1009);
    const many = await register('many');
    for (let count = 0; count <= MESSAGE_BURST + 100; count++) many.send({ type: 'HEARTBEAT' });
    expect((await once(many.socket, 'close'))[0]).toBe(1008);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('refuses a request target without end, and other paths', async () => {
    for (const path of [`peerjs/peerjs?key=peerjs&token=t&id=${'x'.repeat(600)}`, 'elsewhere']) {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/${path}`);
      const [error] = (await once(socket, 'error')) as [Error];
      expect(error.message).toMatch('Unexpected server response');
    }
  });

  test('closing ends the open sockets', async () => {
    const other = await startServer({ port: 0, host: '127.0.0.1' });
    const socket = new WebSocket(`ws://127.0.0.1:${other.port}/peerjs/peerjs?key=peerjs&id=a&token=b`);
    await once(socket, 'open');
    await Promise.all([once(socket, 'close'), other.close()]);
    await expect(fetch(`${other.url}/healthz`)).rejects.toThrow();
  });
});

describe('the rules', () => {
  test('what is admitted', () => {
    const admitted = (message: unknown) => isAdmissible(JSON.stringify(message));
    expect(admitted({ type: 'HEARTBEAT' })).toBe(true);
    expect(admitted(offer('a'))).toBe(true);
    expect(admitted({ type: 'ANSWER', dst: 'a', payload: { connectionId: 'c' } })).toBe(true);
    expect(admitted({ type: 'LEAVE', dst: 'a' })).toBe(true);
    expect(admitted({ type: 'LEAVE' })).toBe(false);
    expect(admitted({ type: 'OPEN', dst: 'a' })).toBe(false);
    expect(admitted(offer('x'.repeat(1000)))).toBe(false);
    expect(admitted(offer('a', { connectionId: 7 }))).toBe(false);
  });

  test('the bucket refills with time', () => {
    let nowMs = 0;
    const take = createBucket({ perSecond: 2, burst: 2 }, () => nowMs);
    expect([take(), take(), take()]).toEqual([true, true, false]);
    nowMs = 500;
    expect([take(), take()]).toEqual([true, false]);
  });
});

describe('as a process', () => {
  const start = async (environment: Record<string, string>) => {
    const child = spawn(process.execPath, ['server/index.mjs'], { env: { ...process.env, ...environment } });
    const [output] = (await once(environment.PORT === 'x' ? child.stderr : child.stdout, 'data')) as [Buffer];
    return { child, line: String(output) };
  };

  test('says where it listens, and ends on SIGTERM with sockets open', async () => {
    const { child, line } = await start({ PORT: '0', HOST: '127.0.0.1' });
    const port = /^lockstep server listening on http:\/\/127\.0\.0\.1:(\d+)\n$/.exec(line)?.[1];
    const socket = new WebSocket(`ws://127.0.0.1:${port}/peerjs/peerjs?key=peerjs&id=a&token=b`);
    await once(socket, 'open');
    child.kill('SIGTERM');
    const [[code]] = await Promise.all([once(child, 'exit'), once(socket, 'close')]);
    expect(code).toBe(0);
  });

  test('refuses a port that is none', async () => {
    const { child, line } = await start({ PORT: 'x' });
    expect(line).toMatch('PORT must be a number');
    expect((await once(child, 'exit'))[0]).toBe(1);
  });
});
