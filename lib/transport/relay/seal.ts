import { fromHex, isId, toHex } from './names';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Seals all that goes over a relay once more, below what members say to each other (SPEC TR-17): only who has the code can
 * say anything that is heard. On a public broker anybody may write to any topic, and a word that did not open would end the
 * conversation above.
 *
 *     version(1) sender(16) counter(4, big-endian) sealed words
 *
 * One key serves everybody. A nonce is half of the sender's id, which is random and its own, and the counter; the topic is
 * authenticated along, so that nothing can be said again elsewhere.
 */
const VERSION = 1;
const SENDER_BYTES = 16;
const HEADER_BYTES = 1 + SENDER_BYTES + 4;
const TAG_BYTES = 16;
const NONCE_SENDER_BYTES = 8;

export interface Keys {
  /** Presented as a password it opens the place where the host says which room is its own. */
  readonly rendezvous: string;
  readonly frames: CryptoKey;
}

export interface Frame {
  readonly sender: string;
  /** Rises with everything that its sender says. */
  readonly counter: number;
  readonly words: Bytes;
}

/** @param secret hexadecimal @param place what tells this meeting place from others of the same room */
export async function deriveKeys(secret: string, place: string, door: string): Promise<Keys> {
  const key = await crypto.subtle.importKey('raw', fromHex(secret), 'HKDF', false, ['deriveBits', 'deriveKey']);
  const use = (label: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: new TextEncoder().encode(JSON.stringify(label === 'frames' ? [label, place, door] : [label, place])),
  });
  const [rendezvous, frames] = await Promise.all([
    crypto.subtle.deriveBits(use('rendezvous'), key, 128),
    crypto.subtle.deriveKey(use('frames'), key, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
  ]);
  return { rendezvous: toHex(new Uint8Array(rendezvous)), frames };
}

/** @returns a function that seals what one end says, each time for one topic */
export function sealer(key: CryptoKey, sender: string): (topic: string, words: Bytes) => Promise<Bytes> {
  const id = fromHex(sender);
  let counter = 0;
  return async (topic, words) => {
    const header = new Uint8Array(HEADER_BYTES);
    header[0] = VERSION;
    header.set(id, 1);
    new DataView(header.buffer).setUint32(1 + SENDER_BYTES, ++counter);
    const sealed = await crypto.subtle.encrypt(algorithm(header, topic), key, words);
    const frame = new Uint8Array(HEADER_BYTES + sealed.byteLength);
    frame.set(header);
    frame.set(new Uint8Array(sealed), HEADER_BYTES);
    return frame;
  };
}

/** @returns undefined for anything that nobody with the code has said there; never rejects */
export async function open(key: CryptoKey, topic: string, frame: Bytes): Promise<Frame | undefined> {
  if (frame[0] !== VERSION || frame.length < HEADER_BYTES + TAG_BYTES) return undefined;
  const header = frame.slice(0, HEADER_BYTES);
  const sender = toHex(header.slice(1, 1 + SENDER_BYTES));
  const counter = new DataView(header.buffer).getUint32(1 + SENDER_BYTES);
  if (!isId(sender)) return undefined;
  try {
    const words = await crypto.subtle.decrypt(algorithm(header, topic), key, frame.subarray(HEADER_BYTES));
    return { sender, counter, words: new Uint8Array(words) };
  } catch {
    return undefined;
  }
}

function algorithm(header: Bytes, topic: string) {
  const iv = new Uint8Array(NONCE_SENDER_BYTES + 4);
  iv.set(header.subarray(1, 1 + NONCE_SENDER_BYTES));
  iv.set(header.subarray(1 + SENDER_BYTES), NONCE_SENDER_BYTES);
  const name = new TextEncoder().encode(topic);
  const additionalData = new Uint8Array(header.length + name.length);
  additionalData.set(header);
  additionalData.set(name, header.length);
  return { name: 'AES-GCM', iv, additionalData };
}
