import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeTab } from '../../helpers/fake-browser';
import { ANNAS, BENS, codeOf, FILM, openBackground, roomView } from './stage';

vi.mock('wxt/browser', async () => ({ browser: (await import('../../helpers/fake-browser')).browser }));

const FAR = 'https://server.example';
const NEAR = 'http://192.168.1.1/cgi-bin/x';

let stage: ReturnType<typeof openBackground>;
let tab: FakeTab;
beforeEach(async () => {
  stage = openBackground();
  await stage.settled();
  tab = stage.browser.openTab(FILM);
});

const set = (settings: object) => stage.browser.storage.local.set({ name: 'Ben', ...settings });
const join = (tabId: number, code: string) => ({ type: 'join', tabId, invite: { code }, config: { name: 'Ben' } });
const create = (tabId: number) => ({ type: 'create', tabId, config: { name: 'Ann' } });
const listening = () => ({
  pages: stage.browser.webNavigation.onCommitted.hasListeners(),
  closed: stage.browser.tabs.onRemoved.hasListeners(),
});
/** Everything is over, and nothing is left of it. */
const expectNothing = async () => {
  expect(await stage.session()).toEqual({});
  expect(listening()).toEqual({ pages: false, closed: false });
  expect(stage.browser.badge).toBe('');
};

describe('BG-1: the room that the background keeps', () => {
  it('is bound to its tab, put into it, and forgotten at its end', async () => {
    await stage.browser.send('command', create(tab.id));
    expect(await stage.room()).toEqual({ tabId: tab.id, role: 'host', phase: 'entering', address: FILM });
    expect(stage.place.entered).toEqual([create(tab.id)]);
    expect(stage.browser.injected).toEqual([tab.id]);
    expect(listening()).toEqual({ pages: true, closed: true });
    await stage.opened(tab, ANNAS, 'host');
    expect(await stage.room()).toMatchObject({ code: ANNAS, phase: 'open', room: { tabId: tab.id } });
    expect(stage.browser.badge).toBe('2');
    await stage.browser.send('command', { type: 'leave' });
    await stage.changed({ state: 'none' });
    await expectNothing();
    expect(stage.place.running).toBe(false);
  });

  it('is left also where the browser’s storage fails', async () => {
    await stage.browser.send('command', create(tab.id));
    await stage.opened(tab, ANNAS, 'host');
    stage.browser.storage.session.fails = true;
    await stage.browser.send('command', { type: 'leave' }).catch(() => {});
    expect(stage.place.performed.at(-1)).toEqual({ type: 'leave' });
  });

  it('is known to the next life of the worker, which puts the player part into new pages', async () => {
    await stage.browser.send('command', create(tab.id));
    await stage.opened(tab, ANNAS, 'host');
    await stage.restart();
    expect(listening()).toEqual({ pages: true, closed: true });
    stage.browser.openTab('https://other.example/');
    stage.browser.commit(tab.id, `${FILM}?2`);
    await stage.settled();
    expect(stage.browser.injected).toEqual([tab.id, tab.id]);
    expect(await stage.room()).toMatchObject({ address: `${FILM}?2`, phase: 'open' });
  });

  it('listens to nothing in a life that knows of none', async () => {
    await stage.restart();
    expect(listening()).toEqual({ pages: false, closed: false });
  });

  it('RS-2: is taken up again by a page whose port broke, if it was open', async () => {
    await stage.browser.send('command', create(tab.id));
    await stage.opened(tab, ANNAS, 'host');
    stage.place.running = false;
    const other = stage.browser.openTab(FILM);
    expect(await stage.browser.send('revive', null, other.id)).toEqual({ running: false });
    expect(await stage.browser.send('revive', null, tab.id)).toEqual({ running: true });
    expect(stage.place.resumed).toHaveLength(1);
  });

  it('RS-2: is taken up again where the room place dies as it is asked whether it holds the room', async () => {
    await stage.browser.send('command', create(tab.id));
    await stage.opened(tab, ANNAS, 'host');
    stage.place.isIdle = async () => {
      stage.place.running = false;
      throw new Error('Could not establish connection. Receiving end does not exist.');
    };
    expect(await stage.browser.send('revive', null, tab.id)).toEqual({ running: true });
    expect(stage.place.resumed).toHaveLength(1);
  });

  it('RS-2: is kept and taken up again in a browser whose storage has begun to fail', async () => {
    await stage.browser.send('command', create(tab.id));
    const failing = async () => {
      throw new Error('IO error');
    };
    Object.assign(stage.browser.storage.local, { get: failing, set: failing });
    await stage.opened(tab, ANNAS, 'host', 'https://a.example');
    stage.place.running = false;
    expect(await stage.browser.send('revive', null, tab.id)).toEqual({ running: true });
    expect(stage.place.resumed).toHaveLength(1);
  });

  it('RS-6: is there for a page that was faster than it, and for none once it has ended', async () => {
    let made = () => {};
    stage.place.gate = new Promise((resolve) => {
      made = resolve;
    });
    await stage.invite(tab, { code: ANNAS });
    const asked = stage.browser.send('revive', null, tab.id);
    made();
    expect(await asked).toEqual({ running: true });
    stage.place.idle = true;
    expect(await stage.browser.send('revive', null, tab.id)).toEqual({ running: false });
  });

  it('BG-2: is not ended by the late end of the room before', async () => {
    await stage.browser.send('command', create(tab.id));
    await stage.changed({ state: 'problem', problem: 'host-left' });
    expect(await stage.room()).toMatchObject({ tabId: tab.id });
  });

  it('BG-4: is not there when it could not be entered', async () => {
    stage.place.failure = new Error('no document');
    await expect(stage.browser.send('command', create(tab.id))).rejects.toThrow();
    await expectNothing();
  });

  it('BG-4: has nothing of the room before it in its record', async () => {
    await stage.browser.send('command', create(tab.id));
    await stage.opened(tab, ANNAS, 'host');
    await stage.browser.send('command', join(tab.id, BENS));
    expect(await stage.room()).toEqual({ tabId: tab.id, role: 'guest', code: BENS, phase: 'entering', address: FILM });
    // What the room place has sent of the one before is late.
    await stage.opened(tab, ANNAS);
    expect(await stage.room()).not.toHaveProperty('room');
  });

  it('DR-5: a room place that is wanted for a test goes when it is over, and stays for a room', async () => {
    await stage.browser.send('place', null);
    expect(stage.place.running).toBe(true);
    await stage.browser.send('rest', null);
    expect(stage.place.running).toBe(false);
    await stage.browser.send('command', create(tab.id));
    await stage.browser.send('rest', null);
    expect(stage.place.running).toBe(true);
  });

  it('BG-5: is cancelled also while the room place is being made', async () => {
    let made = () => {};
    stage.place.gate = new Promise((resolve) => {
      made = resolve;
    });
    const entering = stage.browser.send('command', join(tab.id, ANNAS));
    const cancelled = stage.browser.send('command', { type: 'leave' });
    made();
    await Promise.all([entering, cancelled]);
    await stage.settled();
    const [last] = stage.place.performed.slice(-1);
    expect(last === undefined || last.type === 'leave').toBe(true);
    await stage.changed({ state: 'none' });
    await expectNothing();
  });
});

