import { expect, test } from 'vitest';
import type { Member, MemberState } from '../../../lib/core/wire/protocol';
import { Announcements } from '../../../lib/room/announcements';

function listening() {
  const said: string[] = [];
  const news = new Announcements((text, name) => said.push(`${text}: ${name}`));
  const tell = (states: Record<string, MemberState>, now = 0, waiting: readonly string[] = []) => {
    const members = Object.entries(states).map(([name, state]): Member => ({ id: name.toLowerCase(), name, state }));
    news.of({ members, self: 'me', waiting }, now);
    return said.splice(0);
  };
  return tell;
}

test('AD-3: who is in an ad is told once, and not to who is in it', () => {
  const tell = listening();
  expect(tell({ Me: 'in-sync', Ann: 'in-sync' })).toEqual([]);
  expect(tell({ Me: 'ad', Ann: 'ad' }, 1_000)).toEqual(['ad: Ann']);
  expect(tell({ Me: 'ad', Ann: 'ad' }, 2_000)).toEqual([]);
});

test('AD-3: a second ad right after is not told again, a later one is', () => {
  const tell = listening();
  tell({ Ann: 'ad' });
  tell({ Ann: 'in-sync' }, 15_000);
  expect(tell({ Ann: 'ad' }, 20_000)).toEqual([]);
  tell({ Ann: 'in-sync' }, 30_000);
  expect(tell({ Ann: 'ad' }, 61_000)).toEqual(['ad: Ann']);
});

test('WA-1: who is waited for is told when it changes', () => {
  const tell = listening();
  expect(tell({}, 0, ['Ann'])).toEqual(['waiting: Ann']);
  expect(tell({}, 1, ['Ann'])).toEqual([]);
  expect(tell({}, 2, ['Ann', 'Bo'])).toEqual(['waiting: Ann, Bo']);
  tell({}, 3);
  expect(tell({}, 4, ['Ann'])).toEqual(['waiting: Ann']);
});

test('RO-3: who may drive from now on, or no more, is told so, and nobody as it comes', () => {
  const said: string[] = [];
  const news = new Announcements((text, name) => said.push(`${text}: ${name}`));
  const told = (canControl: boolean, { heard = true, hosts = false } = {}) => {
    const members = heard ? [{ id: 'ann', name: 'Ann', state: 'in-sync' as const }] : [];
    const room = { facts: { host: 'ann', members }, powers: hosts ? {} : undefined, canControl };
    news.ofDriving(room as unknown as Parameters<Announcements['ofDriving']>[0]);
    return said.splice(0);
  };
  expect(told(false, { heard: false })).toEqual([]);
  expect(told(true)).toEqual([]);
  expect(told(true)).toEqual([]);
  expect(told(false)).toEqual(['host-only: Ann']);
  expect(told(true)).toEqual(['drives: Ann']);
  told(false);
  // Who is host now is told that, and no more.
  expect(told(true, { hosts: true })).toEqual([]);
  expect(told(true)).toEqual([]);
});
