import { describe, expect, it } from 'vitest';
import { parseServiceRecord } from '../../../../lib/core/ports/service-record';
import { makeRoomCode } from '../../../../lib/core/wire/invite';

const code = makeRoomCode(new Uint8Array(15));
const guest = { role: 'guest', code, name: 'Ann', identity: { kty: 'EC' }, server: 'https://a.example' };
const host = {
  ...{ role: 'host', code, name: 'Ann', identity: 'k', run: 'r', epoch: 3, control: 'host', together: true, film: 2 },
  playback: { position: -5e6, rate: 1, paused: false, at: 1.8e12, live: true },
  media: { key: 'a', url: 'https://a.example/', title: 'A' },
};
const record = (room: object, more: object = {}) => ({
  ...{ version: 1, tabId: 7, config: { name: 'Ann', follow: 'ask', gentle: false }, room },
  ...more,
});

describe('RS-2: the record of a room', () => {
  it.each([guest, host, { ...guest, pinned: 'A'.repeat(87) }])('is taken: %j', (room) => {
    expect(parseServiceRecord(record(room))).toEqual(record(room));
  });

  it('is taken with nothing in it but what it names', () => {
    const code4 = code.toLowerCase().replaceAll('-', '');
    const kept = record({ ...guest, code: code4, server: 'https://a.example/', more: 1 }, { more: 1 });
    expect(parseServiceRecord(kept)).toEqual(record(guest));
  });

  it.each([
    undefined,
    null,
    [],
    {},
    record(guest, { version: 2 }),
    record(guest, { tabId: 'x' }),
    record(guest, { config: undefined }),
    record(guest, { config: { name: 'x', follow: 'sometimes' } }),
    record({ ...guest, code: `${code}X` }),
    record({ ...guest, code: '1000-0000-0000-0000' }),
    record({ ...guest, server: 'javascript:1' }),
    record({ ...guest, role: 'admin' }),
    record({ ...guest, pinned: '+' }),
    record({ ...host, run: '../x' }),
    record({ ...host, epoch: Number.MAX_SAFE_INTEGER }),
    record({ ...host, playback: { ...host.playback, position: Number.NaN } }),
    record({ ...host, playback: { ...host.playback, at: 1e300 } }),
    record({ ...host, media: { ...host.media, url: 'javascript:1' } }),
  ])('is refused: %#', (kept) => expect(parseServiceRecord(kept)).toBeUndefined());
});
