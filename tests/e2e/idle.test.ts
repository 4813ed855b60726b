import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { CDPSession, Protocol, Target } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopWorker, worker } from '../helpers/browsers.mjs';
import { createRoom } from '../helpers/party.mjs';
import { closePopup, expectBadge, expectMembers, popupOf, pressInPopup } from './popup';
import { openStage, type Person, type Stage } from './stage';
import { expectStays } from './watching';

/** A message or an event starts a stopped worker within 60 ms. */
const WOKEN_WITHIN_MS = 1_000;

const connections = new Set<Socket>();
subscribe('net.server.socket', (message) => {
  const { socket } = message as { socket: Socket };
  connections.add(socket);
  socket.once('close', () => connections.delete(socket));
});

let stage: Stage;
let person: Person;

beforeAll(async () => {
  stage = await openStage();
  person = await stage.host();
});
afterAll(() => stage?.close());

const toServer = () => [...connections].filter((socket) => socket.localPort === stage.server.port).length;
const isWorker = (target: Target) => target.type() === 'service_worker';

async function inWorker<T>(look: () => T | Promise<T>): Promise<T> {
  return (await worker(person.browser)).evaluate(look) as Promise<T>;
}

const countOffscreen = async () => (await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })).length;
const listening = () => ({
  pages: chrome.webNavigation.onCommitted.hasListeners(),
  closed: chrome.tabs.onRemoved.hasListeners(),
  replaced: chrome.tabs.onReplaced.hasListeners(),
});

/** What the player part leaves in the extension's own world of a page; undefined: it was never there. */
async function playerPartOf({ page }: Person): Promise<string> {
  const session: CDPSession = await page.createCDPSession();
  const worlds: Protocol.Runtime.ExecutionContextDescription[] = [];
  session.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context));
  await session.send('Runtime.enable');
  const own = worlds.find((world) => world.origin.startsWith('chrome-extension://'));
  if (!own) throw new Error('the scout is not in the page');
  const { result } = await session.send('Runtime.evaluate', {
    expression: 'typeof globalThis.lockstepPart',
    contextId: own.id,
  });
  await session.detach();
  return String(result.value);
}

describe('an idle browser', () => {
  it('RS-2: holds a document, a connection and listeners while in a room', async () => {
    await person.page.goto(stage.site);
    await createRoom(person.browser, person.page);
    expect(await inWorker(countOffscreen)).toBe(1);
    expect(toServer()).toBeGreaterThan(0);
    expect(await inWorker(listening)).toEqual({ pages: true, closed: true, replaced: true });
    await expect.poll(() => playerPartOf(person)).toBe('object');
  });

  it('BG-2: keeps a room that is made while the one before is still being left', async () => {
    const popup = await popupOf(person);
    // Faster than any person: both are on their way before the first is done.
    await popup.evaluate(async (server) => {
      const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
      const command = (body: object) => chrome.runtime.sendMessage({ to: 'background', kind: 'command', body });
      await Promise.all([
        command({ type: 'leave' }),
        command({ type: 'create', tabId: tab?.id, config: { server, name: '' } }),
      ]);
    }, stage.server.url);
    await expectStays(() => inWorker(countOffscreen), 1);
    await expectMembers(person, 1);
  });

  it('RS-2, BG-1: holds none of them after leaving', async () => {
    await pressInPopup(person, 'Leave room');
    await expectBadge(person, '');
    await expect.poll(() => inWorker(countOffscreen)).toBe(0);
    await expect.poll(toServer, { timeout: 10_000 }).toBe(0);
    expect(await inWorker(listening)).toEqual({ pages: false, closed: false, replaced: false });
    // But that the worker has had its first turn.
    expect(await inWorker(() => chrome.storage.session.get())).toEqual({ begun: true });
  });

  it('SC-1: has nothing but the scout in a page, and nothing wakes the worker', async () => {
    const { browser, page } = person;
    await closePopup(person);
    await stopWorker(browser);
    await expect.poll(() => browser.targets().some(isWorker)).toBe(false);
    const woken: string[] = [];
    browser.on('targetcreated', (target) => isWorker(target) && woken.push(target.url()));

    for (const path of ['/', '/#chapter-2', '/no-video.html', '/#/watch?x=1&y=lockstep', '/?film=2']) {
      await page.goto(stage.site + path);
      expect(await playerPartOf(person)).toBe('undefined');
      expect(await page.evaluate(() => document.documentElement.children.length)).toBe(2);
    }
    await page.goto(`${stage.site}/?film=2#chapter-3`);
    await page.click('video');
    await page.reload();
    const other = await browser.newPage();
    await other.goto(stage.site);
    await other.close();
    await new Promise((resolve) => setTimeout(resolve, WOKEN_WITHIN_MS));
    expect(woken).toEqual([]);
    expect(browser.targets().some(isWorker)).toBe(false);
  });
});
