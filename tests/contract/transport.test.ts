import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { build } from 'vite';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type RunningServer, startServer } from '../../server/index.mjs';
import { memoryNetwork } from '../helpers/memory-network';
import { type Net, scenarios } from './transport-scenarios';

const names = Object.keys(scenarios);

describe('memory (TR-1)', () => {
  const start = performance.now();
  const scheduler = {
    now: () => performance.now() - start,
    after(delayMs: number, task: () => void) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
  };
  let rooms = 0;
  const networks = {
    'at once': memoryNetwork({ scheduler, random: Math.random }),
    'with delay and jitter': memoryNetwork({
      scheduler,
      random: Math.random,
      quality: () => ({ delayMs: 20, jitterMs: 20, resend: 0.05 }),
    }),
  };

  describe.each(Object.entries(networks))('%s', (_, network) => {
    it.each(names)('%s', async (name) => {
      const room = ++rooms;
      const net: Net = {
        open: network.open,
        address: () => ({
          rendezvousId: `room-${room}`,
          token: 'token',
          door: 'door',
          server: undefined,
          iceServers: [],
        }),
        stopSignalling: async () => network.signalling(false),
        startSignalling: async () => network.signalling(true),
      };
      await scenarios[name]?.(net);
    });
  });
});

/** The suite and the transport as one script for a page. */
async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('peerjs-page.ts', import.meta.url));
  const outputs = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'suite', fileName: 'suite' } },
  });
  const [output] = [outputs].flat();
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (chunk?.type !== 'chunk') throw new Error('no bundle');
  return chunk.code;
}

describe('peerjs (TR-1)', () => {
  let server: RunningServer;
  let browser: Browser;
  let page: Page;
  let own: readonly string[] = [];

  beforeAll(async () => {
    const [code, running] = await Promise.all([bundle(), startServer({ port: 0, host: '127.0.0.1' })]);
    server = running;
    browser = await puppeteer.launch({
      executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
      headless: true,
      pipe: true,
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--allow-loopback-in-peer-connection',
        // An extension's page has raw candidates; an ordinary one has names that need multicast.
        '--disable-features=WebRtcHideLocalIpsWithMdns',
      ],
    });
    page = await browser.newPage();
    await page.goto(`${server.url}/healthz`);
    const { port } = server;
    await page.exposeFunction('stopSignalling', () => server.close());
    await page.exposeFunction('startSignalling', async () => {
      server = await startServer({ port, host: '127.0.0.1' });
    });
    await page.addScriptTag({ content: code });
    own = await page.evaluate(() => window.peerjsScenarios);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const run = (name: string) => page.evaluate((scenario, url) => window.runScenario(scenario, url), name, server.url);
  it.each(names)('%s', { timeout: 40_000 }, run);
  it.each([
    'strangers are not let in, whatever they send',
    'text and what is too long is not heard, and harms nobody',
    'a guest takes no connection',
    'a guest gives its signalling back, and stays',
    'an unreachable server is told',
    'a browser without WebRTC is told',
  ])('%s', { timeout: 40_000 }, run);
  it('has no other scenario', ({ expect }) => expect(own).toHaveLength(6));
});
