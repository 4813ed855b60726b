import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createCloudflare, readServers } from '../../../server/ice/cloudflare.mjs';
import { isBlockedPort, isStunUrl, isTurnUrl } from '../../../server/ice/urls.mjs';
import { startServer } from '../../../server/index.mjs';
import { createLog } from '../../../server/log.mjs';
import { createMetrics } from '../../../server/metrics.mjs';

type Ice = { iceServers: { urls: string[]; username?: string; credential?: string }[]; iceExpiresInS?: number };

async function iceOf(url: string, address?: string): Promise<Ice> {
  const headers: Record<string, string> = address === undefined ? {} : { 'X-Forwarded-For': address };
  return (await (await fetch(`${url}/lockstep.json`, { headers })).json()) as Ice;
}

async function start(env: Record<string, string>) {
  const server = await startServer({ port: 0, host: '127.0.0.1', env });
  onTestFinished(() => server.close());
  return server.url;
}

describe('coturn (SV-7)', () => {
  const SECRET = 'north';
  const env = {
    TURN_PROVIDER: 'coturn',
    TURN_URLS: 'turn:turn.example:3478?transport=udp, turns:turn.example:443?transport=tcp',
  };

  test('is given credentials that it can recompute, and that end', async () => {
    const url = await start({ ...env, TURN_SECRET: SECRET, TURN_TTL_S: '3600' });
    const { iceServers, iceExpiresInS } = await iceOf(url);
    const [, turn] = iceServers;
    expect(turn?.urls).toEqual(['turn:turn.example:3478?transport=udp', 'turns:turn.example:443?transport=tcp']);
    const [expiry, who] = (turn?.username ?? '').split(':');
    expect(Number(expiry)).toBeGreaterThan(Date.now() / 1000 + 3_590);
    expect(Number(expiry)).toBeLessThanOrEqual(Date.now() / 1000 + 3_600);
    expect(who).toMatch(/^[0-9a-f]{16}$/);
    expect(turn?.credential).toBe(
      createHmac('sha1', SECRET)
        .update(turn?.username ?? '')
        .digest('base64'),
    );
    expect(iceExpiresInS).toBe(3_600);
  });

  test('counts its quotas by an address without learning it', async () => {
    const url = await start({ ...env, TURN_SECRET: SECRET, TRUST_PROXY: '1' });
    const who = async (address: string) => (await iceOf(url, address)).iceServers[1]?.username?.split(':')[1];
    expect(await who('192.0.2.1')).toBe(await who('192.0.2.1'));
    expect(await who('192.0.2.1')).not.toBe(await who('192.0.2.2'));
    expect(await who('2001:db8::1')).toBe(await who('2001:db8::2'));
    expect(JSON.stringify(await iceOf(url, '192.0.2.1'))).not.toMatch(/192\.0\.2\.1|north/);
  });
});

test('a static server is handed on as it is, without port 53', async () => {
  const url = await start({
    TURN_PROVIDER: 'static',
    TURN_URLS: 'turn:turn.example:53 turn:turn.example:80?transport=tcp',
    TURN_USERNAME: 'friends',
    TURN_CREDENTIAL: 'pass',
    STUN_URLS: 'stun:stun.example:53,stun:stun.example',
  });
  expect(await iceOf(url)).toMatchObject({
    iceServers: [
      { urls: ['stun:stun.example'] },
      { urls: ['turn:turn.example:80?transport=tcp'], username: 'friends', credential: 'pass' },
    ],
  });
});

