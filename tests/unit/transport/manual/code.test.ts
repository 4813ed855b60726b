import { describe, expect, it } from 'vitest';
import { bitWriter, crc16, toDigits } from '../../../../lib/transport/manual/bits';
import {
  type AnswerKeys,
  CODE_VERSION,
  CodeError,
  type CodeProblem,
  readAnswer,
  readOffer,
  writeAnswer,
  writeOffer,
} from '../../../../lib/transport/manual/code';
import { fromSdp } from '../../../../lib/transport/manual/description';
import { seeded } from '../../../helpers/virtual-random';
import { anyDescription, CHROMIUM_SDP, FIREFOX_SDP } from './samples';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const random = seeded(1).next;
const bytes = (length: number) => Uint8Array.from({ length }, () => random() * 256);
const room = Uint8Array.from({ length: 15 }, (_, i) => (i * 7) % 32);
const keys: AnswerKeys = { key: bytes(32), tag: bytes(4) };
const description = fromSdp(CHROMIUM_SDP);
const offer = writeOffer({ counter: 7, room, description });
const answer = await writeAnswer({ counter: 7, description }, keys);
const isOpen = (counter: number) => counter === 7;

const problemOfOffer = (text: string): CodeProblem | undefined => {
  try {
    readOffer(text);
    return undefined;
  } catch (error) {
    if (error instanceof CodeError) return error.problem;
    throw error;
  }
};
const problemOfAnswer = (text: string, with_ = keys): Promise<CodeProblem | undefined> =>
  readAnswer(text, with_, isOpen).then(
    () => undefined,
    (error) => {
      if (error instanceof CodeError) return error.problem;
      throw error;
    },
  );
/** A code with any head and a checksum that is right. */
const headed = (version: number, kind: number) => {
  const body = bitWriter().write(version, 4).write(kind, 4).writeBytes(new Uint8Array(80)).bytes();
  const crc = crc16(body);
  return toDigits(Uint8Array.from([...body, crc >> 8, crc & 255]));
};

