import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type RunningServer, startServer } from '../../server/index.mjs';
import { type BrowserName, bundle, launchForWebRtc, pageWith, servePage } from './contract-browser';
import { type Broker, type Manner, manners, startOpenBroker, startUselessBroker } from './relay-brokers';
import { scenarios, starScenarios } from './transport-scenarios';

const NAMES = [
  ...Object.keys(scenarios),
  'a guest whose connection is cut comes back as the same',
  'a host whose connection is cut comes back: its guests stay, others come',
  'a guest that vanishes is missed',
  'a guest that cannot come back is told',
  'a relay that is not ours carries a few: one more is told',
  'relays that are of no use are told apart',
  'of several nodes those that do not work are passed over',
];
/** On a broker that is handed to the test. */
const HOSTILE = [
  'what a relay forges, changes or says again is not heard',
  'a guest that has left is not let in by its own words said again',
  'a host that a relay has kept from another day is not waited for, nor believed',
];
/** Where each connection needs leave of its own. */
const BY_TOKEN = [...Object.keys(starScenarios), ...NAMES.filter((name) => name.includes('is cut'))];
const BROWSERS = (process.env.CONTRACT_BROWSERS ?? 'chromium').split(',') as BrowserName[];

/** The broker asks nobody for them: how a cluster reads them is tested with the server. */
const MINT = { RELAY_URL: 'wss://relay.example.org', RELAY_AUTH: 'emqx', RELAY_EMQX_SECRET: 'x'.repeat(32) };

let code: string;
let site: Awaited<ReturnType<typeof servePage>>;
let server: RunningServer;
let broker: Broker;
let mint: RunningServer;
const useless = new Map<Manner, Awaited<ReturnType<typeof startUselessBroker>>>();

beforeAll(async () => {
  [code, site, server, broker, mint] = await Promise.all([
    bundle('relay-page.ts'),
    servePage(),
    startServer({ port: 0, host: '127.0.0.1' }),
    startOpenBroker(),
    startServer({ port: 0, host: '127.0.0.1', env: MINT }),
  ]);
  for (const manner of manners) useless.set(manner, await startUselessBroker(manner));
}, 60_000);

afterAll(async () => {
  await Promise.all([site, server, broker, mint, ...useless.values()].map((one) => one?.close()));
});

describe.each(BROWSERS)('relay in %s (TR-1)', (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchForWebRtc(name);
  }, 60_000);
  afterAll(() => browser?.close());

  describe.each(['our server', 'an open broker', 'a broker with tokens'])('over %s', (which) => {
    const isOpen = which !== 'our server';
    const isByToken = which === 'a broker with tokens';
    let page: Page;
    beforeAll(async () => {
      page = await pageWith(browser, site.url, code);
      await page.exposeFunction('stopSignalling', () => (isOpen ? broker : server).close());
      await page.exposeFunction('startSignalling', async () => {
        if (isOpen) broker = await startOpenBroker(broker.port);
        else server = await startServer({ port: server.port, host: '127.0.0.1' });
      });
      await page.exposeFunction('saidAtBroker', () => broker.said);
      await page.exposeFunction('sayAsBroker', (said: Parameters<Broker['say']>[0]) => broker.say(said));
    });
    afterAll(() => page?.close());

    it.each(isByToken ? BY_TOKEN : [...NAMES, ...(isOpen ? HOSTILE : [])])('%s', { timeout: 60_000 }, (scenario) =>
      page.evaluate((wanted, relay) => window.runRelayScenario(wanted, relay), scenario, {
        url: isOpen ? broker.url : `${server.url.replace('http', 'ws')}/mqtt`,
        ...(isByToken ? { tokenUrl: `${mint.url}/relay-token` } : {}),
        useless: Object.fromEntries(manners.map((manner) => [manner, useless.get(manner)?.url ?? ''])) as Record<
          Manner,
          string
        >,
      }),
    );
  });
});