describe('SC-2: an invite that was opened', () => {
  it('is joined at once, with the word that it was by opening', async () => {
    await set({});
    await stage.invite(tab, {});
    expect(stage.place.entered).toMatchObject([
      { type: 'join', tabId: tab.id, invite: { code: ANNAS }, config: { name: 'Ben' }, opened: true },
    ]);
    // The page is about to be loaded again, and gets its player part then.
    expect(stage.browser.injected).toEqual([]);
    stage.browser.commit(tab.id, FILM);
    await stage.settled();
    expect(stage.browser.injected).toEqual([tab.id]);
    expect(stage.browser.popups).toBe(0);
  });

  it('is joined in the page that is there, where it was put over that', async () => {
    await stage.invite(tab, { how: 'hash' });
    expect(stage.browser.injected).toEqual([tab.id]);
  });

  it.each([
    ['was open already', 'hash', [true]],
    ['came with it', 'load', [undefined]],
  ] as const)('SC-13: may have been read by a page that %s: %s', async (_, how, seen) => {
    await stage.invite(tab, { how });
    expect(stage.place.entered.map((entry) => entry.type === 'join' && entry.seen)).toEqual(seen);
  });

  it('waits with its server where the person wants to be asked', async () => {
    await set({ autoJoin: false, server: 'https://own.example' });
    await stage.invite(tab, {});
    expect(stage.place.entered).toEqual([]);
    expect(await stage.offerIn(tab)).toEqual({ invite: { code: ANNAS }, why: 'asked', trust: 'known' });
    expect([stage.browser.badge, stage.browser.popups]).toEqual(['?', 1]);
    await set({ server: FAR });
    await stage.invite(tab, { code: BENS, server: FAR });
    expect(await stage.offerIn(tab)).toEqual({ invite: { code: BENS, server: FAR }, why: 'asked', trust: 'known' });
  });

  it('BG-3: of another room waits beside the present one, whose badge stays', async () => {
    await stage.browser.send('command', create(tab.id));
    await stage.opened(tab, ANNAS, 'host');
    const other = stage.browser.openTab(FILM);
    await stage.invite(other, { code: BENS });
    expect(await stage.offerIn(other)).toMatchObject({ invite: { code: BENS }, why: 'other-room' });
    expect(stage.browser.badge).toBe('2');
    await stage.invite(other, { text: 'hello' });
    expect(await stage.offerIn(other)).toEqual({ problem: 'code-malformed' });
    expect(stage.browser.badge).toBe('2');
    // What waits is announced once the room is over.
    await stage.invite(other, { code: BENS });
    stage.place.idle = true;
    await stage.changed({ state: 'none' });
    expect(stage.browser.badge).toBe('?');
  });

  it('is opened twice while it is being joined', async () => {
    const other = stage.browser.openTab(FILM);
    stage.browser.lookAt(other);
    await Promise.all([stage.invite(tab, {}), stage.invite(other, {})]);
    expect(stage.place.entered).toHaveLength(1);
    expect(await stage.offerIn(other)).toBeUndefined();
    expect(tab.active).toBe(true);
  });

  it('is explained where it is none, and that word ends with Back', async () => {
    await stage.invite(tab, { text: ANNAS.replace(/^./, 'Z') });
    expect(await stage.status(tab)).toEqual({ running: false, view: { state: 'problem', problem: 'code-typo' } });
    expect([stage.browser.badge, stage.browser.popups]).toEqual(['!', 1]);
    await stage.browser.send('dismiss', null);
    await expectNothing();
  });

  it('is not wanted', async () => {
    await set({ autoJoin: false });
    await stage.invite(tab, {});
    await stage.browser.send('decline', { tabId: tab.id });
    await expectNothing();
  });

  it('is offered no more once it is joined', async () => {
    await set({ autoJoin: false });
    await stage.invite(tab, {});
    await stage.browser.send('command', join(tab.id, ANNAS));
    expect(await stage.offerIn(tab)).toBeUndefined();
  });

  it('is never brought in front of another tab', async () => {
    await set({ autoJoin: false });
    const behind = stage.browser.openTab(FILM, { behind: true });
    await stage.invite(behind, {});
    stage.browser.openTab(FILM, { windowId: 2 });
    await stage.invite(tab, { code: BENS });
    expect(stage.browser.popups).toBe(0);
  });
});

