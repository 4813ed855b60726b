import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { startServer } from '../../../server/index.mjs';
import { connect, metric, openRoom, random } from './relay-client';

/** `npm run server` with an environment of its own, and all that it says. */
function run(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['server/index.mjs'], { env: { PATH: process.env.PATH, ...environment } });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (data) => (said.out += data));
  child.stderr.on('data', (data) => (said.err += data));
  return { child, said };
}
async function listening({
  child,
  said,
}: {
  child: ChildProcess;
  said: { out: string; err: string };
}): Promise<string> {
  while (!said.out.includes('listening on') || !said.out.endsWith('\n'))
    await once(child.stdout as NodeJS.ReadableStream, 'data');
  return /http:\/\/127\.0\.0\.1:\d+/.exec(said.out)?.[0] ?? '';
}
const socketUrl = (url: string) => `${url.replace('http', 'ws')}/peerjs/peerjs?key=peerjs&id=${random()}&token=b`;

describe('the process', () => {
  test('says where it listens, and ends on SIGTERM once its clients have heard so', async () => {
    const server = run({ PORT: '0', HOST: '127.0.0.1' });
    const url = await listening(server);
    expect(server.said.out).toMatch(/^lockstep server listening on http:\/\/127\.0\.0\.1:\d+\n$/);
    const peer = new WebSocket(socketUrl(url));
    await once(peer, 'open');
    const relayed = new WebSocket(`${url.replace('http', 'ws')}/mqtt`, 'mqtt');
    await once(relayed, 'open');
    server.child.kill('SIGTERM');
    const heard = (socket: WebSocket) => once(socket, 'close').then(([code, reason]) => `${code} ${reason}`);
    const [[code], ...words] = await Promise.all([once(server.child, 'exit'), heard(peer), heard(relayed)]);
    expect(words).toEqual(['1001 the server is going away', '1001 the server is going away']);
    expect([code, server.said.err]).toEqual([0, '']);
  });

  test('ends in time although a client never answers', async () => {
    const server = run({ PORT: '0', HOST: '127.0.0.1', SHUTDOWN_S: '1' });
    const url = await listening(server);
    const deaf = connectTcp(Number(new URL(url).port), '127.0.0.1');
    deaf.on('error', () => {});
    deaf.write(
      `GET /peerjs/peerjs?key=peerjs&id=a&token=b HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await once(deaf, 'data');
    const idle = connectTcp(Number(new URL(url).port), '127.0.0.1');
    idle.on('error', () => {});
    await once(idle, 'connect');
    const askedMs = performance.now();
    server.child.kill('SIGTERM');
    expect((await once(server.child, 'exit'))[0]).toBe(0);
    const tookMs = performance.now() - askedMs;
    expect(tookMs).toBeGreaterThan(800);
    expect(tookMs).toBeLessThan(3_500);
  });

  test('says everything that is wrong with its environment, and does not start', async () => {
    const { child, said } = run({ PORT: 'x', TURN_PROVIDER: 'coturn', TURN_URL: 'turn:a.example' });
    expect((await once(child, 'exit'))[0]).toBe(1);
    expect(said.err.trim().split('\n')).toEqual([
      'lockstep server: TURN_URL is not known; did you mean TURN_URLS?',
      'lockstep server: PORT must be a number from 0 to 65535, not "x".',
      'lockstep server: TURN_PROVIDER=coturn needs TURN_URLS.',
      'lockstep server: TURN_PROVIDER=coturn needs TURN_SECRET or TURN_SECRET_FILE.',
    ]);
    expect(said.out).toBe('');
  });

  test('says that its port is taken', async () => {
    const other = await startServer({ port: 0, host: '127.0.0.1' });
    onTestFinished(() => other.close());
    const { child, said } = run({ PORT: String(other.port), HOST: '127.0.0.1' });
    expect((await once(child, 'exit'))[0]).toBe(1);
    expect(said.err).toMatch(/^lockstep server: could not start: listen EADDRINUSE/);
  });

  test('writes lines of JSON, and nothing of who came: no address, id, room, secret or code (SV-10)', async () => {
    const server = run({ PORT: '0', HOST: '127.0.0.1', LOG_FORMAT: 'json', MAX_SOCKETS_PER_ADDRESS: '8' });
    const url = await listening(server);
    const { host, room, secret, down } = await openRoom(url);
    await host.publish(down, 'play', true);
    const forger = await connect(url);
    await forger.publish(down, 'forged');
    await forger.closed;
    // The server has given its place back.
    await expect.poll(() => metric(url, 'lockstep_sockets')).toBe(1);
    const many = Array.from({ length: 12 }, () => new WebSocket(socketUrl(url)));
    await Promise.all(
      many.map(
        (socket) =>
          new Promise<void>((resolve) => {
            socket.on('open', () => resolve());
            socket.on('error', () => resolve());
          }),
      ),
    );
    await fetch(`${url}/j`);
    server.child.kill('SIGTERM');
    await once(server.child, 'exit');
    const lines = (server.said.out + server.said.err)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ level: 'info', message: `lockstep server listening on ${url}` });
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: 'refused in the last minute',
        'not-yours-to-write': 1,
        sockets: 5,
      }),
    );
    const text = lines
      .slice(1)
      .map((line) => JSON.stringify(line))
      .join('\n');
    for (const word of ['127.0.0.1', '::', room, secret, host.id, forger.id]) expect(text).not.toContain(word);
  });
});

describe('closing (SV-11)', () => {
  test('ends what is open, refuses what comes, tells no host that its members died, and may be asked for twice', async () => {
    const server = await startServer({ port: 0, host: '127.0.0.1' });
    const { host, room } = await openRoom(server.url);
    await host.reads(`ls1/${room}/p/+`);
    const clientId = random();
    const will = { topic: `ls1/${room}/p/${clientId}`, payload: Buffer.from('gone'), qos: 0 as const, retain: false };
    const member = await connect(server.url, { clientId, will });
    const socket = new WebSocket(socketUrl(server.url));
    await once(socket, 'open');
    await Promise.all([once(socket, 'close'), host.closed, member.closed, server.close(), server.close()]);
    expect(host.waiting).toEqual([]);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    await server.close();
  });

  test('a connection that is kept alive hears that the server is not healthy any more', async () => {
    const server = await startServer({ port: 0, host: '127.0.0.1' });
    const peer = new WebSocket(socketUrl(server.url));
    await once(peer, 'open');
    peer.pause();
    const kept = connectTcp(server.port, '127.0.0.1');
    kept.on('error', () => {});
    let answer = '';
    kept.on('data', (data) => (answer += data));
    // Half a request is no idle connection.
    kept.write('GET /healthz HTTP/1.1\r\n');
    await once(kept, 'connect');
    await fetch(`${server.url}/healthz`);
    const closed = server.close();
    kept.write('Host: x\r\n\r\n');
    await expect.poll(() => answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*closing$/);
    peer.resume();
    await closed;
  });
});