describe('Cloudflare (SV-7)', () => {
  const ANSWER = {
    iceServers: [
      { urls: ['stun:stun.cloudflare.com:3478', 'stun:stun.cloudflare.com:53'] },
      {
        urls: [
          'turn:turn.cloudflare.com:3478?transport=udp',
          'turn:turn.cloudflare.com:53?transport=udp',
          'turns:turn.cloudflare.com:443?transport=tcp',
        ],
        username: 'u',
        credential: 'c',
      },
    ],
  };
  const good: RequestListener = (_, response) => response.writeHead(201).end(JSON.stringify(ANSWER));

  /** The service on this machine, and what asks it; `answer` may change. */
  async function service(answer: RequestListener) {
    const asked: { url?: string; authorization?: string; body: string }[] = [];
    const state = { answer };
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (data) => (body += data));
      request.on('end', () => {
        asked.push({ url: request.url ?? '', authorization: request.headers.authorization ?? '', body });
        state.answer(request, response);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const said: string[] = [];
    const log = createLog('plain', { out: (line) => said.push(line), err: (line) => said.push(line) });
    const metrics = createMetrics(log);
    onTestFinished(() => metrics.close());
    let nowMs = 0;
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ask = createCloudflare({
      turn: { keyId: 'id', token: 'key', ttlS: 86_400, api },
      nowMs: () => nowMs,
      metrics,
      log,
    });
    return { ask, asked, said, state, metrics, pass: (ms: number) => (nowMs += ms) };
  }

  test('is asked with the key, which stays here, and its answer is handed on without port 53', async () => {
    const { ask, asked } = await service(good);
    expect(await ask()).toEqual({
      iceServers: [
        { urls: ['stun:stun.cloudflare.com:3478'] },
        {
          urls: ['turn:turn.cloudflare.com:3478?transport=udp', 'turns:turn.cloudflare.com:443?transport=tcp'],
          username: 'u',
          credential: 'c',
        },
      ],
      expiresInS: 86_400,
    });
    expect(asked).toEqual([
      { url: '/v1/turn/keys/id/credentials/generate-ice-servers', authorization: 'Bearer key', body: '{"ttl":86400}' },
    ]);
  });

  test('is asked once an hour, and once for many who come together', async () => {
    const { ask, asked, pass } = await service(good);
    await Promise.all([ask(), ask(), ask()]);
    pass(3_599_000);
    expect((await ask())?.expiresInS).toBe(86_400 - 3_599);
    expect(asked).toHaveLength(1);
    pass(1_000);
    await ask();
    expect(asked).toHaveLength(2);
  });

  test('that fails is left alone for half a minute, while the last answer serves on until it is nearly over', async () => {
    const { ask, asked, state, pass, said, metrics } = await service(good);
    await ask();
    state.answer = (_, response) => response.writeHead(500).end();
    pass(3_600_000);
    expect((await ask())?.iceServers).toHaveLength(2);
    await ask();
    expect(asked).toHaveLength(2);
    expect(said).toEqual(['Cloudflare gave no TURN credentials why=status 500']);
    expect(metrics.text()).toContain('lockstep_turn_failures_total 1\n');
    pass(30_000);
    await ask();
    expect(asked).toHaveLength(3);
    pass(86_400_000 - 3_600_000 - 30_000 - 3_599_000);
    expect(await ask()).toBeUndefined();
    state.answer = good;
    pass(30_000);
    expect((await ask())?.expiresInS).toBe(86_400);
  });

  test.each<[string, RequestListener, string]>([
    ['HTML', (_, response) => response.writeHead(200).end('<html>'), 'not JSON'],
    ['null', (_, response) => response.writeHead(200).end('null'), 'no TURN server in the answer'],
    [
      'no TURN server',
      (_, response) => response.writeHead(200).end('{"iceServers":[{"urls":["stun:a.example"]}]}'),
      'no TURN server in the answer',
    ],
    [
      'an answer without end',
      (_, response) => response.writeHead(200).end('x'.repeat(40_000)),
      'an answer without end',
    ],
    ['a redirect', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(), 'unreachable'],
    ['a cut connection', (request) => request.socket.destroy(), 'unreachable'],
    ['silence', () => {}, 'no answer in 3 s'],
    ['a body that never ends', (_, response) => void response.writeHead(200).write('{'), 'no answer in 3 s'],
  ])('that answers with %s is told in words, and the key is not', async (_, answer, why) => {
    const { ask, said } = await service(answer);
    expect(await ask()).toBeUndefined();
    expect(said).toEqual([`Cloudflare gave no TURN credentials why=${why}`]);
  });

  test('that fails leaves STUN to who asks', async () => {
    const server = await startServer({
      port: 0,
      host: '127.0.0.1',
      env: {
        TURN_PROVIDER: 'cloudflare',
        CLOUDFLARE_TURN_KEY_ID: 'id',
        CLOUDFLARE_TURN_TOKEN: 'key',
        STUN_URLS: 'stun:a.example',
      },
      adjust: (config) => ({ ...config, turn: { ...config.turn, api: 'http://127.0.0.1:9' } as typeof config.turn }),
    });
    onTestFinished(() => server.close());
    const ice = await iceOf(server.url);
    expect(ice.iceServers).toEqual([{ urls: ['stun:a.example'] }]);
    expect(ice.iceExpiresInS).toBeUndefined();
  });

  test('only what is well formed is taken from it', () => {
    const turn = { urls: 'turn:a.example', username: 'u', credential: 'c' };
    expect(readServers({ iceServers: [turn] })).toEqual([{ ...turn, urls: ['turn:a.example'] }]);
    for (const broken of [
      { ...turn, username: '' },
      { ...turn, credential: 7 },
      { ...turn, urls: ['javascript:alert(1)'] },
      { ...turn, urls: ['turn:a.example/../x'] },
      { ...turn, username: 'x'.repeat(513) },
      null,
      'turn:a.example',
    ])
      expect(readServers({ iceServers: [broken] })).toEqual([]);
    expect(readServers({ iceServers: [{ ...turn, extra: 'x' }, null] })).toEqual([
      { ...turn, urls: ['turn:a.example'] },
    ]);
  });
});

test.each([
  ['stun:a.example', true, false],
  ['stuns:a.example:5349', true, false],
  ['stun:[2001:db8::1]:3478', true, false],
  ['turn:a.example:3478?transport=udp', false, true],
  ['turns:a.example:443?transport=tcp', false, true],
  ['turn:a.example?transport=sctp', false, false],
  ['turn:a.example:0', false, false],
  ['turn:a.example:70000', false, false],
  ['turn:user@a.example', false, false],
  ['http://a.example', false, false],
  ['turn:', false, false],
  [`turn:${'a'.repeat(300)}`, false, false],
  [undefined, false, false],
])('%s is an address of STUN: %s, of TURN: %s', (url, stun, turn) => {
  expect([isStunUrl(url), isTurnUrl(url)]).toEqual([stun, turn]);
});

test('port 53 is known, and only that', () => {
  expect(
    ['turn:a:53', 'stun:a:53', 'turns:a:53?transport=tcp', 'turn:a:5353', 'turn:a', 'turn:a53'].map(isBlockedPort),
  ).toEqual([true, true, true, false, false, false]);
});