describe('RS-3, RS-5: the room’s own invite', () => {
  beforeEach(async () => {
    await stage.invite(tab, {});
    await stage.opened(tab, ANNAS);
  });

  it('brings the room’s tab and window to the front', async () => {
    const other = stage.browser.openTab(FILM, { windowId: 2 });
    await stage.invite(other, {});
    expect(tab.active).toBe(true);
    expect(stage.browser.focusedWindow).toBe(1);
    expect(stage.browser.open).toContain(other);
    expect(stage.place.entered).toHaveLength(1);
  });

  it('leaves no second tab with the film, where nothing else was in it', async () => {
    const other = stage.browser.openTab(FILM);
    await stage.invite(other, { fresh: true });
    expect(stage.browser.open).toEqual([tab]);
    await stage.invite(tab, { fresh: true });
    expect(stage.browser.open).toEqual([tab]);
  });

  it('moves nothing where a page made it', async () => {
    const other = stage.browser.openTab(FILM);
    await stage.invite(other, { by: 'page', how: 'hash' });
    expect(other.active).toBe(true);
    expect(await stage.offerIn(other)).toBeUndefined();
  });

  it('gives the room the tab in which it is opened, where its own is gone', async () => {
    stage.browser.closeTab(tab.id);
    await stage.settled();
    expect(stage.place.performed.at(-1)).toEqual({ type: 'tab-gone', tabId: tab.id });
    expect(await stage.room()).toMatchObject({ phase: 'tab-gone' });
    const other = stage.browser.openTab('https://other.example/');
    await stage.invite(other, {});
    expect(stage.place.performed.at(-1)).toEqual({ type: 'tab-replaced', tabId: other.id });
    expect(stage.place.entered).toHaveLength(1);
    expect(await stage.room()).toMatchObject({ tabId: other.id, phase: 'open', code: ANNAS });
    // The page that the scout loads next gets its player part.
    stage.browser.commit(other.id, FILM);
    await stage.settled();
    expect(stage.browser.injected.at(-1)).toBe(other.id);
    // And the room is that tab's from now on.
    stage.browser.closeTab(other.id);
    await stage.settled();
    expect(stage.place.performed.at(-1)).toEqual({ type: 'tab-gone', tabId: other.id });
  });

  it('is opened faster than the end of its tab is told', async () => {
    stage.browser.open.splice(stage.browser.open.indexOf(tab), 1);
    const other = stage.browser.openTab('https://other.example/');
    await stage.invite(other, {});
    stage.browser.tabs.onRemoved.fire(tab.id);
    await stage.settled();
    expect(stage.place.performed.at(-1)).toEqual({ type: 'tab-replaced', tabId: other.id });
  });
});

