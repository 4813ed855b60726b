import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Kind } from '../../../lib/browser/message-map';
import { answer } from '../../../lib/browser/messages';
import { serve } from '../../../lib/browser/ports';
import { contextOf, mayAsk, mayOpen, type Spoken } from '../../../lib/browser/rights';
import { CHAT_DOOR_PORT, CHAT_FRAME_PORT } from '../../../lib/core/ports/chat-door';
import { CHAT_PORT } from '../../../lib/core/ports/chat-port';
import { PAIR_PORT } from '../../../lib/core/ports/pair-port';
import { PLAYER_PORT, TEST_PORT, VIEW_PORT } from '../../../lib/core/ports/player-port';
import { FakeBrowser, FakeEvent, holder } from '../../helpers/fake-browser';

vi.mock('wxt/browser', async () => ({ browser: (await import('../../helpers/fake-browser')).browser }));

const { runtime } = new FakeBrowser();
const { id } = runtime;
const OURS = runtime.getURL('/').slice(0, -1);
const POPUP = runtime.getURL('/popup.html');
const FILM = 'https://v.example/film';
const SITE = 'https://v.example';
const tab = { id: 7, url: FILM } as NonNullable<Spoken['tab']>;

/** As the browsers describe them. */
const PAGES: Record<string, Spoken> = {
  'the popup in Chrome': { id, url: POPUP, origin: OURS },
  'the popup in Firefox': { id, url: POPUP, frameId: 0 },
  'the worker': { id, url: runtime.getURL('/background.js'), origin: OURS },
  'the offscreen document': { id, url: runtime.getURL('/offscreen.html'), origin: OURS, documentLifecycle: 'active' },
  'the options in a tab': { id, url: runtime.getURL('/options.html'), origin: OURS, tab, frameId: 0 },
};
const FRAMES: Record<string, Spoken> = {
  'a frame of ours in a web page, in Chrome': { id, url: POPUP, origin: OURS, tab, frameId: 12 },
  'a frame of ours in a web page, in Firefox': { id, url: POPUP, tab, frameId: 4_294_967_297 },
  'a frame of ours in a page without a tab': { id, url: POPUP, origin: OURS, frameId: 3 },
};
const SCRIPTS: Record<string, Spoken> = {
  'a content script at the top': { id, url: FILM, origin: SITE, tab, frameId: 0, documentLifecycle: 'active' },
  'a content script in Firefox': { id, url: FILM, tab, frameId: 0 },
  'a content script in a frame': {
    id,
    url: 'https://embed.example/',
    origin: 'https://embed.example',
    tab,
    frameId: 9,
  },
  'a content script in a blank frame': { id, url: 'about:blank', origin: SITE, tab, frameId: 9 },
  'a content script in a sandboxed frame': { id, url: FILM, origin: 'null', tab, frameId: 9 },
  'a page that the browser keeps': { id, url: FILM, origin: SITE, tab, frameId: 0, documentLifecycle: 'cached' },
};
const NOBODIES: Record<string, Spoken> = {
  'another extension': { id: 'other', url: 'chrome-extension://other/popup.html', origin: 'chrome-extension://other' },
  'another extension that names our page': { id: 'other', url: POPUP, origin: OURS },
  'a page whose address only begins like ours': { id, url: `${OURS}.example/`, origin: `${OURS}.example` },
  'a sandboxed page of ours': { id, url: POPUP, origin: 'null', tab, frameId: 0 },
  'a page made of nothing by ours': { id, url: 'about:blank', origin: OURS, tab, frameId: 3 },
  'a page that is only prepared': { id, url: FILM, origin: SITE, tab, frameId: 5, documentLifecycle: 'prerender' },
  'a web page outside of all tabs': { id, url: FILM, origin: SITE },
  'somebody of whom nothing is said': { id },
};

