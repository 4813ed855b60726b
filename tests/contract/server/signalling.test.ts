import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { MAX_MESSAGE_BYTES, MESSAGE_BURST } from '../../../server/admit.mjs';
import { type RunningServer, startServer } from '../../../server/index.mjs';
import { createLog } from '../../../server/log.mjs';
import { createMetrics } from '../../../server/metrics.mjs';
import { mountSignalling } from '../../../server/signalling.mjs';
import { metric } from './relay-client';

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

  test('TR-32: gives a peer back what it sends itself, and nobody else', async () => {
    const [host, stranger] = [await register('host'), await register('stranger')];
    await Promise.all([host.next(), stranger.next()]);
    const echo = { type: 'OFFER', dst: 'host', payload: { type: 'echo', connectionId: 'echo-1' } };
    stranger.send(echo);
    host.send({ ...echo, payload: { ...echo.payload, connectionId: 'echo-2' } });
    expect(await host.next()).toMatchObject({ type: 'OFFER', src: 'host', payload: { connectionId: 'echo-2' } });
    expect(host.messages).toEqual([]);
    host.socket.terminate();
    stranger.socket.terminate();
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

  test('nobody is sent answers and candidates that belong to no offer: PeerJS would keep them for ever (SV-6)', async () => {
    const [host, stranger, guest] = [await register('host'), await register('stranger'), await register('guest')];
    await Promise.all([host.next(), stranger.next(), guest.next()]);
    const candidate = (connectionId: string) => ({
      type: 'CANDIDATE',
      dst: 'host',
      payload: { connectionId, candidate: {} },
    });
    const answer = (dst: string, connectionId: string) => ({ type: 'ANSWER', dst, payload: { connectionId, sdp: {} } });
    for (let count = 0; count < 50; count++) stranger.send(candidate(`dc_${count}`));
    stranger.send(answer('host', 'dc_1'));
    guest.send(offer('host', { connectionId: 'dc_guest' }));
    expect(await host.next()).toMatchObject({ type: 'OFFER', src: 'guest' });
    // Knowing the connection's id of others helps nobody.
    stranger.send(candidate('dc_guest'));
    stranger.send(answer('guest', 'dc_guest'));
    // One who offers does not answer itself.
    guest.send(answer('host', 'dc_guest'));
    guest.send(candidate('dc_guest'));
    expect(await host.next()).toMatchObject({ type: 'CANDIDATE', src: 'guest' });
    host.send({ ...candidate('dc_guest'), dst: 'guest' });
    host.send(answer('guest', 'dc_guest'));
    expect(await guest.next()).toMatchObject({ type: 'CANDIDATE', src: 'host' });
    expect(await guest.next()).toMatchObject({ type: 'ANSWER', src: 'host' });
    expect([host.messages, guest.messages]).toEqual([[], []]);
    for (const peer of [host, stranger, guest]) peer.socket.terminate();
  });

  test('nobody speaks as another, or makes a peer close its connections (SV-6)', async () => {
    const [host, guest, stranger] = [await register('host'), await register('guest'), await register('stranger')];
    await Promise.all([host.next(), guest.next(), stranger.next()]);
    guest.send(offer('host', { connectionId: 'dc_guest' }));
    await host.next();
    stranger.send({ type: 'LEAVE', dst: 'host', src: 'guest' });
    stranger.send({ type: 'LEAVE', src: 'host' });
    stranger.send({ type: 'EXPIRE', dst: 'host', src: 'guest' });
    stranger.send({ ...offer('host', { connectionId: 'dc_guest' }), src: 'guest' });
    expect(await host.next()).toMatchObject({ type: 'OFFER', src: 'stranger' });
    expect(host.messages).toEqual([]);
    for (const peer of [host, guest, stranger]) peer.socket.terminate();
  });

  test('whoever comes back with its token takes the place of its older socket, which is not told', async () => {
    const before = await register('roamer', 'secret');
    expect(await before.next()).toEqual({ type: 'OPEN' });
    const after = await register('roamer', 'secret');
    const guest = await register('visitor');
    await guest.next();
    guest.send(offer('roamer'));
    expect(await after.next()).toMatchObject({ type: 'OFFER', src: 'visitor' });
    // Its browser would come back at once, and the two would take the id from each other without end.
    expect([before.socket.readyState, before.messages]).toEqual([WebSocket.OPEN, []]);
    for (const { socket } of [before, after, guest]) socket.terminate();
  });

  test('an older socket that is silent for half a minute ends, although PeerServer has forgotten it', async () => {
    let nowMs = 0;
    const app = express();
    const http = createServer(app);
    const metrics = createMetrics(createLog('plain', { out() {}, err() {} }));
    const signalling = mountSignalling({
      app,
      server: http,
      metrics,
      nowMs: () => nowMs,
      addressOf: () => '',
      maxPeers: 9,
    });
    http.on('upgrade', (request, socket, head) =>
      signalling.sockets.handleUpgrade(request, socket, head, (ws) =>
        signalling.sockets.emit('connection', ws, request),
      ),
    );
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    onTestFinished(() => {
      for (const socket of signalling.sockets.clients) socket.terminate();
      signalling.close();
      metrics.close();
      http.close();
    });
    const { port } = http.address() as AddressInfo;
    const open = async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/peerjs/peerjs?key=peerjs&id=a&token=t`);
      await once(socket, 'open');
      return socket;
    };
    const [silent, alive] = [await open(), await open()];
    nowMs = 29_000;
    alive.send('{"type":"HEARTBEAT"}');
    const pong = once(alive, 'pong');
    alive.ping();
    await pong;
    signalling.sweep();
    nowMs = 30_000;
    const closed = once(silent, 'close');
    signalling.sweep();
    await closed;
    expect(alive.readyState).toBe(WebSocket.OPEN);
  });

  test('a thief of an id does not end the socket that has it', async () => {
    const owner = await register('owned', 'secret');
    await owner.next();
    const thief = await register('owned', 'guess');
    await once(thief.socket, 'close');
    const guest = await register('caller');
    await guest.next();
    guest.send(offer('owned'));
    expect(await owner.next()).toMatchObject({ type: 'OFFER', src: 'caller' });
    owner.socket.terminate();
    guest.socket.terminate();
  });

  test('refuses a socket without an id, or with one that is none', async () => {
    for (const query of [
      '',
      '?key=peerjs&token=t',
      '?key=peerjs&id=a',
      '?key=peerjs&token=t&id=%00',
      '?key=peerjs&token=t&id=a/b',
    ]) {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/peerjs/peerjs${query}`);
      const [error] = (await once(socket, 'error')) as [Error];
      expect(error.message).toBe('Unexpected server response: 400');
    }
  });

  test('a peer that never reads is dropped before much waits for it', async () => {
    const deaf = await register('deaf');
    await deaf.next();
    deaf.socket.pause();
    const senders = [];
    // What the kernel takes for a socket that is not read is about 6 MB; one peer may say 16 MB at once.
    for (let peer = 0; peer < 2; peer++) senders.push(await register(`loud-${peer}`));
    for (const { send } of senders) {
      send(offer('deaf', { connectionId: 'dc_loud', sdp: { sdp: 'x'.repeat(15_000) } }));
      for (let count = 0; count < 64; count++)
        send({ type: 'CANDIDATE', dst: 'deaf', payload: { connectionId: 'dc_loud', candidate: 'x'.repeat(15_000) } });
    }
    for (let more = 0; more < 8; more++)
      for (const { send } of senders) {
        send(offer('deaf', { connectionId: `dc_${more}`, sdp: 'x'.repeat(15_000) }));
        for (let count = 0; count < 64; count++)
          send({
            type: 'CANDIDATE',
            dst: 'deaf',
            payload: { connectionId: `dc_${more}`, candidate: 'x'.repeat(15_000) },
          });
      }
    await expect.poll(() => metric(server.url, 'lockstep_refused_total{reason="slow-peer"}')).toBeGreaterThan(0);
    for (const { socket } of [deaf, ...senders]) socket.terminate();
  });
});