describe('RS-9: the film goes on in another tab', () => {
  beforeEach(() => stage.invite(tab, {}));

  it('and so does the room', async () => {
    const other = stage.browser.openTab(FILM);
    expect(await stage.browser.send('move-here', { tabId: other.id })).toEqual({ ok: true });
    expect(stage.place.performed.at(-1)).toEqual({ type: 'tab-replaced', tabId: other.id });
    expect(await stage.room()).toMatchObject({ tabId: other.id, code: ANNAS, address: FILM });
    expect(stage.browser.injected.at(-1)).toBe(other.id);
    // The tab before is one as any other.
    stage.browser.closeTab(tab.id);
    await stage.settled();
    expect(stage.place.performed.at(-1)).toEqual({ type: 'tab-replaced', tabId: other.id });
  });

  it('nothing moves to where it is, or to no tab', async () => {
    expect(await stage.browser.send('move-here', { tabId: tab.id })).toEqual({ ok: false });
    expect(await stage.browser.send('move-here', { tabId: 12_345 })).toEqual({ ok: false });
    expect(await stage.room()).toMatchObject({ tabId: tab.id });
  });
});

describe('RS-3: a closed tab', () => {
  let before: FakeTab;
  beforeEach(async () => {
    before = stage.browser.openTab('https://other.example/', { behind: true });
    await stage.browser.send('command', create(tab.id));
    await stage.opened(tab, ANNAS, 'host');
    stage.browser.rehash(tab.id, `${FILM}#t=10`);
    await stage.settled();
    stage.browser.closeTab(tab.id);
    await stage.settled();
  });

  it('is known when it is opened again, by what it showed', async () => {
    const again = stage.browser.openTab(`${FILM}#t=10`);
    await stage.settled();
    expect(stage.place.performed.at(-1)).toEqual({ type: 'tab-replaced', tabId: again.id });
    expect(await stage.room()).toMatchObject({ tabId: again.id, phase: 'open' });
    expect(await stage.room()).not.toHaveProperty('since');
    expect(stage.browser.injected.at(-1)).toBe(again.id);
  });

  it('is known also where the worker has died meanwhile', async () => {
    await stage.restart();
    const again = stage.browser.openTab('about:blank');
    stage.browser.commit(again.id, `${FILM}#t=10`);
    await stage.settled();
    expect(await stage.room()).toMatchObject({ tabId: again.id });
  });

  it('is not a tab that was there before, nor one with another page', async () => {
    stage.browser.commit(before.id, `${FILM}#t=10`);
    stage.browser.openTab(FILM);
    await stage.settled();
    expect(await stage.room()).toMatchObject({ tabId: tab.id, phase: 'tab-gone' });
  });

  it('is opened again by Return', async () => {
    expect(await stage.browser.send('return', null)).toEqual({ ok: true });
    const again = stage.browser.open.at(-1);
    expect(again?.url).toBe(`${FILM}#t=10`);
    expect(await stage.room()).toMatchObject({ tabId: again?.id, phase: 'open' });
    expect(await stage.browser.send('return', null)).toEqual({ ok: false });
  });

  it('RS-4: lets a host be asked about another friend’s invite', async () => {
    const other = stage.browser.openTab(`${FILM}#t=10&lockstep=${BENS}`);
    await stage.invite(other, { code: BENS });
    stage.browser.commit(other.id, `${FILM}#t=10`);
    await stage.settled();
    expect(await stage.offerIn(other)).toMatchObject({ invite: { code: BENS }, why: 'own-room' });
    expect(stage.place.entered).toHaveLength(1);
    expect(await stage.room()).toMatchObject({ tabId: tab.id, phase: 'tab-gone' });
  });

  it('RS-1: is given up at last, with a word', async () => {
    stage.place.idle = true;
    await stage.changed({ state: 'problem', problem: 'tab-closed' });
    expect(stage.browser.badge).toBe('!');
    expect(listening()).toEqual({ pages: false, closed: false });
    expect(await stage.room()).toBeUndefined();
  });
});