const TO_ROOMS = ['join-at', 'retry', 'return', 'return-to', 'move-here', 'forget-rooms'] as const;
const FROM_POPUPS = ['command', ...TO_ROOMS, 'status', 'dismiss', 'decline', 'place'] as const;
const OF_DISCORD = ['discord', 'redeem', 'redeemed'] as const;
const BY_PAGES = [
  ...FROM_POPUPS,
  ...OF_DISCORD,
  'waiting-invites',
  'perform',
  'idle',
  'resume',
  'changed',
  'keep',
  'go',
  'rest',
] as const;
const BY_SCRIPTS = ['invite', 'self-made', 'revive', 'bridge', 'words'] as const;
const MESSAGES = [...BY_PAGES, ...BY_SCRIPTS];
/** A message that is new has to be thought of here, too. */
true satisfies [Kind] extends [(typeof MESSAGES)[number]] ? true : false;
const PORTS = [PLAYER_PORT, VIEW_PORT, TEST_PORT, PAIR_PORT, CHAT_PORT, CHAT_DOOR_PORT, CHAT_FRAME_PORT];

describe.each([
  ['page', PAGES, BY_PAGES, [VIEW_PORT, TEST_PORT, PAIR_PORT, CHAT_PORT]],
  ['frame', FRAMES, [], [CHAT_FRAME_PORT]],
  ['content', SCRIPTS, BY_SCRIPTS, [PLAYER_PORT, CHAT_DOOR_PORT]],
  [undefined, NOBODIES, [], []],
] as const)('EX-1, EX-6, EX-7: what is known for %s', (context, senders, asks, opens) => {
  it.each(Object.entries(senders))('%s may send and open what the table names, and nothing else', (_, sender) => {
    expect(contextOf(sender)).toBe(context);
    expect(MESSAGES.filter((kind) => mayAsk(sender, kind))).toEqual(asks);
    expect(PORTS.filter((name) => mayOpen(sender, name))).toEqual(opens);
  });
});

it.each(['constructor', '__proto__', 'toString', '', 'whatever'])('nobody may send or open %j', (name) => {
  const everybody = [PAGES, FRAMES, SCRIPTS, NOBODIES].flatMap((senders) => Object.values(senders));
  expect(everybody.filter((sender) => mayAsk(sender, name) || mayOpen(sender, name))).toEqual([]);
});

describe('EX-6: a frame of ours in a web page', () => {
  const frame = FRAMES['a frame of ours in a web page, in Chrome'] ?? {};
  beforeEach(() => {
    holder.browser = new FakeBrowser();
  });

  it('gets no answer, and nothing is done', () => {
    const idle = vi.fn(() => ({ idle: true }));
    const ok = () => ({ ok: true });
    answer('place', { perform: ok, idle, resume: ok, redeem: ok });
    const respond = vi.fn();
    const ask = (sender: Spoken) => {
      const message = { to: 'place', kind: 'idle', body: null };
      return holder.browser.runtime.onMessage.fire(message, sender, respond);
    };
    expect(ask(frame)).toEqual([undefined]);
    expect(idle).not.toHaveBeenCalled();
    expect(ask(PAGES['the worker'] ?? {})).toEqual([true]);
    expect(idle).toHaveBeenCalledOnce();
  });

  it('is shown no room: its port is closed before anybody serves it', () => {
    const served = vi.fn();
    serve(served);
    const open = (name: string, sender: Spoken) => {
      const port = { name, sender, onMessage: new FakeEvent(), onDisconnect: new FakeEvent(), disconnect: vi.fn() };
      holder.browser.runtime.onConnect.fire(port);
      return port;
    };
    expect(open(VIEW_PORT, frame).disconnect).toHaveBeenCalledOnce();
    expect(open(PLAYER_PORT, frame).disconnect).toHaveBeenCalledOnce();
    expect(served).not.toHaveBeenCalled();
    expect(open(VIEW_PORT, PAGES['the popup in Chrome'] ?? {}).disconnect).not.toHaveBeenCalled();
    expect(served).toHaveBeenCalledWith(VIEW_PORT, expect.anything(), { tabId: undefined, site: undefined });
  });
});
