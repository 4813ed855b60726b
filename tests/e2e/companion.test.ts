import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { expect, onTestFinished, test, vi } from 'vitest';
import { EXTENSION } from '../../companion/install/content.mjs';
import { doctor } from '../../companion/install/doctor.mjs';
import { install, uninstall } from '../../companion/install/install.mjs';
import { launchChromium, launchFirefox, openFirefoxPage } from '../helpers/browsers.mjs';
import { type Home, newHome } from './discord-home';

/** The installer, the manifests, the launcher and the ids, tried with real browsers and an extension of one page. */
declare global {
  interface Window {
    heard: { type: string; [field: string]: unknown }[];
    port: { postMessage(message: object): void; disconnect(): void };
    ended: string | undefined;
  }
}

const PAGE_SCRIPT = `
  const api = globalThis.browser ?? chrome;
  globalThis.heard = [];
  globalThis.port = api.runtime.connectNative(${JSON.stringify(EXTENSION.host)});
  port.onMessage.addListener((message) => heard.push(message));
  port.onDisconnect.addListener((port) => {
    globalThis.ended = String((port.error ?? api.runtime.lastError)?.message ?? 'closed');
  });
`;
const BASE = { name: 'Port', version: '1', permissions: ['nativeMessaging'] };
const GECKO = { browser_specific_settings: { gecko: { id: EXTENSION.firefox.ids[0] } } };
const MANIFESTS = {
  chromium: { ...BASE, manifest_version: 3, key: EXTENSION.chrome.key },
  firefox: { ...BASE, manifest_version: 2, ...GECKO },
};

const eventually = (look: () => void | Promise<void>) => vi.waitFor(look, { timeout: 20_000, interval: 50 });

function extensionIn(home: string, browser: 'chromium' | 'firefox'): string {
  const folder = join(home, 'extension');
  mkdirSync(folder);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(MANIFESTS[browser]));
  writeFileSync(join(folder, 'page.html'), '<!doctype html><main></main><script src="page.js"></script>');
  writeFileSync(join(folder, 'page.js'), PAGE_SCRIPT);
  return folder;
}

const OPEN: Record<'chromium' | 'firefox', (home: Home) => Promise<{ browser: Browser; page: Page }>> = {
  async chromium({ home, env }) {
    const extension = extensionIn(home, 'chromium');
    const browser = await launchChromium({ extension, env, profile: join(home, '.config/chromium') });
    const page = await browser.newPage();
    await page.goto(`chrome-extension://${EXTENSION.chrome.ids[0]}/page.html`);
    return { browser, page };
  },
  async firefox({ home, env }) {
    const { browser, origin } = await launchFirefox({ extension: extensionIn(home, 'firefox'), env });
    return { browser, page: await openFirefoxPage(browser, `${origin}/page.html`) };
  },
};

const hears = (page: Page, wanted: Record<string, unknown>) =>
  eventually(async () => {
    const { heard, ended } = await page.evaluate(() => ({ heard: window.heard, ended: window.ended }));
    expect({ heard, ended }).toMatchObject({ heard: expect.arrayContaining([expect.objectContaining(wanted)]) });
  });
const says = (page: Page, message: object) =>
  page.evaluate((what) => window.port.postMessage(what), { v: 1, ...message });
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test.each(['chromium', 'firefox'] as const)('%s starts the companion that was installed for it', async (name) => {
  const home = await newHome();
  const { discord, machine } = home;
  install(machine, { browsers: [name] }, () => {});
  const { browser, page } = await OPEN[name](home);
  onTestFinished(() => browser.close());

  await says(page, { type: 'hello', clientId: '1234567890123456789' });
  await hears(page, { type: 'status', discord: 'connected', name: 'Mason' });
  const party = { id: 'p-1', size: 2, max: 8 };
  await says(page, { type: 'presence', presence: { title: 'Sample film', party, secret: '1~AAAA~peer.example' } });
  await eventually(() => expect(discord.presence).toMatchObject({ details: 'Sample film' }));
  discord.ask({ id: '223372036854775807', username: 'ann', global_name: 'Ann' });
  await hears(page, { type: 'request', name: 'Ann' });
  await says(page, { type: 'answer', userId: '223372036854775807', letIn: true });
  await eventually(() => expect(discord.invited).toEqual(['223372036854775807']));

  const findings: string[] = [];
  expect(await doctor(machine, {}, (line) => findings.push(line))).toBe(true);
  expect(findings.at(-1)).toContain('A companion is running');

  const { pid } = discord.commands('SET_ACTIVITY')[0];
  expect(isAlive(pid)).toBe(true);
  browser.process()?.kill('SIGKILL');
  await eventually(() => expect(discord.presence).toBeNull());
  await eventually(() => expect(isAlive(pid)).toBe(false));
});

test.each(['chromium', 'firefox'] as const)('%s starts none that was uninstalled, and says so', async (name) => {
  const home = await newHome();
  install(home.machine, { browsers: [name] }, () => {});
  uninstall(home.machine, () => {});
  const { browser, page } = await OPEN[name](home);
  onTestFinished(() => browser.close());
  await eventually(async () => expect(await page.evaluate(() => window.ended)).toMatch(/not found|No such native/));
  expect(home.discord.received).toEqual([]);
});
