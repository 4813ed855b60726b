import { describe, expect, it } from 'vitest';
import { FRAGMENT_MAX, findInvite, withInvite } from '../../../../lib/core/wire/fragment';
import {
  inviteFromFragment,
  inviteLink,
  inviteText,
  makeRoomCode,
  parseInviteText,
  parseRoomCode,
  parseServer,
  roomSymbols,
} from '../../../../lib/core/wire/invite';
import { parsePasted } from '../../../../lib/core/wire/pasted-invite';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** mulberry32: seeded, so that a failing loop fails again. */
function seeded(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
const random = seeded(1);
const someBytes = () => Uint8Array.from({ length: 15 }, () => Math.floor(random() * 256));
const dashed = (plain: string) => plain.replace(/(.{4})(?=.)/g, '$1-');
const code = makeRoomCode(Uint8Array.from({ length: 15 }, (_, i) => i * 17));

describe('room codes (INV-1)', () => {
  it('are 16 characters of Crockford base32 in fours', () => {
    for (let i = 0; i < 200; i++)
      expect(makeRoomCode(someBytes())).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it('are read back', () => {
    for (let i = 0; i < 200; i++) {
      const made = makeRoomCode(someBytes());
      expect(parseRoomCode(made)).toEqual({ ok: true, code: made });
    }
  });

  it('are made again of their random symbols', () => {
    for (let i = 0; i < 200; i++) {
      const made = makeRoomCode(someBytes());
      expect(roomSymbols(made)).toHaveLength(15);
      expect(makeRoomCode(roomSymbols(made))).toBe(made);
    }
  });

  it('use five bits of each of 15 bytes, and refuse to be made of fewer', () => {
    const low = Uint8Array.from({ length: 15 }, (_, i) => i);
    const high = low.map((byte) => byte | 0xe0);
    expect(makeRoomCode(high)).toBe(makeRoomCode(low));
    expect(makeRoomCode(new Uint8Array([...low, 99]))).toBe(makeRoomCode(low));
    expect(() => makeRoomCode(new Uint8Array(14))).toThrow(RangeError);
  });

  it('tell every single wrong character', () => {
    for (let round = 0; round < 20; round++) {
      const plain = makeRoomCode(someBytes()).replaceAll('-', '');
      for (let at = 0; at < 16; at++) {
        for (const wrong of ALPHABET) {
          if (wrong === plain[at]) continue;
          expect(parseRoomCode(plain.slice(0, at) + wrong + plain.slice(at + 1))).toEqual({
            ok: false,
            problem: 'code-typo',
          });
        }
      }
    }
  });

  it('tell every swap of two different characters, neighbours or not', () => {
    for (let round = 0; round < 50; round++) {
      const plain = [...makeRoomCode(someBytes()).replaceAll('-', '')];
      for (let a = 0; a < 16; a++) {
        for (let b = a + 1; b < 16; b++) {
          const swapped = [...plain];
          [swapped[a], swapped[b]] = [plain[b] as string, plain[a] as string];
          expect(parseRoomCode(swapped.join('')).ok).toBe(plain[a] === plain[b]);
        }
      }
    }
  });

  it('forgive case, look-alikes, spaces and dashes (INV-3)', () => {
    const withLookAlikes = dashed(
      makeRoomCode(Uint8Array.from([0, 1, 0, 1, 0, 1, 1, 0, 5, 6, 7, 8, 9, 10, 11])).replaceAll('-', ''),
    );
    for (const typed of [
      withLookAlikes.toLowerCase(),
      withLookAlikes.replaceAll('0', 'O').replaceAll('1', 'I'),
      withLookAlikes.replaceAll('0', 'o').replaceAll('1', 'l'),
      withLookAlikes.replaceAll('-', ''),
      `  ${withLookAlikes.replaceAll('-', ' ')}\n`,
      withLookAlikes.replaceAll('-', ' – '),
      withLookAlikes.replaceAll('-', '_'),
    ]) {
      expect(parseRoomCode(typed)).toEqual({ ok: true, code: withLookAlikes });
    }
  });

  it('call a U a typo, and what is no code at all malformed', () => {
    expect(parseRoomCode(`U${code.slice(1)}`)).toEqual({ ok: false, problem: 'code-typo' });
    for (const text of [
      '',
      'hello',
      code.slice(1),
      `${code}A`,
      code.replace(/.$/, '!'),
      '💥'.repeat(8),
      '0'.repeat(1e5),
    ]) {
      expect(parseRoomCode(text)).toEqual({ ok: false, problem: 'code-malformed' });
    }
  });
});

describe('server addresses (INV-4)', () => {
  it.each([
    ['https://lockstep.example', 'https://lockstep.example'],
    ['https://lockstep.example/', 'https://lockstep.example'],
    ['HTTP://Lockstep.Example:9000/base//', 'http://lockstep.example:9000/base'],
    ['https://lockstep.example:443/~me/', 'https://lockstep.example/~me'],
    ['https://lockstep.example/%7Eme', 'https://lockstep.example/~me'],
    ['http://[::1]:9000', 'http://[::1]:9000'],
  ])('%s is %s', (text, server) => expect(parseServer(text)).toBe(server));

  it.each([
    '',
    'lockstep.example',
    'ftp://lockstep.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://me@lockstep.example',
    'https://:secret@lockstep.example',
    'https://lockstep.example/?a=1',
    'https://lockstep.example/?',
    'https://lockstep.example/#x',
    'https://lockstep.example/#',
    'https://lock step.example',
    'https://',
    `https://lockstep.example/${'a'.repeat(300)}`,
    `https://lockstep.example/${'é'.repeat(100)}`,
  ])('%s is refused', (text) => expect(parseServer(text)).toBeUndefined());
});

describe('links (INV-2)', () => {
  const server = 'https://lockstep.example:9000/~me';
  const pages = [
    '',
    '#',
    '#/watch?x=1&y=2',
    '#!&&=&',
    '#%20%zz~é',
    '##a#b',
    '#t=10&lockstepped=1&xlockstep=2',
    '#lock&step=',
  ].map((hash) => `https://videos.example/a?lockstep=no&b=1${hash}`);

  it.each(pages)('%s gets its own hash back, byte for byte', (page) => {
    for (const invite of [{ code }, { code, server }]) {
      const link = inviteLink(page, invite);
      const hash = link.slice(link.indexOf('#'));
      const own = page.includes('#') ? page.slice(page.indexOf('#')) : '';
      expect(link.slice(0, link.indexOf('#'))).toBe(page.split('#')[0]);
      expect(inviteFromFragment(hash)).toEqual({ invite: { ok: true, invite }, cleaned: own });
      expect(parsePasted(link)).toMatchObject({ ok: true, invite });
      expect(inviteLink(link, { code })).toBe(inviteLink(page, { code }));
    }
  });

  it('look as agreed', () => {
    expect(inviteLink('https://v.example/', { code })).toBe(`https://v.example/#lockstep=${code}`);
    expect(inviteLink('https://v.example/#/a?b', { code })).toBe(`https://v.example/#/a?b&lockstep=${code}`);
    expect(inviteText({ code, server: 'http://h:1' })).toBe(`${code}~http%3A%2F%2Fh%3A1`);
    expect(inviteText({ code, server: 'http://h/~me' })).toBe(`${code}~http%3A%2F%2Fh%2F%257Eme`);
  });

  it('are found beside what others have added', () => {
    expect(findInvite('#lockstep=A&utm=1')).toEqual({ fragment: 'A', cleaned: '#utm=1' });
    expect(findInvite('#a&lockstep=A&b&lockstep=B&c')).toEqual({ fragment: 'B', cleaned: '#a&b&c' });
    expect(withInvite('#a&lockstep=A', 'B')).toBe('#a&lockstep=B');
  });

  it.each([
    ['#:~:text=the%20end', '#lockstep=B'],
    ['#part:~:text=the', '#part&lockstep=B'],
    ['#part:~:text=the&lockstep=A', '#part&lockstep=B'],
  ])('a link to %s, of which browsers show pages nothing behind the mark, has it before that', (hash, link) => {
    expect(withInvite(hash, 'B')).toBe(link);
  });

  it.each([
    '',
    '#',
    '#a=1',
    '#lockstep',
    '#lockstep=',
    '#xlockstep=A',
    '#a/lockstep=A',
    `#lockstep=${'A'.repeat(FRAGMENT_MAX + 1)}`,
  ])('nothing is found in %.40s', (hash) => {
    expect(findInvite(hash)).toBeUndefined();
    expect(inviteFromFragment(hash)).toBeUndefined();
  });
});

describe('what stands behind the code (INV-5)', () => {
  const server = 'http://127.0.0.1:9000';
  const encoded = encodeURIComponent(server);
  const good = { ok: true, invite: { code } };
  const withServer = { ok: true, invite: { code, server } };

  it.each([
    [code, good],
    [code.toLowerCase().replaceAll('-', ' '), good],
    [`${code}~peerjs`, good],
    [`${code} ~ PeerJS`, good],
    [`${code}~`, good],
    [`${code}~peerjs~`, good],
    [`${code}~${server}`, withServer],
    [`${code}~${server}/~me`, { ok: true, invite: { code, server: `${server}/~me` } }],
    [`${code}~${encoded}`, withServer],
    [`${code}%7E${encoded}`, withServer],
    [`${code}~peerjs~${server}/`, withServer],
    // What a later version may add is skipped.
    [`${code}~carrier-pigeon~peerjs`, good],
    [`${code}~carrier-pigeon~${encoded}~smoke:7`, withServer],
    [`${code}~javascript:alert(1)~${encoded}`, withServer],
  ])('%s', (text, expected) => expect(parseInviteText(text)).toEqual(expected));

  it.each([
    [`${code}~carrier-pigeon`, 'version-ours-old'],
    [`${code}~javascript:alert(1)`, 'version-ours-old'],
    [`${code}~%zz`, 'version-ours-old'],
    [`${code}~https%3A%zz`, 'code-malformed'],
    [`${code}~https://me@lockstep.example`, 'code-malformed'],
    [`${code}~${server}~${server}#`, 'code-malformed'],
    [`U${code.slice(1)}~carrier-pigeon`, 'code-typo'],
    ['', 'code-malformed'],
    ['x'.repeat(1e6), 'code-malformed'],
  ])('%.60s is refused in words', (text, problem) => expect(parseInviteText(text)).toEqual({ ok: false, problem }));
});
