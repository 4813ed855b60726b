import { describe, expect, test } from 'vitest';
import {
  asLeft,
  type KeptRoom,
  parseKeptRoom,
  RECENT_MAX,
  RESUME_MS,
  type RecentRoom,
  recentRooms,
  withRecent,
} from '../../../../lib/core/ports/recent-rooms';
import { parseServiceRecord } from '../../../../lib/core/ports/service-record';
import { positionAt } from '../../../../lib/core/time/playback';
import { makeRoomCode } from '../../../../lib/core/wire/invite';

const NOW = 1_800_000_000_000;
const CODE = makeRoomCode(new Uint8Array(15).fill(7));
const codeOf = (seed: number) => makeRoomCode(new Uint8Array(15).fill(seed));
const room: RecentRoom = {
  code: CODE,
  server: 'https://server.example',
  key: 'v.example/film',
  url: 'https://v.example/film',
  title: 'Film',
  who: 'Ann',
  hosted: true,
  positionS: 60,
  at: NOW,
};
const facts = {
  ...{ run: 'run1', epoch: 3, control: 'everyone', drivers: [], together: false, film: 0 },
  playback: { position: 40, rate: 1, paused: false, at: 1_000 },
  ...{ others: [], lost: [], met: [], wallAheadMs: NOW - 21_000 },
};
const said = { version: 2, tabId: 1, config: { name: 'Ann' }, room: { code: CODE, name: 'Ann', identity: {}, facts } };
const record = parseServiceRecord(said) as NonNullable<ReturnType<typeof parseServiceRecord>>;
const kept: KeptRoom = { record, here: 'https://v.example/film', room };

describe('RS-7: a room that nobody has left', () => {
  test('is read as it was kept, for twelve hours', () => {
    expect(parseKeptRoom(kept, NOW + RESUME_MS)).toEqual(kept);
    expect(parseKeptRoom(kept, NOW + RESUME_MS + 1)).toBeUndefined();
    // The wall clock was set back since.
    expect(parseKeptRoom(kept, NOW - 3_600_000)).toEqual(kept);
    expect(parseKeptRoom(kept, NOW - 90_000_000)).toBeUndefined();
  });

  test.each([
    undefined,
    null,
    7,
    'room',
    {},
    { ...kept, here: 7 },
    { ...kept, record: { ...record, version: 1 } },
    { ...kept, room: { ...room, code: 'no code' } },
    { ...kept, room: { ...room, at: 'then' } },
  ])('is none where something else is kept: %j', (junk) => expect(parseKeptRoom(junk, NOW)).toBeUndefined());

  test('has a film that has gone on, where it was left only now', () => {
    expect(asLeft(kept, NOW + 30_000)).toBe(record);
  });

  test('has one that stands where it was left, where that is long ago', () => {
    const { playback } = asLeft(kept, NOW + 3_600_000).room.facts ?? {};
    // Of that moment, by the clock of then: 20 s after its anchor.
    expect(playback).toMatchObject({ paused: true, position: 60 });
    expect(playback && positionAt(playback, playback.at + 1e9)).toBe(60);
  });

  test('and nothing is made of one without a film', () => {
    const { playback: _, ...rest } = facts;
    const bare = { ...kept, record: { ...record, room: { ...record.room, facts: rest } } } as KeptRoom;
    expect(asLeft(bare, NOW + 3_600_000)).toBe(bare.record);
  });
});

describe('RS-8: rooms that this member was in', () => {
  test('are eight, each once, the newest last', () => {
    let list: readonly RecentRoom[] = [];
    for (let seed = 0; seed < 12; seed++) list = withRecent(list, { ...room, code: codeOf(seed) }, undefined);
    list = withRecent(list, { ...room, code: codeOf(6), title: 'Again' }, undefined);
    expect(list).toHaveLength(RECENT_MAX);
    expect(list.at(-1)).toMatchObject({ code: codeOf(6), title: 'Again' });
    expect(list.filter(({ code }) => code === codeOf(6))).toHaveLength(1);
  });

  test('have the code that they have now, and no earlier one', () => {
    const list = withRecent([room, { ...room, code: codeOf(2) }], { ...room, code: codeOf(3) }, CODE);
    expect(list.map(({ code }) => code)).toEqual([codeOf(2), codeOf(3)]);
  });

  test.each([
    ['an address that is none to go to', { url: 'javascript:alert(1)' }],
    ['an invite to another room in the address', { url: 'data:text/html,lockstep' }],
    ['a server that is none', { server: 'file:///etc' }],
    ['a place that is none', { positionS: Number.NaN }],
    ['a code that is none', { code: '' }],
    ['a name that is none', { who: 7 }],
  ])('with %s are none', (_, change) => expect(recentRooms.parse({ ...room, ...change })).toBeUndefined());

  test('are cleaned like all that is shown, and lead to no other invite', () => {
    const url = `https://v.example/film#lockstep=${codeOf(9)}`;
    const read = recentRooms.parse({ ...room, url, title: 'A\u202eB', who: 'Ann\u0000' });
    expect(read).toMatchObject({ url: 'https://v.example/film', who: 'Ann' });
    expect(read?.title).not.toContain('\u202e');
  });
});
