import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { askServer } from '../../lib/transport/server-offer';
import { startServer } from '../../server/index.mjs';

const never = new AbortController().signal;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function ours(env: Record<string, string> = {}) {
  const server = await startServer({ port: 0, host: '127.0.0.1', env });
  closing.push(() => server.close());
  return server;
}

async function somebodys(answer: RequestListener): Promise<string> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a server of ours, asked what it offers (TR-25)', () => {
  it('says where signalling and relay are, and names STUN servers', async () => {
    const { url, port } = await ours();
    expect(await askServer(url, never)).toEqual({
      introduces: true,
      relay: { urls: [`ws://127.0.0.1:${port}/mqtt`] },
      iceServers: [{ urls: ['stun:stun.cloudflare.com:3478', 'stun:stun.l.google.com:19302'] }],
      nostr: [],
    });
  });

  it('hands out credentials that end, another relay and its tokens', async () => {
    const { url } = await ours({
      TURN_PROVIDER: 'coturn',
      TURN_URLS: 'turn:turn.example.org:3478?transport=udp turns:turn.example.org:443?transport=tcp',
      TURN_SECRET: 'x'.repeat(32),
      RELAY_URL: 'ws://a.example.org/mqtt wss://b.example.org/mqtt',
      RELAY_AUTH: 'emqx',
      RELAY_EMQX_SECRET: 'y'.repeat(32),
      NOSTR_RELAYS: 'wss://nostr.example.org',
    });
    const offer = await askServer(url, never);
    expect(offer.relay).toEqual({
      urls: ['ws://a.example.org/mqtt', 'wss://b.example.org/mqtt'],
      tokenUrl: `${url}/relay-token`,
    });
    expect(offer.iceServers[1]?.urls).toHaveLength(2);
    expect(offer.iceServers[1]?.credential).toBeTypeOf('string');
    expect([offer.iceExpiresInS, offer.nostr]).toEqual([86_400, ['wss://nostr.example.org/']]);
  });
});

describe('a server that is none of ours (TR-25)', () => {
  it.each<[string, string, RequestListener]>([
    ['a page', 'refused', (_, response) => response.setHeader('content-type', 'text/html').end('<html>')],
    ['other JSON', 'refused', (_, response) => response.end('{"name":"other"}')],
    ['a later version', 'refused', (_, response) => response.end('{"name":"lockstep","protocol":2}')],
    ['nothing there', 'refused', (_, response) => response.writeHead(404).end('{}')],
    ['broken', 'refused', (_, response) => response.writeHead(500).end()],
    ['huge', 'refused', (_, response) => response.end(`"${'x'.repeat(64 * 1024)}"`)],
    ['elsewhere', 'server-unreachable', (_, response) => response.writeHead(302, { location: '/other' }).end()],
    ['cut off', 'server-unreachable', (_, response) => response.writeHead(200).write('{', () => response.destroy())],
    ['silent', 'server-unreachable', () => {}],
    ['slow', 'server-unreachable', (_, response) => drip(response)],
  ])('%s: %s', { timeout: 10_000 }, async (_, reason, answer) => {
    const since = performance.now();
    await expect(askServer(await somebodys(answer), never)).rejects.toMatchObject({ reason });
    expect(performance.now() - since).toBeLessThan(6_000);
  });

  it('without end is read no further than 32 kB', async () => {
    let written = 0;
    const url = await somebodys((_, response) => {
      const write = () => {
        written += 16_384;
        if (!response.destroyed && written < 1e9) response.write('x'.repeat(16_384), write);
      };
      write();
    });
    await expect(askServer(url, never)).rejects.toMatchObject({ reason: 'refused' });
    expect(written).toBeLessThan(2e7);
  });

  it('or nobody at all is told, and an abort ends the asking', async () => {
    await expect(askServer('http://127.0.0.1:9', never)).rejects.toMatchObject({ reason: 'server-unreachable' });
    const abort = new AbortController();
    const asking = askServer(await somebodys(() => {}), abort.signal);
    abort.abort();
    await expect(asking).rejects.toMatchObject({ reason: 'aborted' });
    await expect(askServer('http://127.0.0.1:9', AbortSignal.abort())).rejects.toMatchObject({ reason: 'aborted' });
  });
});

/** A character a second. */
function drip(response: Parameters<RequestListener>[1]): void {
  const timer = setInterval(() => response.write(' '), 1_000);
  response.on('close', () => clearInterval(timer));
}
