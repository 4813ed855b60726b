import { describe, expect, it } from 'vitest';
import { parseServiceRecord } from '../../../../lib/core/ports/service-record';
import { makeRoomCode } from '../../../../lib/core/wire/invite';

const code = makeRoomCode(new Uint8Array(15));
const joined = { code, name: 'Ann', identity: { kty: 'EC' }, server: 'https://a.example' };
const facts = {
  ...{ run: 'r', epoch: 3, control: 'host', drivers: ['ben'], together: true, film: 2 },
  playback: { position: -5e6, rate: 1, paused: false, at: 1.8e12, live: true },
  media: { key: 'a', url: 'https://a.example/', title: 'A' },
  others: [{ id: 'ben', name: 'Ben' }],
  lost: ['cid'],
  met: ['ben', 'cid'],
  wallAheadMs: 1.79e12,
};
const belief = { run: 'r', epoch: 3, host: 'ben', order: ['ann', 'cid'], named: { host: 'cid', epoch: 9 }, heardAt: 5 };
const record = (room: object, more: object = {}) => ({
  ...{
    version: 2,
    tabId: 7,
    config: { name: 'Ann', follow: 'ask', gentle: false, reach: { relayOnly: true, ice: 'stun:a' } },
    room,
  },
  ...more,
});

describe('RS-2: the record of a room', () => {
  it.each([joined, { ...joined, facts }, { ...joined, facts, belief }, { ...joined, belief }])(
    'is taken: %j',
    (room) => {
      expect(parseServiceRecord(record(room))).toEqual(record(room));
    },
  );

  it('is taken with nothing in it but what it names', () => {
    const code4 = code.toLowerCase().replaceAll('-', '');
    const kept = record({ ...joined, code: code4, server: 'https://a.example/', more: 1 }, { more: 1 });
    expect(parseServiceRecord(kept)).toEqual(record(joined));
  });

  it.each([
    undefined,
    null,
    [],
    {},
    record(joined, { version: 1 }),
    record(joined, { tabId: 'x' }),
    record(joined, { config: undefined }),
    record(joined, { config: { name: 'x', follow: 'sometimes' } }),
    record({ ...joined, code: `${code}X` }),
    record({ ...joined, code: '1000-0000-0000-0000' }),
    record({ ...joined, server: 'javascript:1' }),
    record({ ...joined, facts: { ...facts, run: '../x' } }),
    record({ ...joined, facts: { ...facts, epoch: Number.MAX_SAFE_INTEGER } }),
    record({ ...joined, facts: { ...facts, playback: { ...facts.playback, position: Number.NaN } } }),
    record({ ...joined, facts: { ...facts, playback: { ...facts.playback, at: 1e300 } } }),
    record({ ...joined, facts: { ...facts, media: { ...facts.media, url: 'javascript:1' } } }),
    record({ ...joined, facts: { ...facts, met: Array(257).fill('ben') } }),
    record({ ...joined, facts: { ...facts, others: [{ id: '', name: 'Ben' }] } }),
    record({ ...joined, belief: { ...belief, epoch: 0.5 } }),
    record({ ...joined, belief: { ...belief, order: ['-'] } }),
    record({ ...joined, belief: { ...belief, named: { host: 'cid' } } }),
  ])('is refused: %#', (kept) => expect(parseServiceRecord(kept)).toBeUndefined());
});