it('RS-4: a guest who has closed the room’s tab joins another friend', async () => {
  await stage.invite(tab, {});
  await stage.opened(tab, ANNAS);
  stage.browser.closeTab(tab.id);
  const other = stage.browser.openTab(`${FILM}#lockstep=${BENS}`);
  await stage.invite(other, { code: BENS });
  expect(stage.place.entered).toMatchObject([{ invite: { code: ANNAS } }, { tabId: other.id, invite: { code: BENS } }]);
});

it('RS-1: a tab that the browser gives another id stays the room’s', async () => {
  await stage.invite(tab, {});
  await stage.opened(tab, ANNAS);
  const renamed = stage.browser.openTab('https://other.example/');
  stage.browser.tabs.onReplaced.fire(renamed.id, tab.id);
  await stage.settled();
  expect(stage.place.performed.at(-1)).toEqual({ type: 'tab-replaced', tabId: renamed.id });
});

describe('SC-5: an invite that a page made', () => {
  it('is offered in its tab, and the popup opened for it once', async () => {
    for (const seed of [3, 4, 5, 6]) await stage.invite(tab, { code: codeOf(seed), by: 'page', how: 'hash' });
    expect(stage.place.performed).toEqual([]);
    expect(await stage.offerIn(tab)).toMatchObject({ invite: { code: codeOf(6) }, why: 'page', seen: true });
    expect([stage.browser.badge, stage.browser.popups]).toEqual(['?', 1]);
  });

  it('is not heard of where the person looks elsewhere, nor stands in another offer’s place', async () => {
    await set({ autoJoin: false });
    const behind = stage.browser.openTab(FILM, { behind: true });
    await stage.invite(behind, { code: BENS, by: 'page' });
    expect([stage.browser.badge, stage.browser.popups]).toEqual(['', 0]);
    await stage.invite(tab, {});
    for (const page of [behind, tab]) await stage.invite(page, { code: BENS, by: 'page' });
    expect(await stage.offerIn(tab)).toMatchObject({ invite: { code: ANNAS } });
  });

  it('WE-1: is told with the tab that it waits in', async () => {
    const other = stage.browser.openTab(FILM);
    await stage.invite(other, { code: BENS, by: 'page' });
    const waits = { tabId: other.id, invite: { code: BENS }, trust: 'known', title: 'v.example', host: 'v.example' };
    expect(await stage.browser.send('waiting-invites', null)).toEqual([waits]);
    stage.browser.closeTab(other.id);
    expect(await stage.browser.send('waiting-invites', null)).toEqual([]);
  });

  it('BG-3: stands in nobody’s way in a room', async () => {
    await stage.browser.send('command', create(tab.id));
    await stage.opened(tab, ANNAS, 'host');
    const other = stage.browser.openTab(FILM);
    for (const text of [BENS, 'hello', codeOf(9)]) await stage.invite(other, { text, by: 'page', how: 'hash' });
    expect([stage.browser.badge, stage.browser.popups]).toEqual(['2', 1]);
  });

  it('is nothing where it is no invite', async () => {
    await stage.invite(tab, { text: 'hello', by: 'page', how: 'hash' });
    await expectNothing();
    expect(stage.browser.popups).toBe(0);
  });

  it('is known by what the page before it did', async () => {
    await stage.browser.send('self-made', { fragment: ANNAS }, tab.id);
    await stage.restart();
    const other = stage.browser.openTab(FILM);
    // Somebody else's tab, and another invite, are not meant.
    await stage.invite(tab, {});
    expect(await stage.offerIn(tab)).toMatchObject({ why: 'page' });
    await stage.invite(other, {});
    expect(stage.place.entered).toMatchObject([{ tabId: other.id }]);
  });

  it('leaves the way free for the person who opens the same one after that', async () => {
    await stage.browser.send('self-made', { fragment: ANNAS }, tab.id);
    await stage.invite(tab, {});
    await stage.invite(tab, {});
    expect(stage.place.entered).toHaveLength(1);
  });

  it('is what a content script says that does not say who', async () => {
    await stage.browser.send('invite', { fragment: ANNAS }, tab.id);
    await stage.browser.send('invite', null, tab.id);
    await stage.settled();
    expect(stage.place.performed).toEqual([]);
  });

  it('is nothing where a content script that was taken over says what no script of ours says', async () => {
    for (const body of [null, undefined, { fragment: { toString: 1, valueOf: 1 } }, { fragment: 7 }]) {
      for (const kind of ['invite', 'self-made']) expect(await stage.browser.send(kind, body, tab.id)).toBeNull();
    }
    await expectNothing();
  });

  it('fills no memory', async () => {
    for (let i = 0; i < 60; i++) {
      const other = stage.browser.openTab(FILM);
      await stage.browser.send('self-made', { fragment: ANNAS }, other.id);
      await stage.browser.send('invite', { fragment: BENS, by: 'page', how: 'hash', fresh: false }, other.id);
    }
    await stage.settled();
    expect(JSON.stringify(await stage.session()).length).toBeLessThan(5_000);
  });
});