describe('codes by hand (TR-20)', () => {
  it('are short enough to be one small QR code', () => {
    expect([offer.length, answer.length]).toEqual([127, 151]);
    const firefox = fromSdp(FIREFOX_SDP);
    expect(writeOffer({ counter: 7, room, description: firefox }).length).toBe(139);
    const oneAddress = { ...description, candidates: description.candidates.slice(0, 1) };
    expect(writeOffer({ counter: 7, room, description: oneAddress }).length).toBe(102);
  });

  it('are base64url alone, which messengers leave whole', () => {
    for (const code of [offer, answer]) expect(code).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it('come out as they went in, whatever the description', async () => {
    const chance = seeded(3).next;
    for (let round = 0; round < 500; round++) {
      const any = { counter: Math.floor(chance() * 65_536), description: anyDescription(chance) };
      expect(readOffer(writeOffer({ ...any, room }))).toEqual({ ...any, room });
      expect(await readAnswer(await writeAnswer(any, keys), keys, () => true)).toEqual(any);
    }
  });

  it('are read out of quotes, broken lines and marks that cannot be seen', async () => {
    const dressed = (code: string) =>
      ` “${code.slice(0, 40)}\r\n\t${code.slice(40, 80)}\u200b\u00ad${code.slice(80)}”\n`;
    expect(problemOfOffer(dressed(offer))).toBeUndefined();
    expect(await problemOfAnswer(dressed(answer))).toBeUndefined();
  });
});

describe('a wrong code is named (TR-21)', () => {
  it('every single wrong character, and every swap of two neighbours', async () => {
    for (const [code, problemOf] of [
      [offer, async (text: string) => problemOfOffer(text)],
      [answer, problemOfAnswer],
    ] as const) {
      for (let at = 0; at < code.length; at++) {
        for (const wrong of DIGITS) {
          if (wrong === code[at]) continue;
          expect(await problemOf(code.slice(0, at) + wrong + code.slice(at + 1))).toBe('mistyped');
        }
        const [one = '', two = ''] = code.slice(at, at + 2);
        if (two === '' || one === two) continue;
        expect(await problemOf(code.slice(0, at) + two + one + code.slice(at + 2))).toBe('mistyped');
      }
    }
  });

  it('one with a piece missing or doubled', () => {
    for (let at = 0; at < offer.length; at++) {
      expect(problemOfOffer(offer.slice(0, at) + offer.slice(at + 1))).toBe('mistyped');
      expect(problemOfOffer(offer.slice(0, at + 1) + offer.slice(at))).toBe('mistyped');
    }
  });

  it.each([
    ['nothing', ''],
    ['a word', 'hello'],
    ['an invite', 'https://video.example/watch?v=dQw4w9WgXcQ&t=43#lockstep=K7QX-2M9P-4TRB-8WZC'],
    ['a whole page of text', 'a'.repeat(100_000)],
    ['as many digits as one may have, and one more', 'A'.repeat(451)],
    ['a session description', CHROMIUM_SDP],
  ])('%s is no code', async (_, text) => {
    expect(problemOfOffer(text)).toBe('not-a-code');
    expect(await problemOfAnswer(text)).toBe('not-a-code');
  });

  it('one’s own code, pasted back', async () => {
    expect(problemOfOffer(answer)).toBe('own-code');
    expect(await problemOfAnswer(offer)).toBe('own-code');
  });

  it('one of a newer or an older release', async () => {
    expect(problemOfOffer(headed(CODE_VERSION + 1, 0))).toBe('version-ours-old');
    expect(await problemOfAnswer(headed(CODE_VERSION - 1, 1))).toBe('version-theirs-old');
  });

  it('one of another room, also where the tags are the same by chance', async () => {
    expect(await problemOfAnswer(answer, { ...keys, tag: bytes(4) })).toBe('other-room');
    expect(await problemOfAnswer(answer, { ...keys, key: bytes(32) })).toBe('other-room');
  });

  it('one for an earlier offer', async () => {
    expect(await problemOfAnswer(await writeAnswer({ counter: 6, description }, keys))).toBe('stale');
  });

  it('an answer whose head was changed along with its checksum', async () => {
    const forged = bitWriter();
    const [head, sealed] = [answer.slice(0, 24), answer.slice(24)];
    const whole = Uint8Array.from(atob(`${head}${sealed}`.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    ).slice(0, -2);
    whole[2] = (whole[2] ?? 0) ^ 1;
    forged.writeBytes(whole).write(crc16(whole), 16);
    const text = toDigits(forged.bytes());
    await expect(readAnswer(text, keys, () => true)).rejects.toMatchObject({ problem: 'other-room' });
  });

  it('what is sealed with the right key and yet no description', async () => {
    const random = seeded(5).next;
    for (let round = 0; round < 300; round++) {
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      const head = bitWriter().write(CODE_VERSION, 4).write(1, 4).write(7, 16).writeBytes(keys.tag).writeBytes(nonce);
      const aes = await crypto.subtle.importKey('raw', keys.key, 'AES-GCM', false, ['encrypt']);
      const body = Uint8Array.from({ length: random() * 54 }, () => random() * 256);
      const cipher = { name: 'AES-GCM', iv: nonce, additionalData: head.bytes(), tagLength: 96 };
      head.writeBytes(new Uint8Array(await crypto.subtle.encrypt(cipher, aes, body)));
      const whole = head.bytes();
      const text = toDigits(bitWriter().writeBytes(whole).write(crc16(whole), 16).bytes());
      expect(await problemOfAnswer(text)).toBe('mistyped');
    }
  });

  it('throws nothing else, whatever it is given', async () => {
    const chance = seeded(11).next;
    const any = (list: string) => list[Math.floor(chance() * list.length)] ?? '';
    for (let round = 0; round < 4_000; round++) {
      const length = Math.floor(chance() * 500);
      const text = Array.from({ length }, () => any(round % 3 ? DIGITS : `${DIGITS} \n"\u200b💥é=+/`)).join('');
      expect(problemOfOffer(text)).toBeDefined();
      if (round % 20 === 0) expect(await problemOfAnswer(text)).toBeDefined();
    }
    // With a right head and checksum, so that the fields themselves are met.
    for (let round = 0; round < 6_000; round++) {
      const body = Uint8Array.from({ length: 30 + chance() * 300 }, () => chance() * 256);
      body[0] = (CODE_VERSION << 4) | (round % 2);
      const crc = crc16(body);
      const text = toDigits(Uint8Array.from([...body, crc >> 8, crc & 255]));
      if (round % 2 === 0) problemOfOffer(text);
      else expect(await problemOfAnswer(text)).toBeDefined();
    }
  });
});
