import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { evaluateQuietly, extensionOf, launchFirefox, openFirefoxPage } from '../helpers/browsers.mjs';
import { createRoom } from '../helpers/party.mjs';
import type { Page as SitePage } from '../helpers/site.mjs';
import { expectMembers } from './popup';
import { openStage, type Person, type Stage } from './stage';

/** So long a page of ours waits for an answer that does not come, ms. */
const SILENCE_MS = 1_000;

/** A page of the extension that asks for what the popup asks, in whatever it is shown, and says what came of it. */
function askEverything(silenceMs: number): void {
  type Event = { addListener(listener: () => void): void };
  type Port = { readonly onMessage: Event; readonly onDisconnect: Event };
  type Runtime = { sendMessage(message: object): Promise<unknown>; connect(how: object): Port };
  const { browser, chrome } = globalThis as unknown as Record<string, { runtime: Runtime } | undefined>;
  const { runtime } = (browser ?? chrome) as { runtime: Runtime };
  const later = <T>(value: T) => new Promise<T>((resolve) => setTimeout(resolve, silenceMs, value));
  const ask = async (kind: string, body: unknown) => {
    const asked = runtime.sendMessage({ to: 'background', kind, body }).then(
      (answer) => (answer ? 'answered' : 'silence'),
      () => 'silence',
    );
    return Promise.race([asked, later('silence')]);
  };
  const open = (name: string) => {
    const port = runtime.connect({ name });
    const said = new Promise((resolve) => {
      port.onMessage.addListener(() => resolve('told'));
      port.onDisconnect.addListener(() => resolve('closed'));
    });
    return Promise.race([said, later('silence')]);
  };
  const all = async () => {
    const found = { status: await ask('status', {}), leave: '', view: await open('view') };
    // Alone in its tab it would be obeyed.
    if (window !== top) found.leave = await ask('command', { type: 'leave' });
    document.title = JSON.stringify(found);
    parent.postMessage(found, '*');
  };
  void all();
}

const ASKING = 'asking.html';
const folders: string[] = [];

/** The built extension with that page in it, which any web page may put into a frame: as careless as can be. */
function careless(built: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-careless-'));
  folders.push(folder);
  cpSync(built, folder, { recursive: true });
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { readonly manifest_version: number };
  const resources = [ASKING, 'asking.js'];
  const doors = manifest.manifest_version === 2 ? resources : [{ resources, matches: ['<all_urls>'] }];
  writeFileSync(path, JSON.stringify({ ...manifest, web_accessible_resources: doors }));
  writeFileSync(join(folder, ASKING), '<!doctype html><main>Asking</main><script src="asking.js"></script>');
  writeFileSync(join(folder, 'asking.js'), `(${askEverything})(${SILENCE_MS})`);
  return folder;
}

const around = (address: string) => `<!doctype html>
<title>Around</title><link rel="icon" href="data:," />
<script>addEventListener('message', ({ data }) => { document.title = JSON.stringify(data); })</script>
<iframe src="${address}"></iframe>`;

const SHUT_OUT = { status: 'silence', leave: 'silence', view: 'closed' };
const LET_IN = { status: 'answered', leave: '', view: 'told' };

const pages: Record<string, SitePage> = {};
let stage: Stage;
let host: Person;
let firefox: { readonly browser: Browser; readonly origin: string };

beforeAll(async () => {
  stage = await openStage(pages);
  [host, firefox] = await Promise.all([
    stage.host({ extension: careless(inject('chromeExtension')) }),
    launchFirefox({ extension: careless(inject('firefoxExtension')) }),
  ]);
});
afterAll(async () => {
  await Promise.allSettled([stage?.close(), firefox?.browser.close()]);
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const found = async (page: Person['page']) => {
  const title = await evaluateQuietly(page, () => document.title);
  return title.startsWith('{') ? (JSON.parse(title) as object) : undefined;
};

describe('EX-6: a page of ours that a web page has put into a frame', () => {
  it('gets no answer, is shown no room and ends none, in Chromium', async () => {
    await host.page.goto(stage.site);
    await createRoom(host.browser, host.page);
    const address = `chrome-extension://${(await extensionOf(host.browser)).id}/${ASKING}`;
    pages['/around.html'] = around(address);
    const framed = await host.browser.newPage();
    await framed.goto(`${stage.site}/around.html`);
    await expect.poll(() => found(framed)).toEqual(SHUT_OUT);
    await framed.goto(address);
    await expect.poll(() => found(framed)).toEqual(LET_IN);
    await framed.close();
    await expectMembers(host, 1);
  });

  it('gets no answer and is shown no room, in Firefox', async () => {
    const address = `${firefox.origin}/${ASKING}`;
    pages['/around-firefox.html'] = around(address);
    const framed = await firefox.browser.newPage();
    await framed.goto(`${stage.site}/around-firefox.html`);
    await expect.poll(() => found(framed)).toEqual(SHUT_OUT);
    const alone = await openFirefoxPage(firefox.browser, address);
    await expect.poll(() => alone.evaluate(() => document.title)).toBe(JSON.stringify(LET_IN));
  });
});
