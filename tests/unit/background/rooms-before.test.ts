import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { KeptRoom, RecentRoom } from '../../../lib/core/ports/recent-rooms';
import type { FakeTab } from '../../helpers/fake-browser';
import { ANNAS, BENS, FILM, openBackground } from './stage';

vi.mock('wxt/browser', async () => ({ browser: (await import('../../helpers/fake-browser')).browser }));

const HOUR_MS = 3_600_000;

let stage: ReturnType<typeof openBackground>;
let tab: FakeTab;
beforeEach(async () => {
  stage = openBackground();
  await stage.settled();
  tab = stage.browser.openTab(FILM);
  await stage.browser.storage.local.set({ name: 'Ann' });
});

/** As a room place leaves it that ends without a word. */
function keptOf(tabId: number, { agoMs = 1_000, code = ANNAS, hosted = true } = {}): KeptRoom {
  const at = Date.now() - agoMs;
  const room: RecentRoom = {
    code,
    key: FILM.slice(8),
    url: FILM,
    title: 'Film',
    who: 'Ann',
    hosted,
    positionS: 60,
    at,
  };
  const facts = {
    ...{ run: 'r', epoch: 1, control: 'everyone' as const, drivers: [], together: false, film: 0 },
    playback: { position: 60, rate: 1, paused: false, at: 0 },
    ...{ others: [], lost: [], met: [], wallAheadMs: at },
  };
  const record = { code, name: 'Ann', identity: { key: 'k' }, facts };
  return { record: { version: 2, tabId, config: { name: 'Ann' }, room: record }, here: FILM, room };
}
const told = async () =>
  ((await stage.status(tab)) as { before?: { present?: RecentRoom; recent: readonly RecentRoom[] } }).before;
const resumed = () => stage.place.resumed.at(-1) as KeptRoom['record'] | undefined;

describe('RS-7: the extension is loaded anew', () => {
  it('and the room goes on by itself, in the tab that is there as it was', async () => {
    await stage.rooms.remember(keptOf(tab.id));
    await stage.reload();
    expect(stage.place.running).toBe(true);
    expect(resumed()).toMatchObject({ tabId: tab.id, room: { code: ANNAS, facts: { playback: { paused: false } } } });
    expect(await stage.room()).toMatchObject({ tabId: tab.id, role: 'host', code: ANNAS, address: FILM });
    expect(stage.browser.injected).toEqual([tab.id]);
    expect(stage.browser.webNavigation.onCommitted.hasListeners()).toBe(true);
    // What the room place says from then on counts.
    await stage.opened(tab, ANNAS, 'host');
    expect(await stage.room()).toMatchObject({ phase: 'open' });
  });

  it('a worker that is only started again takes up nothing', async () => {
    await stage.rooms.remember(keptOf(tab.id));
    await stage.restart();
    expect(stage.place.resumed).toEqual([]);
  });

  it.each([
    ['its tab is gone', () => stage.browser.closeTab(tab.id), 1_000],
    ['its tab shows something else', () => stage.browser.commit(tab.id, 'https://other.example/'), 1_000],
    ['that was long ago', () => {}, HOUR_MS],
  ])('but is only offered where %s', async (_, change, agoMs) => {
    await stage.rooms.remember(keptOf(tab.id, { agoMs }));
    change();
    await stage.reload();
    expect(stage.place.resumed).toEqual([]);
    expect(stage.browser.badge).toBe('?');
    tab = stage.browser.openTab('https://third.example/');
    expect((await told())?.present).toMatchObject({ code: ANNAS, title: 'Film' });
  });
});

