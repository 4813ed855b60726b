import { describe, expect, it, test } from 'vitest';
import { commonVersion, helloVersionSchema } from '../../../../lib/core/wire/common-version';
import { cleanName, NAME_MAX, playbackSchema } from '../../../../lib/core/wire/fields';
import { guestHelloSchema, hostHelloSchema } from '../../../../lib/core/wire/hello-words';
import {
  encodeMessage,
  guestMessageSchema,
  hostMessageSchema,
  MEMBERS_MAX,
  MESSAGE_MAX_BYTES,
  PROTOCOL_VERSION,
  parseMessage,
  signedMessageSchema,
} from '../../../../lib/core/wire/protocol';

const utf8 = (text: string) => new TextEncoder().encode(text);
const json = (value: unknown) => utf8(JSON.stringify(value));
const guest = (value: unknown) => parseMessage(guestMessageSchema, json(value));
const signed = (value: unknown) => parseMessage(signedMessageSchema, json(value));

const playback = { position: 12.5, rate: 1, paused: false, at: 1_000 };
const intent = { kind: 'intent', id: 3, cause: 'seek', playback };
const published = {
  kind: 'playback',
  run: 'r1',
  epoch: 0,
  revision: 1,
  change: 1,
  playback,
  cause: 'seek',
  by: 'a',
  acks: { a: 3 },
};
const member = { id: 'a', name: 'Ada', state: 'in-sync', driftMs: -3.5, rttMs: 20 };
const roster = {
  kind: 'roster',
  run: 'r1',
  epoch: 0,
  revision: 2,
  host: 'a',
  control: 'everyone',
  drivers: [],
  together: false,
  members: [member],
};
const media = {
  kind: 'media',
  run: 'r1',
  epoch: 0,
  revision: 3,
  film: 1,
  media: { key: 'a.example/1', url: 'https://a.example/1', title: 'One', durationS: 60 },
};
const key = 'A'.repeat(87);
const hello = { kind: 'hello', v: PROTOCOL_VERSION, can: [], nonce: 'A'.repeat(22), ecdh: key, key, name: 'Grace' };
const hostHello = { ...hello, run: 'r1', epoch: 0, signature: 'A'.repeat(86) };

describe('messages (PR-1)', () => {
  it.each([
    { kind: 'ready', signature: 'A'.repeat(86) },
    { kind: 'ping', sent: 1 },
    { kind: 'ping', sent: 1.25, state: 'waiting', driftMs: -3, rttMs: 12, skip: 75 },
    intent,
    { kind: 'rename', name: 'Ada' },
    { kind: 'leave' },
  ])('a guest may say %j', (message) => expect(guest(message)).toEqual(message));

  it.each([
    published,
    { ...published, film: 2, skip: { by: 'a1', to: 75, at: 9 } },
    { ...published, playback: { ...playback, live: true, landmarks: [{ name: 0xffffffff, place: 1e6 }] } },
    { kind: 'playback', run: 'r1', epoch: 0, revision: 0, change: 0 },
    roster,
    media,
  ])('a host may sign %j', (message) => expect(signed(message)).toEqual(message));

  it.each([
    { kind: 'welcome', member: 'a1' },
    { kind: 'pong', sent: 1, received: 2, answered: 3 },
    { kind: 'bye', reason: 'ended' },
  ])('a host may say %j', (message) => expect(parseMessage(hostMessageSchema, json(message))).toEqual(message));

  it('hellos and refusals parse, and come back from their bytes', () => {
    expect(parseMessage(guestHelloSchema, json(hello))).toEqual(hello);
    expect(parseMessage(hostHelloSchema, json(hostHello))).toEqual(hostHello);
    const refused = { kind: 'refused', v: 9, reason: 'version' } as const;
    expect(parseMessage(hostHelloSchema, encodeMessage(refused))).toEqual(refused);
  });

  it('another version can be told whatever else it says (PR-4, PR-9)', () => {
    expect(parseMessage(helloVersionSchema, json({ v: 7, new: ['things'], kind: 'greeting' }))).toEqual({ v: 7 });
    expect(commonVersion({ v: 7 })).toBe('ours-old');
    expect([commonVersion({ v: 7, min: 2 }), commonVersion({ v: 1 })]).toEqual([2, 'theirs-old']);
  });

  it('unknown fields are dropped (PR-6)', () => {
    expect(guest({ ...intent, admin: true, playback: { ...playback, url: 'https://x' } })).toEqual(intent);
  });
});

test('PR-6: a setting of a newer version lets nobody drive who might not', () => {
  expect(signed({ ...roster, control: 'nobody' })).toMatchObject({ control: 'host' });
});

