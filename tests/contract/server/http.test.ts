import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type RunningServer, startServer } from '../../../server/index.mjs';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

/** A server that reads bodies. */
const MINTING = { RELAY_URL: 'wss://a.example', RELAY_AUTH: 'emqx', RELAY_EMQX_SECRET: 'x'.repeat(32) };

/** What comes back for bytes that no HTTP library would send. */
async function raw(text: string, port = server.port): Promise<string> {
  const socket = connectTcp(port, '127.0.0.1');
  socket.write(text);
  return everything(socket);
}
async function everything(socket: Socket): Promise<string> {
  let answer = '';
  socket.on('data', (data) => {
    answer += data;
  });
  socket.on('error', () => {});
  await once(socket, 'close');
  return answer;
}

describe('answers', () => {
  test('is healthy', async () => {
    const response = await fetch(`${server.url}/healthz`);
    expect([response.status, await response.text()]).toEqual([200, 'ok']);
  });

  test('describes itself to anyone who asks', async () => {
    const response = await fetch(`${server.url}/lockstep.json`);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      name: 'lockstep',
      version: expect.any(String),
      protocol: 1,
      peerjs: { path: '/peerjs', key: 'peerjs' },
      relay: { path: '/mqtt' },
      nostr: [],
      iceServers: [{ urls: ['stun:stun.cloudflare.com:3478', 'stun:stun.l.google.com:19302'] }],
    });
  });

  test('lets an extension ask before it posts', async () => {
    const response = await fetch(`${server.url}/relay-token`, {
      method: 'OPTIONS',
      headers: { Origin: 'chrome-extension://x', 'Access-Control-Request-Headers': 'content-type' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-methods')).toContain('POST');
    expect(response.headers.get('access-control-allow-headers')).toBe('content-type');
  });

  test('says that it mints no tokens while the relay is its own', async () => {
    const response = await fetch(`${server.url}/relay-token`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(404);
    expect((await response.json()).error).toMatch('mints no relay tokens');
  });

  test('names another relay, and the Nostr relays, as it was told', async () => {
    const other = await startServer({
      port: 0,
      host: '127.0.0.1',
      env: { RELAY_URL: 'wss://a.example/mqtt, wss://b.example/mqtt', NOSTR_RELAYS: 'wss://nostr.example' },
    });
    onTestFinished(() => other.close());
    expect(await (await fetch(`${other.url}/lockstep.json`)).json()).toMatchObject({
      relay: { urls: ['wss://a.example/mqtt', 'wss://b.example/mqtt'] },
      nostr: ['wss://nostr.example'],
    });
    const upgrade = 'GET /mqtt HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    expect(await raw(upgrade, other.port)).toMatch(/^HTTP\/1\.1 404 /);
  });

  test('does not list its peers', async () => {
    expect((await fetch(`${server.url}/peerjs/peerjs/peers`)).status).toBe(401);
  });

  test('a taken port is an error, not a crash', async () => {
    await expect(startServer({ port: server.port, host: '127.0.0.1' })).rejects.toThrow('EADDRINUSE');
  });
});

describe('figures', () => {
  test('are for the machine itself while there is no token, and say nothing of a proxy’s clients', async () => {
    const response = await fetch(`${server.url}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    const text = await response.text();
    for (const name of ['lockstep_peers', 'lockstep_relay_clients', 'lockstep_sockets', 'process_cpu_seconds_total'])
      expect(text).toMatch(new RegExp(`^${name} [\\d.e-]+$`, 'm'));
    expect(text).toMatch(/^lockstep_http_requests_total\{path="\/healthz",status="2xx"\} \d+$/m);
    expect(text).not.toMatch(/127\.0\.0\.1|\d+\.\d+\.\d+\.\d+/);
    const proxied = await fetch(`${server.url}/metrics`, { headers: { 'X-Forwarded-For': '192.0.2.1' } });
    expect(proxied.status).toBe(403);
  });

  test('are for who has the token', async () => {
    const own = await startServer({ port: 0, host: '127.0.0.1', env: { METRICS_TOKEN: 'sesame' } });
    onTestFinished(() => own.close());
    const status = async (headers: Record<string, string>) => (await fetch(`${own.url}/metrics`, { headers })).status;
    expect(await status({})).toBe(403);
    expect(await status({ Authorization: 'Bearer sesam' })).toBe(403);
    expect(await status({ Authorization: 'Bearer sesame' })).toBe(200);
  });
});

describe('abuse', () => {
  test.each([
    ['/healthz', 'POST', 'GET, HEAD'],
    ['/lockstep.json', 'DELETE', 'GET, HEAD'],
    ['/relay-token', 'GET', 'POST'],
    ['/j', 'PUT', 'GET, HEAD'],
    ['/metrics', 'POST', 'GET, HEAD'],
  ])('%s does not take %s', async (path, method, allow) => {
    const response = await fetch(server.url + path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
    expect((await response.json()).error).toMatch(/^Only /);
  });

  test.each([
    '/../../etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
    '/%2e%2e/package.json',
    '/j/../index.mjs',
    '/j/invite.js',
    '/web/invite.html',
    '/peerjs/../../package.json',
    '/.env',
    '/index.mjs',
    '//etc/passwd',
    '/%00',
    '/%E0%A4%A',
    '/__proto__',
    '/constructor',
  ])('%s is nothing', async (path) => {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).not.toMatch(/root:|import |node_modules| at /);
  });

  test('a body that is too long, or none, or no JSON is refused, without a stack', async () => {
    const own = await startServer({ port: 0, host: '127.0.0.1', env: MINTING });
    onTestFinished(() => own.close());
    const post = async (body: string, type = 'application/json') => {
      const response = await fetch(`${own.url}/relay-token`, {
        method: 'POST',
        body,
        headers: { 'content-type': type },
      });
      return [response.status, ((await response.json()) as { error: string }).error];
    };
    expect(await post(JSON.stringify({ member: 'x'.repeat(5_000) }))).toEqual([
      413,
      'A body has at most 4096 characters.',
    ]);
    expect(await post('{')).toEqual([400, 'The request is not well formed.']);
    expect(await post('')).toEqual([400, 'The request is not well formed.']);
    expect(await post('{}')).toEqual([400, '"member" is the client id: 22 to 64 letters, digits, - or _.']);
    for (const body of ['[]', 'null', '7', '{"__proto__":{"member":"x"}}', '\u0000'])
      expect((await post(body))[0]).toBe(400);
    expect((await post('x', 'text/html'))[0]).toBe(400);
  });

  test('a body without end is cut off', async () => {
    const own = await startServer({ port: 0, host: '127.0.0.1', env: MINTING });
    onTestFinished(() => own.close());
    const socket = connectTcp(own.port, '127.0.0.1');
    socket.write(
      'POST /relay-token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    const chunk = `1000\r\n${'x'.repeat(0x1000)}\r\n`;
    const writing = setInterval(() => socket.write(chunk), 1);
    const answer = await everything(socket);
    clearInterval(writing);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('headers that never end are not waited for, and nor is a socket that says nothing', async () => {
    const silent = connectTcp(server.port, '127.0.0.1');
    const slow = connectTcp(server.port, '127.0.0.1');
    slow.write('GET /healthz HTTP/1.1\r\nHost: x\r\n');
    const dripping = setInterval(() => slow.write('X-More: x\r\n'), 500);
    const startMs = performance.now();
    expect(await everything(slow)).toMatch(/^HTTP\/1\.1 408 /);
    clearInterval(dripping);
    await everything(silent);
    expect(performance.now() - startMs).toBeLessThan(14_000);
  });

  test('headers without bound are refused', async () => {
    const answer = await raw(`GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('an upgrade to nothing, or with a target without end, is refused in words', async () => {
    const upgrade = (target: string) =>
      raw(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    expect(await upgrade('/elsewhere')).toMatch(/^HTTP\/1\.1 404 [\s\S]*No WebSocket here\.$/);
    expect(await upgrade(`/mqtt?${'x'.repeat(600)}`)).toMatch(/^HTTP\/1\.1 414 /);
    expect(await upgrade('/mqtt')).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('whoever asks too often is told to wait, and where credentials are minted sooner', async () => {
    const own = await startServer({ port: 0, host: '127.0.0.1', env: { TRUST_PROXY: '1' } });
    onTestFinished(() => own.close());
    const ask = (path: string, address: string) => fetch(own.url + path, { headers: { 'X-Forwarded-For': address } });
    const answers = [];
    for (let count = 0; count < 80; count++) answers.push((await ask('/lockstep.json', '192.0.2.1')).status);
    expect(answers.slice(0, 60)).toEqual(Array(60).fill(200));
    expect(answers.at(-1)).toBe(429);
    const refused = await ask('/lockstep.json', '192.0.2.1');
    expect([refused.headers.get('retry-after'), refused.headers.get('access-control-allow-origin')]).toEqual([
      '60',
      '*',
    ]);
    expect((await ask('/lockstep.json', '192.0.2.2')).status).toBe(200);
    let last = 200;
    for (let count = 0; count < 400 && last === 200; count++) last = (await ask('/healthz', '192.0.2.1')).status;
    expect(last).toBe(429);
  });
});
