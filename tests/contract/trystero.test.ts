import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { startNostrRelay, startTracker, startUnhelpful } from '../servers/index.mjs';
import { type BrowserName, bundle, launchForWebRtc, pageWith, servePage } from './contract-browser';
import { scenarios } from './transport-scenarios';

const NAMES = [
  ...Object.keys(scenarios),
  'TR-13: rooms are of eight: one more is told, and comes when another has gone',
  'a host that has slept joins anew: who is in stays in, others come',
  'one browser hosts again and joins again, as often as it likes',
  'a guest comes back whose end the host has not missed yet',
  'two lives of a host in one browser: the later one has the room',
  'a browser that looks for the host at four places is one member, and finds it at its own',
  'two hosts of a room dial each other: one of them is the guest',
  'one browser is in two rooms at once',
  'who is in leaves trackers, relays and all connections but one',
  'members that speak otherwise harm nobody',
  'trackers and relays that do not work are told apart',
  'silent, deaf, refusing and babbling servers do not disturb one that works',
  'a host that cannot be reached: no path',
  'a browser without WebRTC is told',
];
/** What trackers and relays have to do with each other: the rest was seen of each by itself. */
const ACROSS = NAMES.filter((name) =>
  [
    'a guest finds the host, and each is told of the other',
    'bytes arrive both ways, unchanged and in order',
    'without signalling the room goes on, and opens again with it',
    'a host that has slept joins anew: who is in stays in, others come',
    'who is in leaves trackers, relays and all connections but one',
    'trackers and relays that do not work are told apart',
    'silent, deaf, refusing and babbling servers do not disturb one that works',
  ].includes(name),
);
/** Some of every list are always away; at an address of their own, since Firefox dials one socket an address at a time. */
const NOBODY = 'ws://127.0.0.2:9';
const BOARDS = ['torrent', 'nostr', 'both'] as const;
const BROWSERS = (process.env.CONTRACT_BROWSERS ?? 'chromium').split(',') as BrowserName[];

let code: string;
let library: string;
let site: Awaited<ReturnType<typeof servePage>>;
let tracker: Awaited<ReturnType<typeof startTracker>>;
let relay: typeof tracker;
const unhelpful = new Map<string, typeof tracker>();

beforeAll(async () => {
  [code, library, site, tracker, relay] = await Promise.all([
    bundle('trystero-page.ts'),
    bundle('trystero-library.ts', 'es'),
    servePage(),
    startTracker(),
    startNostrRelay(),
  ]);
  for (const manner of ['silent', 'refusing', 'junk', 'deaf'] as const) {
    unhelpful.set(manner, await startUnhelpful(manner));
  }
}, 60_000);

afterAll(async () => {
  await Promise.all([site, tracker, relay, ...unhelpful.values()].map((server) => server?.close()));
});

describe.each(BROWSERS)('trystero in %s', (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchForWebRtc(name);
  }, 60_000);
  afterAll(() => browser?.close());

  describe.each(BOARDS)('over %s (TR-1)', (board) => {
    let page: Page;
    beforeAll(async () => {
      page = await pageWith(browser, site.url, code);
      await page.exposeFunction('stopSignalling', () => Promise.all([tracker.close(), relay.close()]).then(() => {}));
      await page.exposeFunction('startSignalling', async () => {
        [tracker, relay] = await Promise.all([startTracker(tracker), startNostrRelay(relay)]);
      });
      await page.evaluate((source) => {
        window.trysteroLibrary = source;
      }, library);
    });
    afterAll(() => page?.close());

    const url = (manner: string) => unhelpful.get(manner)?.url ?? '';
    const servers = () => ({
      trackers: board === 'nostr' ? [] : [tracker.url, NOBODY],
      relays: board === 'torrent' ? [] : [relay.url, NOBODY],
      silent: url('silent'),
      refusing: url('refusing'),
      junk: url('junk'),
      deaf: url('deaf'),
    });
    it.each(board === 'both' ? ACROSS : NAMES)('%s', { timeout: 60_000 }, (scenario) =>
      page.evaluate((wanted, all) => window.runTrysteroScenario(wanted, all), scenario, servers()),
    );
  });
});
