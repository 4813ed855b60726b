import { beforeEach, describe, expect, test, vi } from 'vitest';
import { go, leaveIfStrayed } from '../../entrypoints/background/go';

/** The browser's session storage and its one tab. */
const machine = vi.hoisted(() => {
  const stored: Record<string, unknown> = {};
  const tab = { id: 7, url: '' };
  const moves: string[] = [];
  const session = {
    get: async (keys: string | string[]) =>
      Object.fromEntries([keys].flat().flatMap((key) => (key in stored ? [[key, stored[key]]] : []))),
    set: async (items: Record<string, unknown>) => void Object.assign(stored, structuredClone(items)),
    remove: async (keys: string | string[]) => {
      for (const key of [keys].flat()) delete stored[key];
    },
  };
  const tabs = {
    get: async () => tab,
    update: async (_: number, { url }: { url: string }) => void moves.push(url),
    goBack: async () => void moves.push('back'),
  };
  return { stored, tab, moves, browser: { storage: { session }, tabs } };
});
vi.mock('wxt/browser', () => ({ browser: machine.browser }));

const THERE = 'https://a.example/two';
const EVIL = 'https://evil.example/x';
type Details = Parameters<typeof leaveIfStrayed>[0];
const committed = (url: string, transitionType = 'link', transitionQualifiers: string[] = []) =>
  leaveIfStrayed({ tabId: 7, url, timeStamp: Date.now(), transitionType, transitionQualifiers } as unknown as Details);

beforeEach(() => {
  for (const key of Object.keys(machine.stored)) delete machine.stored[key];
  machine.moves.length = 0;
  machine.stored.room = { tabId: 7 };
  machine.tab.url = 'https://a.example/one';
});

describe('FO-3: a page that another person names', () => {
  test.each([undefined, null, 7, THERE, {}, { url: 'javascript:1' }, { url: 7 }])('is none: %j', async (wanted) => {
    await go(wanted);
    expect([machine.moves, machine.stored]).toEqual([[], { room: { tabId: 7 } }]);
  });

  test('is gone to in the room’s tab, unless that is there or there is none', async () => {
    await go({ url: THERE });
    expect(machine.moves).toEqual([THERE]);
    machine.tab.url = THERE;
    await go({ url: THERE });
    delete machine.stored.room;
    await go({ url: EVIL });
    expect(machine.moves).toEqual([THERE]);
  });
});

describe('FO-8: the page that was gone to', () => {
  test('is left again where it has led to another site', async () => {
    await go({ url: THERE });
    expect(await committed(EVIL)).toBe(EVIL);
    expect(machine.moves).toEqual([THERE, 'https://a.example/one']);
    // That is no journey of anybody's.
    expect(await committed('https://a.example/one')).toBeUndefined();
  });

  test('is watched after it has come', async () => {
    await go({ url: THERE });
    expect(await committed(THERE)).toBeUndefined();
    expect(await committed(EVIL, 'link', ['client_redirect'])).toBe(EVIL);
  });

  test('FO-10: may be left by its person', async () => {
    for (const [type, qualifiers] of [
      ['typed'],
      ['reload'],
      ['link', ['forward_back']],
      ['link', ['from_address_bar']],
    ] as const) {
      await go({ url: THERE });
      await committed(THERE);
      expect(await committed(EVIL, type, [...(qualifiers ?? [])])).toBeUndefined();
    }
  });

  test('may lead on to where the person was asked to go', async () => {
    await go({ url: THERE, also: EVIL });
    expect(await committed(EVIL)).toBeUndefined();
    expect(machine.moves).toEqual([THERE]);
  });

  test('is left by going back where the tab showed nothing that could be opened anew', async () => {
    machine.tab.url = 'about:blank';
    await go({ url: THERE });
    expect(await committed(EVIL)).toBe(EVIL);
    expect(machine.moves).toEqual([THERE, 'back']);
  });

  test('is nobody’s concern where nobody was taken anywhere', async () => {
    machine.stored.going = 'junk';
    expect(await committed(EVIL)).toBeUndefined();
    expect(machine.moves).toEqual([]);
  });
});
