import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type RunningServer, startServer } from '../../server/index.mjs';
import { memoryNetwork } from '../helpers/memory-network';
import { bundle, launchForWebRtc, pageWith } from './contract-browser';
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

describe('peerjs (TR-1, TR-4, TR-36, TR-37)', () => {
  let server: RunningServer;
  let browser: Browser;
  let page: Page;
  let own: readonly string[] = [];

  beforeAll(async () => {
    const [code, running] = await Promise.all([bundle('peerjs-page.ts'), startServer({ port: 0, host: '127.0.0.1' })]);
    server = running;
    browser = await launchForWebRtc('chromium');
    page = await pageWith(browser, `${server.url}/healthz`, code);
    const { port } = server;
    await page.exposeFunction('stopSignalling', () => server.close());
    await page.exposeFunction('startSignalling', async () => {
      server = await startServer({ port, host: '127.0.0.1' });
    });
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
    'a host whose server still has its socket of before is met before it is known to be back',
    'an offer that fell on a dead socket of the host is made anew',
    'text and what is too long is not heard, and harms nobody',
    'a guest takes no connection',
    'a guest gives its signalling back, and stays',
    'an unreachable server is told',
    'a browser without WebRTC is told',
  ])('%s', { timeout: 40_000 }, run);
  it('has no other scenario', ({ expect }) => expect(own).toHaveLength(8));
});