describe('RS-7: a room that was not left when the browser ended', () => {
  it('is returned to in the tab that shows its page, and stands where it was', async () => {
    await stage.rooms.remember(keptOf(99, { agoMs: HOUR_MS }));
    await stage.reload();
    await stage.browser.send('return-to', {});
    await stage.settled();
    expect(stage.browser.open).toHaveLength(1);
    expect(resumed()).toMatchObject({ tabId: tab.id, room: { facts: { playback: { paused: true, position: 60 } } } });
    expect(await stage.room()).toMatchObject({ tabId: tab.id, code: ANNAS });
    expect(stage.browser.injected).toEqual([tab.id]);
  });

  it('or in a new one', async () => {
    stage.browser.commit(tab.id, 'https://other.example/');
    await stage.rooms.remember(keptOf(99));
    await stage.reload();
    await stage.browser.send('return-to', {});
    await stage.settled();
    expect(stage.browser.open.map(({ url }) => url)).toEqual(['https://other.example/', FILM]);
    expect(resumed()).toMatchObject({ tabId: stage.browser.open.at(-1)?.id });
  });

  it('is never returned to in a private window', async () => {
    stage.browser.commit(tab.id, 'https://other.example/');
    const hidden = stage.browser.openTab(FILM, { incognito: true });
    await stage.rooms.remember(keptOf(99));
    await stage.reload();
    await stage.browser.send('return-to', {});
    await stage.settled();
    expect(resumed()?.tabId).not.toBe(hidden.id);
  });

  it('can be tried once more where the room place does not start', async () => {
    await stage.rooms.remember(keptOf(99));
    await stage.reload();
    stage.place.failure = new Error('no document');
    expect(await stage.browser.send('return-to', {})).toEqual({ ok: false });
    expect([await stage.room(), stage.browser.badge]).toEqual([undefined, '?']);
    stage.place.failure = undefined;
    expect(await stage.browser.send('return-to', {})).toEqual({ ok: true });
    expect(await stage.room()).toMatchObject({ code: ANNAS });
  });

  it('is forgotten by Not now, and stays among the rooms that there were', async () => {
    await stage.rooms.remember(keptOf(99));
    await stage.reload();
    await stage.browser.send('forget-rooms', { all: false });
    expect(stage.browser.badge).toBe('');
    expect(await told()).toMatchObject({ recent: [{ code: ANNAS }] });
    expect((await told())?.present).toBeUndefined();
    expect(await stage.session()).toEqual({});
  });

  it('gives way to another room, and is erased when that is left', async () => {
    await stage.rooms.remember(keptOf(99));
    await stage.reload();
    await stage.browser.send('command', { type: 'create', tabId: tab.id, config: { name: 'Ann' } });
    expect(await stage.session()).not.toHaveProperty('returns');
    expect(await stage.browser.send('return-to', {})).toEqual({ ok: false });
    await stage.browser.send('command', { type: 'leave' });
    await stage.changed({ state: 'none' });
    expect(await told()).toEqual({ recent: [expect.objectContaining({ code: ANNAS })] });
  });
});

describe('RS-8: a room that this member was in', () => {
  it('is joined anew, at its page; a host is host again where nobody is', async () => {
    await stage.rooms.remember(keptOf(99));
    await stage.rooms.left();
    await stage.browser.send('return-to', { code: ANNAS });
    expect(stage.place.entered).toEqual([
      expect.objectContaining({
        type: 'join',
        tabId: tab.id,
        invite: { code: ANNAS },
        again: { key: FILM.slice(8), positionS: 60 },
      }),
    ]);
  });

  it('is nobody’s to make anew who was a guest there', async () => {
    await stage.rooms.remember(keptOf(99, { hosted: false }));
    await stage.rooms.left();
    await stage.browser.send('return-to', { code: ANNAS });
    expect(stage.place.entered).toEqual([expect.not.objectContaining({ again: expect.anything() })]);
  });

  it('has to be one, and Clear leaves none', async () => {
    expect(await stage.browser.send('return-to', { code: BENS })).toEqual({ ok: false });
    await stage.rooms.remember(keptOf(99));
    await stage.browser.send('forget-rooms', { all: true });
    expect([await told(), stage.shelf.kept.size]).toEqual([undefined, 0]);
    expect(await stage.browser.send('return-to', { code: ANNAS })).toEqual({ ok: false });
    expect(stage.place.entered).toEqual([]);
  });
});

it('EX-4: a room in a private window is told so, and keeps nothing', async () => {
  const hidden = stage.browser.openTab(FILM, { incognito: true });
  await stage.browser.send('command', { type: 'create', tabId: hidden.id, config: { name: 'Ann' } });
  expect(stage.place.entered.at(-1)).toMatchObject({ config: { private: true } });
});
