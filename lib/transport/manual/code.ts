import { BitError, type BitReader, bitReader, bitWriter, crc16, fromDigits, toDigits } from './bits';
import { type Description, readDescription, writeDescription } from './description';

/**
 * What two people carry to each other where nothing introduces them (SPEC TR-20…): an offer from the host, an answer
 * from the guest. About 110 characters of base64url. Everything of a pasted code is hostile until it is read here.
 *
 * offer:  version 4 · kind 4 · counter 16 · room code 75 · description · CRC 16
 * answer: version 4 · kind 4 · counter 16 · room tag 32 · nonce 96 · sealed description · CRC 16
 *
 * The checksum stays where it is in every version, so that a typo is never taken for another version.
 */

/** Raised whenever an older release could misread a newer code. */
export const CODE_VERSION = 1;
const KINDS = ['offer', 'answer'] as const;
/** With eight IPv6 candidates and the longest credentials an answer has 414. */
const CODE_CHARS = { min: 40, max: 450 } as const;
/** So many characters that are no digits may be slips of a finger; more of them are another kind of text. */
const SLIPS_MAX = 3;
const CRC_BYTES = 2;
const ROOM_SYMBOLS = 15;
export const TAG_BYTES = 4;
const NONCE_BYTES = 12;
/** NIST SP 800-38D's shortest for general use: five characters fewer to carry. */
const SEAL_BITS = 96;
/** Bytes before the sealed part: they are authenticated with it. */
const ANSWER_HEAD_BYTES = 1 + 2 + TAG_BYTES + NONCE_BYTES;

/** Why a pasted code is of no use here. */
export type CodeProblem =
  /** Not one of ours, however it is read: too long, or of other characters. */
  | 'not-a-code'
  /** A character is wrong or missing. */
  | 'mistyped'
  | 'version-ours-old'
  | 'version-theirs-old'
  /** An offer where an answer is needed, or the other way round: one's own code, pasted back. */
  | 'own-code'
  | 'other-room'
  /** For an offer that is used up or not the last one made. */
  | 'stale';

export class CodeError extends Error {
  override readonly name = 'CodeError';
  constructor(readonly problem: CodeProblem) {
    super(problem);
  }
}

/** What the host gives to one guest. */
export interface Offer {
  /** 0 to 65,535; the answer names it. */
  readonly counter: number;
  /** The 15 random symbols of the room code, 0 to 31 each. */
  readonly room: Uint8Array;
  readonly description: Description;
}

/** What the guest gives back. */
export interface Answer {
  readonly counter: number;
  readonly description: Description;
}

/** What an answer is sealed with: derived from the room code, which the offer has brought. */
export interface AnswerKeys {
  /** 32 bytes, AES-GCM. */
  readonly key: Uint8Array<ArrayBuffer>;
  /** Tells an answer for this room from another's before anything is opened. */
  readonly tag: Uint8Array<ArrayBuffer>;
}

export function writeOffer({ counter, room, description }: Offer): string {
  const writer = bitWriter().write(CODE_VERSION, 4).write(KINDS.indexOf('offer'), 4).write(counter, 16);
  for (const symbol of room) writer.write(symbol, 5);
  writeDescription(writer, description);
  return checked(writer.bytes());
}

/** @throws CodeError */
export function readOffer(text: string): Offer {
  return orMistyped(() => {
    const reader = opened(text, 'offer');
    const counter = reader.read(16);
    const room = Uint8Array.from({ length: ROOM_SYMBOLS }, () => reader.read(5));
    return { counter, room, description: ended(reader) };
  });
}

export async function writeAnswer({ counter, description }: Answer, { key, tag }: AnswerKeys): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const head = bitWriter().write(CODE_VERSION, 4).write(KINDS.indexOf('answer'), 4).write(counter, 16);
  head.writeBytes(tag).writeBytes(nonce);
  const body = bitWriter();
  writeDescription(body, description);
  const sealed = await crypto.subtle.encrypt(cipher(nonce, head.bytes()), await aesKey(key), body.bytes());
  return checked(head.writeBytes(new Uint8Array(sealed)).bytes());
}

/**
 * @param isOpen whether an offer of that counter waits for an answer
 * @throws CodeError (as a rejection)
 */
export async function readAnswer(
  text: string,
  { key, tag }: AnswerKeys,
  isOpen: (counter: number) => boolean,
): Promise<Answer> {
  const { counter, nonce, head, sealed } = orMistyped(() => {
    const reader = opened(text, 'answer');
    const bytes = bytesOf(text);
    const named = { counter: reader.read(16), tag: reader.readBytes(TAG_BYTES), nonce: reader.readBytes(NONCE_BYTES) };
    if (named.tag.join() !== tag.join()) throw new CodeError('other-room');
    return { ...named, head: bytes.slice(0, ANSWER_HEAD_BYTES), sealed: bytes.slice(ANSWER_HEAD_BYTES) };
  });
  if (!isOpen(counter)) throw new CodeError('stale');
  const body = await aesKey(key)
    .then((aes) => crypto.subtle.decrypt(cipher(nonce, head), aes, sealed))
    .catch(() => {
      // Whole, and yet not sealed by who has the room code: made up, or for a room whose tag is the same by chance.
      throw new CodeError('other-room');
    });
  return orMistyped(() => ({ counter, description: ended(bitReader(new Uint8Array(body))) }));
}

const cipher = (iv: Uint8Array<ArrayBuffer>, additionalData: Uint8Array<ArrayBuffer>) => ({
  name: 'AES-GCM',
  iv,
  additionalData,
  tagLength: SEAL_BITS,
});
const aesKey = (key: Uint8Array<ArrayBuffer>) =>
  crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);

function checked(bytes: Uint8Array): string {
  const crc = crc16(bytes);
  return toDigits(Uint8Array.from([...bytes, crc >> 8, crc & 255]));
}

/** Without the checksum, which is right. Messengers break lines and wrap words in marks: those are left out. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > 2 * CODE_CHARS.max) throw new CodeError('not-a-code');
  const digits = text.replace(/[\s\p{Cf}"'`<>“”„«»]/gu, '');
  const slips = digits.replace(/[\w-]/g, '').length;
  if (digits.length < CODE_CHARS.min || digits.length > CODE_CHARS.max || slips > SLIPS_MAX) {
    throw new CodeError('not-a-code');
  }
  const whole = fromDigits(digits);
  const bytes = whole.slice(0, -CRC_BYTES);
  const [high = 0, low = 0] = whole.slice(-CRC_BYTES);
  if (bytes.length === 0 || crc16(bytes) !== ((high << 8) | low)) throw new CodeError('mistyped');
  return bytes;
}

/** After version and kind, which are ours and the right one. */
function opened(text: string, kind: (typeof KINDS)[number]): BitReader {
  const reader = bitReader(bytesOf(text));
  const version = reader.read(4);
  if (version !== CODE_VERSION) throw new CodeError(version > CODE_VERSION ? 'version-ours-old' : 'version-theirs-old');
  const found = KINDS[reader.read(4)];
  if (found !== kind) throw new CodeError(found ? 'own-code' : 'mistyped');
  return reader;
}

/** The description that is the rest of the code. */
function ended(reader: BitReader): Description {
  const description = readDescription(reader);
  if (!description) throw new BitError('no description');
  reader.end();
  return description;
}

function orMistyped<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BitError) throw new CodeError('mistyped');
    throw error;
  }
}
