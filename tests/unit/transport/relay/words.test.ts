import { describe, expect, it } from 'vitest';
import { clientOf, down, gone, randomId, roomOf, up } from '../../../../lib/transport/relay/names';
import { deriveKeys, open, sealer } from '../../../../lib/transport/relay/seal';
import { hashOf, readWords, type Say, sayWords, wordsToAll, wordsToOne } from '../../../../lib/transport/relay/words';
import { roomOf as serverRoomOf } from '../../../../server/relay/lock.mjs';
import { seeded } from '../../../helpers/virtual-random';

const utf8 = (text: string) => new TextEncoder().encode(text);
const id = '00112233445566778899aabbccddeeff';
const nonce = 'ffeeddccbbaa99887766554433221100';
const room = 'rjn5wtgbkfsbe3do6jti32o5eq';
const announced = { id, room, claim: nonce, ageMs: 1_234.5 };

const said: readonly Say[] = [
  { say: 'host', ...announced },
  { say: 'alive', nonce, ...announced },
  { say: 'probe', nonce },
  { say: 'gone' },
  { say: 'ask', nonce, seenMs: 3, lock: id },
  { say: 'ask', nonce, seenMs: 3, lock: id, key: nonce },
  { say: 'bye' },
  { say: 'welcome', to: id, nonce },
  { say: 'full', to: id },
  { say: 'out', to: id },
  { say: 'end' },
];

describe('names on a relay (TR-16)', () => {
  it('are those that the server opens with the same secret', async () => {
    expect(await roomOf('AAAAAAAAAAAAAAAAAAAAAA')).toBe(room);
    for (let round = 0; round < 50; round++) {
      const secret = randomId();
      expect(await roomOf(secret)).toBe(serverRoomOf(secret));
    }
  });

  it('tell a client by its topic, and by no other', () => {
    expect(clientOf(up(room, id), up, room)).toBe(id);
    expect(clientOf(gone(room, id), up, room)).toBeUndefined();
    expect(clientOf(up(room, `${id}/x`), up, room)).toBeUndefined();
    expect(clientOf(down(room), up, room)).toBeUndefined();
  });
});

describe('words over a relay (TR-17)', () => {
  it.each(said)('come as they went: %o', (one) => {
    expect(readWords(sayWords(one))).toEqual({ kind: 'say', said: one });
    const more = sayWords(Object.assign({ more: 'x' }, one));
    expect(readWords(more)).toEqual({ kind: 'say', said: one });
  });

  it('carry what they carry, to all or to one', () => {
    expect(readWords(wordsToAll(utf8('x')))).toEqual({ kind: 'all', message: utf8('x') });
    expect(readWords(wordsToOne(id, utf8('x')))).toEqual({ kind: 'one', to: id, message: utf8('x') });
  });

  it.each([
    ['nothing', ''],
    ['another kind', '\u0003{}'],
    ['no JSON', '\u0000<html>'],
    ['null', '\u0000null'],
    ['an unknown word', '\u0000{"say":"sudo"}'],
    ['a room that is none', `\u0000${JSON.stringify({ say: 'host', ...announced, room: '#' })}`],
    ['an id that is none', `\u0000${JSON.stringify({ say: 'out', to: '+' })}`],
    ['an age of ever', `\u0000${JSON.stringify({ say: 'host', ...announced, ageMs: 1e300 })}`],
    ['an age before the beginning', `\u0000${JSON.stringify({ say: 'host', ...announced, ageMs: -1 })}`],
    ['no nonce', `\u0000${JSON.stringify({ say: 'welcome', to: id })}`],
    ['a key that is none', `\u0000${JSON.stringify({ say: 'ask', nonce, seenMs: 3, lock: id, key: 7 })}`],
    ['too long', `\u0000${JSON.stringify({ say: 'bye', more: 'x'.repeat(1_024) })}`],
    ['for one, without whom', '\u0002abc'],
  ])('are not %s', (_, text) => expect(readWords(utf8(text))).toBeUndefined());

  it('never throw, whatever they are', () => {
    const random = seeded(8);
    const words = said.map(sayWords);
    for (let round = 0; round < 3_000; round++) {
      const spoiled = random.pick(words).slice();
      for (let i = 0; i < 3; i++) spoiled[random.whole(0, spoiled.length - 1)] = random.whole(0, 255);
      readWords(spoiled);
    }
  });

  it('show a lock and not its key, each use its own', async () => {
    const lock = await hashOf('lock', id);
    expect(lock).toMatch(/^[0-9a-f]{32}$/);
    expect(await hashOf('lock', id)).toBe(lock);
    expect(new Set([lock, await hashOf('claim', id), await hashOf('lock', nonce)]).size).toBe(3);
  });
});

describe('what is sealed for a relay (TR-17)', () => {
  const secret = 'ab'.repeat(32);

  it('is opened where it was said, with a counter that rises', async () => {
    const { frames } = await deriveKeys(secret, 'place', 'door');
    const seal = sealer(frames, id);
    for (const counter of [1, 2, 3]) {
      const frame = await seal('topic', utf8('words'));
      expect(frame.length).toBe(21 + 5 + 16);
      expect(await open(frames, 'topic', frame)).toEqual({ sender: id, counter, words: utf8('words') });
      expect(await open(frames, 'other', frame)).toBeUndefined();
    }
  });

  it('is opened by nobody who knows another place, door or secret', async () => {
    const frame = await sealer((await deriveKeys(secret, 'place', 'door')).frames, id)('topic', utf8('words'));
    const others: readonly (readonly [string, string, string])[] = [
      ['cd'.repeat(32), 'place', 'door'],
      [secret, 'other', 'door'],
      [secret, 'place', 'other'],
    ];
    for (const other of others) expect(await open((await deriveKeys(...other)).frames, 'topic', frame)).toBeUndefined();
  });

  it('is opened by nobody once a bit is another', async () => {
    const { frames } = await deriveKeys(secret, 'place', 'door');
    const frame = await sealer(frames, id)('topic', utf8('words'));
    for (let bit = 0; bit < frame.length * 8; bit++) {
      const spoiled = frame.slice();
      spoiled[bit >> 3] = (frame[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(await open(frames, 'topic', spoiled)).toBeUndefined();
    }
    for (let length = 0; length < frame.length; length++)
      expect(await open(frames, 'topic', frame.slice(0, length))).toBeUndefined();
  });

  it('is met at another place for another rendezvous, whoever knocks', async () => {
    const [one, other, anotherDoor] = await Promise.all([
      deriveKeys(secret, 'place', 'door'),
      deriveKeys(secret, 'other', 'door'),
      deriveKeys(secret, 'place', 'other'),
    ]);
    expect(one.rendezvous).toMatch(/^[0-9a-f]{32}$/);
    expect(other.rendezvous).not.toBe(one.rendezvous);
    expect(anotherDoor.rendezvous).toBe(one.rendezvous);
    expect(secret).not.toContain(one.rendezvous);
  });
});