describe('INV-7: an invite to a server that the person does not know', () => {
  it('is offered, and nothing is asked of that server', async () => {
    await stage.invite(tab, { server: FAR });
    expect(stage.place.performed).toEqual([]);
    expect(stage.place.running).toBe(false);
    expect(await stage.offerIn(tab)).toEqual({ invite: { code: ANNAS, server: FAR }, why: 'server', trust: 'unknown' });
    expect([stage.browser.badge, stage.browser.popups]).toEqual(['?', 1]);
  });

  it('is joined at once after a room was open there', async () => {
    await stage.browser.send('command', { ...join(tab.id, ANNAS), invite: { code: ANNAS, server: FAR } });
    await stage.opened(tab, ANNAS, 'guest', FAR);
    await stage.browser.send('command', { type: 'leave' });
    await stage.changed({ state: 'none' });
    await stage.invite(tab, { code: BENS, server: FAR });
    expect(stage.place.entered).toHaveLength(2);
  });

  it('EX-4: is asked about again, where that was in a private window', async () => {
    const hidden = stage.browser.openTab(FILM, { incognito: true });
    await stage.browser.send('command', { ...join(hidden.id, ANNAS), invite: { code: ANNAS, server: FAR } });
    await stage.opened(hidden, ANNAS, 'guest', FAR);
    expect(await stage.browser.storage.local.get('servers')).toEqual({});
  });

  it('is offered each time where that is in the own network, unless it is the person’s own', async () => {
    await stage.browser.send('command', { ...join(tab.id, ANNAS), invite: { code: ANNAS, server: NEAR } });
    await stage.opened(tab, ANNAS, 'guest', NEAR);
    await stage.browser.send('command', { type: 'leave' });
    await stage.changed({ state: 'none' });
    await stage.invite(tab, { code: BENS, server: NEAR });
    expect(await stage.offerIn(tab)).toMatchObject({ why: 'server', trust: 'near' });
    await set({ server: NEAR });
    await stage.invite(tab, { code: BENS, server: NEAR });
    expect(stage.place.entered).toHaveLength(2);
  });
});

