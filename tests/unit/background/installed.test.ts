import { expect, test, vi } from 'vitest';
import { lookForInvites } from '../../../entrypoints/background/installed';
import { FakeEvent } from '../../helpers/fake-browser';

const fake = vi.hoisted(() => ({
  runtime: { onInstalled: {} as unknown },
  tabs: { query: vi.fn() },
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
