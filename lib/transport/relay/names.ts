type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Where a room is on a relay (SPEC TR-16). A room's name is a hash; who presents what was hashed as a password is its host,
 * so that a relay needs no accounts and no list of rooms.
 */

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const ROOM_CHARACTERS = 26;
const ROOM = /^[a-z2-7]{26}$/;

/** The room of which `secret` makes its holder the host. */
export async function roomOf(secret: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  return toBase32(new Uint8Array(bytes)).slice(0, ROOM_CHARACTERS);
}

export const isRoom = (value: unknown): value is string => typeof value === 'string' && ROOM.test(value);

/** RFC 4648, in small letters and without padding. */
function toBase32(bytes: Bytes): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32[(held >>> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32[(held << (5 - bits)) & 31] : text;
}

const ID = /^[0-9a-f]{32}$/;
export const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value);

/** 128 random bits: an end, a connection, a secret. Nobody guesses it, so nobody speaks for another. */
export const randomId = (): string => toHex(crypto.getRandomValues(new Uint8Array(16)));
export const toHex = (bytes: Bytes): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
/** @param text of hexadecimal digits, as many as there should be */
export const fromHex = (text: string): Bytes =>
  Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));

export const down = (room: string) => `ls1/${room}/d`;
export const up = (room: string, clientId: string) => `ls1/${room}/u/${clientId}`;
export const gone = (room: string, clientId: string) => `ls1/${room}/p/${clientId}`;
/** For its host, everybody's. */
export const EVERYBODY = '+';

/** @returns the last part of a topic that `up` or `gone` makes for that room; undefined for any other */
export function clientOf(topic: string, topicFor: (room: string, clientId: string) => string, room: string) {
  const clientId = topic.slice(topic.lastIndexOf('/') + 1);
  return topic === topicFor(room, clientId) ? clientId : undefined;
}
