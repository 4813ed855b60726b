import { expect, test, vi } from 'vitest';
import { lookForInvites, welcome } from '../../../entrypoints/background/installed';
import { FakeEvent } from '../../helpers/fake-browser';

const fake = vi.hoisted(() => ({
  runtime: { onInstalled: {} as unknown, getURL: (path: string) => `chrome-extension://lockstep${path}` },
  tabs: { query: vi.fn(), create: vi.fn(async () => ({})) },
  scripting: { executeScript: vi.fn() },
}));
vi.mock('wxt/browser', () => ({ browser: fake }));

test.each([
  ['install', [2, 4]],
  ['update', []],
])('SC-10: on %s the scout is put into tabs %o, where an invite waits', async (reason, into) => {
  const installed = new FakeEvent<[{ reason: string }]>();
  fake.runtime.onInstalled = installed;
  fake.scripting.executeScript.mockReset().mockRejectedValueOnce(new Error('gone')).mockResolvedValue([]);
  fake.tabs.query.mockResolvedValue([
    { id: 1, url: 'https://v.example/w' },
    { id: 2, url: 'https://v.example/w#lockstep=K7QX' },
    { id: 3 },
    { id: 4, url: 'https://v.example/w#a&lockstep=K7QX' },
    { url: 'https://v.example/w#lockstep=K7QX' },
  ]);
  lookForInvites();
  installed.fire({ reason });
  await vi.waitFor(() => expect(fake.scripting.executeScript.mock.calls).toHaveLength(into.length));
  const options = { files: ['/scout.js'], injectImmediately: true };
  expect(fake.scripting.executeScript.mock.calls).toEqual(into.map((tabId) => [{ target: { tabId }, ...options }]));
});

test.each([
  ['install', true, 1],
  ['update', true, 0],
  ['chrome_update', true, 0],
  ['install', false, 0],
])('WE-1: on %s, wanted %s, the welcome page is opened %i times', (reason, isWanted, times) => {
  const installed = new FakeEvent<[{ reason: string }]>();
  fake.runtime.onInstalled = installed;
  fake.tabs.create.mockClear();
  welcome(isWanted);
  installed.fire({ reason });
  expect(fake.tabs.create).toHaveBeenCalledTimes(times);
  if (times > 0) expect(fake.tabs.create).toHaveBeenCalledWith({ url: 'chrome-extension://lockstep/welcome.html' });
});