describe('bad input (PR-3)', () => {
  const numbers = ['NaN', 'Infinity', '-Infinity', '1e999', '"1"', 'null', '[]', '{}', 'true'];

  it.each([...numbers, '1e308', '-1', '-0.001', '50000001'])('a position of %s', (position) => {
    expect(parseMessage(guestMessageSchema, utf8(JSON.stringify(intent).replace('12.5', position)))).toBeUndefined();
  });

  it.each([
    [{ name: 1.5, place: 1 }],
    [{ name: -1, place: 1 }],
    [{ name: 2 ** 32, place: 1 }],
    [{ name: 1, place: -1 }],
    [{ name: 'seg1.ts', place: 1 }],
    Array.from({ length: 7 }, (_, name) => ({ name, place: 1 })),
  ])('LV-11: landmarks %j', (...landmarks) => {
    const told = { ...playback, live: true, landmarks };
    expect(parseMessage(playbackSchema, json(told))).toBeUndefined();
  });

  it.each([...numbers, '1e308', '0', '-1', '100', '0.06', '16.1'])('a rate of %s', (rate) => {
    expect(parseMessage(playbackSchema, utf8(`{"position":1,"rate":${rate},"paused":true,"at":0}`))).toBeUndefined();
  });

  it.each([...numbers, '1e308', '-4.1e10'])('a time of %s', (at) => {
    expect(parseMessage(playbackSchema, utf8(`{"position":1,"rate":1,"paused":true,"at":${at}}`))).toBeUndefined();
    expect(parseMessage(guestMessageSchema, utf8(`{"kind":"ping","sent":${at}}`))).toBeUndefined();
  });

  it.each([...numbers, '-1', '1.5', '9007199254740993'])('a revision of %s', (revision) => {
    const text = JSON.stringify(published).replace('"revision":1', `"revision":${revision}`);
    expect(parseMessage(signedMessageSchema, utf8(text))).toBeUndefined();
  });

  it.each([
    undefined,
    null,
    0,
    'leave',
    [],
    [{ kind: 'leave' }],
    {},
    { kind: 'toString' },
    { kind: '__proto__' },
    { kind: ['leave'] },
    { ...intent, cause: 'explode' },
    { ...intent, playback: undefined },
    { ...intent, playback: [playback] },
    { ...intent, playback: { ...playback, paused: 1 } },
    { kind: 'rename' },
    { kind: 'rename', name: '' },
    { kind: 'rename', name: ' \u200b\n' },
    { kind: 'rename', name: 'x'.repeat(NAME_MAX * 4 + 1) },
    { kind: 'rename', name: { toString: 'x' } },
    { kind: 'ready', signature: 'A'.repeat(87) },
    { kind: 'ready', signature: '' },
    { kind: 'ready', signature: 'A+/=' },
  ])('a guest message of another shape: %j', (message) => expect(guest(message ?? null)).toBeUndefined());

  it.each([
    { ...published, run: '../x' },
    { ...published, run: 'x'.repeat(41) },
    { ...published, by: 'Ä' },
    { ...published, acks: { 'not an id': 1 } },
    { ...published, acks: { a: 'x' } },
    { ...published, acks: Object.fromEntries(Array.from({ length: MEMBERS_MAX + 1 }, (_, i) => [`m${i}`, 1])) },
    { ...roster, members: Array.from({ length: MEMBERS_MAX + 1 }, () => member) },
    { ...roster, members: { 0: member, length: 1 } },
    { ...roster, members: [{ ...member, id: 'Ä' }] },
    { ...roster, members: [{ ...member, driftMs: null }] },
    { ...roster, host: 'Ä' },
  ])('a signed message of another shape: %#', (message) => expect(signed(message)).toBeUndefined());

  it('bytes that are no JSON or no UTF-8', () => {
    for (const bytes of [
      new Uint8Array(),
      new Uint8Array([0xff, 0xfe]),
      new Uint8Array([0x22, 0xc3, 0x28, 0x22]),
      utf8('{'),
      utf8('{"kind":"leave"}}'),
      utf8("{kind:'leave'}"),
      utf8('undefined'),
    ]) {
      expect(parseMessage(guestMessageSchema, bytes)).toBeUndefined();
    }
  });

  it('more than is allowed, before it is read (PR-3)', () => {
    const fill = (length: number) => utf8(JSON.stringify({ kind: 'leave' }).padEnd(length));
    expect(parseMessage(guestMessageSchema, fill(MESSAGE_MAX_BYTES))).toEqual({ kind: 'leave' });
    expect(parseMessage(guestMessageSchema, fill(MESSAGE_MAX_BYTES + 1))).toBeUndefined();
  });

  it('nesting as deep as fits', () => {
    const half = MESSAGE_MAX_BYTES / 2 - 20;
    expect(parseMessage(guestMessageSchema, utf8('['.repeat(half) + ']'.repeat(half)))).toBeUndefined();
    const deep = `{"kind":"leave","x":${'['.repeat(half)}${']'.repeat(half)}}`;
    expect(parseMessage(guestMessageSchema, utf8(deep))).toEqual({ kind: 'leave' });
  });

  it('keys that would reach a prototype', () => {
    const text = '{"kind":"ping","sent":1,"__proto__":{"state":"away"},"constructor":{"prototype":{"polluted":1}}}';
    expect(parseMessage(guestMessageSchema, utf8(text))).toEqual({ kind: 'ping', sent: 1 });
    const acks = '{"__proto__":{"polluted":1}}';
    const message = parseMessage(signedMessageSchema, utf8(JSON.stringify(published).replace('{"a":3}', acks)));
    expect(Object.getPrototypeOf(message ?? {})).toBe(Object.prototype);
    expect((message?.kind === 'playback' && message.acks && Object.keys(message.acks)) || []).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('names (PR-2)', () => {
  it.each([
    ['  Ada \n Lovelace ', 'Ada Lovelace'],
    ['\u202eevil\u200b', 'evil'],
    ['<b>Ada</b>', '<b>Ada</b>'],
    ['\u0000', ''],
    ['👩‍🚀'.repeat(40), '👩‍🚀'.repeat(13)],
    ['x'.repeat(100), 'x'.repeat(NAME_MAX)],
    [`${'x'.repeat(NAME_MAX - 1)} y`, 'x'.repeat(NAME_MAX - 1)],
  ])('%j is shown as %j', (name, shown) => expect(cleanName(name)).toBe(shown));
});