describe('ER-3: after a problem', () => {
  beforeEach(async () => {
    await stage.browser.send('command', { ...join(tab.id, ANNAS), invite: { code: ANNAS, server: FAR } });
    stage.place.idle = true;
    await stage.changed({ state: 'problem', problem: 'room-not-found' });
  });

  it('it is known what was tried, and tried again', async () => {
    const attempt = { type: 'join', invite: { code: ANNAS, server: FAR } };
    expect(await stage.status(tab)).toMatchObject({ view: { state: 'problem' }, attempt });
    expect(await stage.browser.send('retry', { tabId: tab.id })).toEqual({ ok: true });
    expect(stage.place.entered.at(-1)).toMatchObject({ ...attempt, tabId: tab.id });
    expect(await stage.session()).not.toHaveProperty('problem');
  });

  it('DR-3: what was tried is told with it, and forgotten with it', async () => {
    const checks = [{ subject: 'peerjs', tookMs: 20_000, cause: 'no-path' }] as const;
    await stage.browser.send('retry', { tabId: tab.id });
    stage.place.idle = true;
    await stage.changed({ state: 'problem', problem: 'no-path', checks });
    expect(await stage.status(tab)).toMatchObject({ view: { state: 'problem', problem: 'no-path', checks } });
    await stage.browser.send('dismiss', null);
    expect(await stage.session()).not.toHaveProperty('checks');
  });

  it('it is tried in the tab that the person is over, where the first is gone', async () => {
    const other = stage.browser.openTab(FILM);
    stage.browser.closeTab(tab.id);
    await stage.browser.send('retry', { tabId: other.id });
    expect(stage.place.entered.at(-1)).toMatchObject({ tabId: other.id });
  });

  it('nothing is left once the person has read it', async () => {
    await stage.browser.send('dismiss', null);
    await expectNothing();
    expect(await stage.browser.send('retry', { tabId: tab.id })).toEqual({ ok: false });
  });
});

describe('INV-6: a link that was pasted into the popup', () => {
  const at = (page: string, tabId?: number) =>
    stage.browser.send('join-at', { invite: { code: ANNAS }, page, ...(tabId === undefined ? {} : { tabId }) });

  it('is opened in a new tab, and joined there', async () => {
    expect(await at('https://v.example/other')).toEqual({ ok: true });
    const [, opened] = stage.browser.open;
    expect(opened?.url).toBe('https://v.example/other');
    expect(stage.place.entered).toMatchObject([{ type: 'join', tabId: opened?.id, invite: { code: ANNAS } }]);
    expect(tab.url).toBe(FILM);
  });

  it('is opened in the tab with no page of its own', async () => {
    const empty = stage.browser.openTab('chrome://newtab/');
    expect(await at(FILM, empty.id)).toEqual({ ok: true });
    expect(empty.url).toBe(FILM);
    expect(stage.place.entered).toMatchObject([{ tabId: empty.id }]);
  });

  it('goes to web pages only', async () => {
    expect(await at('javascript:alert(1)', tab.id)).toEqual({ ok: false });
    expect(stage.place.performed).toEqual([]);
  });
});

describe('EX-1: who may ask for what', () => {
  const pages = [
    'command',
    'join-at',
    'retry',
    'return',
    'return-to',
    'move-here',
    'forget-rooms',
    'dismiss',
    'decline',
    'status',
  ];
  it.each([...pages, 'changed', 'keep', 'go'])('a web page’s context may not send "%s"', async (kind) => {
    await expect(stage.browser.send(kind, { type: 'leave' }, tab.id)).rejects.toThrow('nobody answers');
  });

  it('ST-3: gets the bridge to a site’s player in the room’s tab only', async () => {
    expect(await stage.browser.send('bridge', null, tab.id)).toEqual({ channel: null });
  });

  it('FO-3: has the room’s tab taken to web pages only', async () => {
    await stage.browser.send('command', create(tab.id));
    await stage.browser.send('go', { url: 'javascript:alert(1)' });
    expect(tab.url).toBe(FILM);
    await stage.browser.send('go', { url: 'https://v.example/next' });
    expect(tab.url).toBe('https://v.example/next');
  });
});

it('the badge shows how many are in the room', async () => {
  await stage.browser.send('command', create(tab.id));
  await stage.changed({ state: 'connecting', creates: true, trying: 'server', tabId: tab.id });
  expect(stage.browser.badge).toBe('…');
  await stage.changed(roomView(tab, ANNAS, 'host', 3));
  expect(stage.browser.badge).toBe('3');
});

it('RS-9: a room that is moved while its place is dead comes back in the tab that it was moved to', async () => {
  const room = stage.browser.openTab(FILM);
  await stage.browser.send('command', join(room.id, ANNAS));
  await stage.opened(room, ANNAS);
  stage.place.running = false;
  stage.place.idle = true;
  const film = stage.browser.openTab(FILM);
  expect(await stage.browser.send('move-here', { tabId: film.id })).toEqual({ ok: true });
  expect(await stage.browser.send('revive', null, film.id)).toEqual({ running: true });
  expect(stage.place.resumed).toEqual([{ tabId: film.id, room: { role: 'guest', code: ANNAS } }]);
});
