// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import { App } from '../../entrypoints/popup/App';
import type { Status } from '../../lib/browser/message-map';
import { makeRoomCode } from '../../lib/core/wire/invite';
import { Words } from '../../lib/ui/words';
import en from '../../public/_locales/en/messages.json';
import { translator } from '../fixtures/gallery/words';

const CODE = makeRoomCode(new Uint8Array(15).fill(7));
const TAB = { id: 3, windowId: 1, url: 'https://v.example/film', title: 'Film', active: true, incognito: false };
/** What the popup asks of the background, and what that says. */
const asked: { kind: string; body: unknown }[] = [];
let status: Status;

vi.mock('wxt/browser', () => {
  const nothing = { addListener: () => {}, removeListener: () => {} };
  const browser = {
    runtime: {
      getManifest: () => ({ version: '1.0' }),
      getURL: (path: string) => `chrome-extension://lockstep${path}`,
      sendMessage: async ({ kind, body }: { kind: string; body: unknown }) => {
        asked.push({ kind, body });
        return { answer: kind === 'status' ? status : { ok: true } };
      },
    },
    storage: {
      local: { get: async () => ({ name: 'Ann', server: 'https://own.example' }), set: async () => {} },
      session: { get: async () => ({}) },
      onChanged: nothing,
    },
    tabs: { get: async () => TAB, query: async () => [TAB] },
    permissions: { contains: async () => true },
    scripting: { executeScript: async () => [{ result: 1 }] },
  };
  return { browser };
});

afterEach(() => {
  act(() => render(null, document.body));
  asked.length = 0;
});

it('SC-3: an invite that waited is joined as it was, and not at the server of one’s own', async () => {
  status = {
    running: false,
    view: { state: 'none' },
    offered: { invite: { code: CODE }, why: 'asked', trust: 'known' },
  };
  await act(async () => {
    render(
      <Words.Provider value={translator(en)}>
        <App tab={TAB as never} />
      </Words.Provider>,
      document.body,
    );
  });
  const join = () => [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Join');
  await vi.waitFor(() => expect(join()).toBeDefined());
  await act(async () => join()?.click());
  await vi.waitFor(() => expect(asked.some(({ kind }) => kind === 'command')).toBe(true));
  const { body } = asked.find(({ kind }) => kind === 'command') ?? {};
  expect(body).toMatchObject({ type: 'join', tabId: TAB.id, invite: { code: CODE } });
  // Where the invite names no server its room is at the default one.
  expect((body as { invite: object }).invite).not.toHaveProperty('server');
});
