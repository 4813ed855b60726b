import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { MAX_MESSAGE_BYTES, parseMessage } from '../../../../companion/messages.mjs';
import { TITLE_MAX } from '../../../../lib/core/film/media';
import { type Party, partyKey, presenceOf } from '../../../../lib/core/ports/presence';
import { cleanText } from '../../../../lib/core/text/clean-text';

const NOW = 1_800_000_000_000;
const words = { watching: 'Watching together', paused: 'Paused' };
const film = { title: 'Big Buck Bunny', url: 'https://v.example/watch?v=1#t=5', durationS: 600 };
const party: Party = { id: 'abc', size: 2, film, playing: { position: 60, rate: 1 }, change: 3, paused: false };
const shown = (of: Party, tells: (site: string) => boolean = () => true) =>
  presenceOf(of, { words, tells, wallNow: NOW });

describe('DX-3: a party on Discord', () => {
  it('tells how many are here, of how many, and when the film began and will end', () => {
    expect(shown({ ...party, ticket: '1~AAAA' })).toEqual({
      title: 'Big Buck Bunny',
      titleUrl: 'https://v.example/watch?v=1',
      state: 'Watching together',
      party: { id: 'abc', size: 2, max: 4 },
      secret: '1~AAAA',
      playing: { startMs: NOW - 60_000, endMs: NOW + 540_000 },
    });
  });

  it('goes by the speed of the film', () => {
    const fast = { ...party, playing: { position: 60, rate: 2 } };
    expect(shown(fast).playing).toEqual({ startMs: NOW - 30_000, endMs: NOW + 270_000 });
  });

  it('has no times while it is paused, and no end where none is known or it is over', () => {
    const { playing: _, ...stands } = { ...party, paused: true };
    expect(shown(stands)).toMatchObject({ state: 'Paused' });
    expect(shown(stands)).not.toHaveProperty('playing');
    const endless = { ...party, film: { title: 'Film', url: 'https://v.example/' } };
    expect(shown(endless).playing).toEqual({ startMs: NOW - 60_000 });
    expect(shown({ ...party, playing: { position: 700, rate: 1 } }).playing).toEqual({ startMs: NOW - 700_000 });
    const daylong = { ...film, durationS: 1e9 };
    expect(shown({ ...party, film: daylong }).playing).toEqual({ startMs: NOW - 60_000 });
    expect(shown({ ...party, film: undefined } as unknown as Party).playing).toEqual({ startMs: NOW - 60_000 });
  });

  it('has no times where the machine’s clock is wrong', () => {
    expect(presenceOf(party, { words, tells: () => true, wallNow: 1_000 })).not.toHaveProperty('playing');
  });

  it('tells title and address only of a site that the person has allowed', () => {
    const told = shown(party, (site) => site === 'other.example');
    expect(told).not.toHaveProperty('title');
    expect(told).not.toHaveProperty('titleUrl');
    expect(JSON.stringify(told)).not.toContain('example');
    expect(shown(party, (site) => site === 'v.example')).toHaveProperty('title');
  });

  test.each([
    ['http://v.example/film', undefined],
    ['https://v.example/film?id=7&token=abc&session_id=s&X-Amz-Signature=z&api_key=k', 'https://v.example/film?id=7'],
    ['https://v.example/film?sid=1', 'https://v.example/film'],
    [`https://v.example/${'a'.repeat(500)}`, undefined],
  ])('tells of the address %s: %s', (url, told) => {
    expect(shown({ ...party, film: { ...film, url } }).titleUrl).toBe(told);
  });

  it('tells no address of a film without a title', () => {
    expect(shown({ ...party, film: { ...film, title: '' } })).not.toHaveProperty('titleUrl');
  });

  test.each([
    [1, 4],
    [3, 4],
    [4, 8],
    [31, 32],
    [63, 64],
    [64, 64],
  ])('of %d members names %d seats', (size, max) => {
    expect(shown({ ...party, size }).party.max).toBe(max);
  });

  it('is always what the companion takes', () => {
    const titles = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.constantFrom('', 'x', '🎬'.repeat(200)));
    const parties = fc.record({
      id: fc.constant('abc'),
      size: fc.integer({ min: 1, max: 64 }),
      film: fc.record({
        title: titles.map((title) => cleanText(title, TITLE_MAX)),
        url: fc.webUrl({ withQueryParameters: true, withFragments: true }),
        durationS: fc.double({ min: 0, max: 1e9, noNaN: true }),
      }),
      playing: fc.record({
        position: fc.double({ min: 0, max: 5e7, noNaN: true }),
        rate: fc.double({ min: 0.0625, max: 16, noNaN: true }),
      }),
      change: fc.nat(),
      paused: fc.boolean(),
      ticket: fc.constant('1~AAECAwQFBgcICQoLDA0ODw~https://peer.example'),
    });
    fc.assert(
      fc.property(parties, (drawn) => {
        const message = { v: 1, type: 'presence', presence: shown(drawn) };
        const taken = parseMessage(message);
        expect(taken).toHaveProperty('message');
        expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(MAX_MESSAGE_BYTES);
      }),
    );
  });
});

describe('what is news', () => {
  it('is a press, a film, a member or a ticket, and not the time', () => {
    const key = partyKey(party);
    expect(partyKey({ ...party, playing: { position: 99, rate: 1 } })).toBe(key);
    for (const other of [
      { ...party, change: 4 },
      { ...party, size: 3 },
      { ...party, ticket: '1~B' },
      { ...party, film: { ...film, title: 'Sintel' } },
      { ...party, playing: { position: 60, rate: 2 } },
      { ...party, paused: true },
    ]) {
      expect(partyKey(other)).not.toBe(key);
    }
    expect(partyKey(undefined)).toBe('');
  });
});
