import { afterEach, describe, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { openChat } from '../../../lib/browser/panel';

vi.mock('wxt/browser', () => ({ browser: {} }));

const tabs = { create: vi.fn(async () => ({ id: 1 })) };
const runtime = { id: 'x', getURL: (path: string) => `ours:/${path}` };
/** The browser that the page is in; `wxt/browser` has looked for it long ago. */
const has = (panels: object) =>
  Object.assign(browser, { tabs, runtime, sidebarAction: undefined, sidePanel: undefined }, panels);
afterEach(() => {
  vi.clearAllMocks();
});

describe('CH-14: the chat opens', () => {
  it('in Chrome’s side panel, within the press', async () => {
    const open = vi.fn(async () => {});
    has({ sidePanel: { open } });
    const opening = openChat(7);
    expect(open).toHaveBeenCalledWith({ windowId: 7 });
    await opening;
    expect(tabs.create).not.toHaveBeenCalled();
  });

  it('in Firefox’s sidebar, within the press', async () => {
    const open = vi.fn(async () => {});
    has({ sidebarAction: { open } });
    const opening = openChat(7);
    expect(open).toHaveBeenCalledOnce();
    await opening;
    expect(tabs.create).not.toHaveBeenCalled();
  });

  it.each([
    ['there is no panel', {}],
    ['the panel does not open', { sidePanel: { open: () => Promise.reject(new Error('no')) } }],
  ])('in a tab where %s', async (_, panels) => {
    has(panels);
    await openChat(7);
    expect(tabs.create).toHaveBeenCalledWith({ url: 'ours://chat.html' });
  });
});
