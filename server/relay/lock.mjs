// @ts-check
/**
 * Who may do what on which topic. A room's name is a hash; whoever presents what was hashed is its host. The relay
 * keeps no account and no list of rooms: it compares, so any number of relays decide alike.
 *
 * | topic | who publishes | who reads |
 * |---|---|---|
 * | `ls1/<room>/d` | the host | everybody who knows the room's name |
 * | `ls1/<room>/u/<member>` | the client whose id is `<member>` | the host, as `ls1/<room>/u/+` |
 * | `ls1/<room>/p/<member>` | that client, as its will | the host, as `ls1/<room>/p/+` |
 */
import { createHash } from 'node:crypto';
import { toBase32 } from './base32.mjs';

/** 130 of SHA-256's 256 bits. */
const ROOM_CHARACTERS = 26;
const ROOM = new RegExp(`^[a-z2-7]{${ROOM_CHARACTERS}}$`);
/** 22 characters of base64url are 128 random bits; nobody guesses an id, so nobody speaks for another. */
const MEMBER = /^[A-Za-z0-9_-]{22,64}$/;
/** At least 128 bits, as text. */
const SECRET = /^[A-Za-z0-9_-]{22,128}$/;
/** A host's own room and the place where friends find its name; one connection may hold both. */
const MAX_SECRETS = 2;

/** @typedef {{ room: string, kind: 'd' } | { room: string, kind: 'u' | 'p', member: string }} Topic */
/** @typedef {{ member: string, hostOf: ReadonlySet<string> }} Rights */

/**
 * The room of which a secret makes its holder the host: base32(SHA-256(secret))[:26], in small letters.
 *
 * @param {string} secret hashed as its UTF-8 bytes
 */
export const roomOf = (secret) => toBase32(createHash('sha256').update(secret).digest()).slice(0, ROOM_CHARACTERS);

/** @param {unknown} value @returns {value is string} */
export const isRoom = (value) => typeof value === 'string' && ROOM.test(value);
/** @param {unknown} value @returns {value is string} */
export const isMember = (value) => typeof value === 'string' && MEMBER.test(value);
/** @param {unknown} value @returns {value is string} */
export const isSecret = (value) => typeof value === 'string' && SECRET.test(value);

/**
 * The rooms that a password opens: one secret, or two with a dot between them.
 *
 * @param {Uint8Array | string | undefined} password
 * @returns {ReadonlySet<string> | undefined} undefined: a password that holds anything else
 */
export function roomsOf(password) {
  if (password === undefined) return new Set();
  const text = typeof password === 'string' ? password : Buffer.from(password).toString('latin1');
  const secrets = text.split('.', MAX_SECRETS + 1);
  if (secrets.length > MAX_SECRETS || !secrets.every(isSecret)) return undefined;
  return new Set(secrets.map(roomOf));
}

/** @param {string} text a topic's name, or a filter whose last level is `+` @returns {Topic | undefined} */
export function parseTopic(text) {
  const [prefix, room = '', kind, member, ...rest] = text.split('/', 5);
  if (prefix !== 'ls1' || !ROOM.test(room) || rest.length > 0) return undefined;
  if (kind === 'd' && member === undefined) return { room, kind };
  if ((kind === 'u' || kind === 'p') && member !== undefined && (member === '+' || MEMBER.test(member)))
    return { room, kind, member };
  return undefined;
}

/** @param {Rights} rights @param {Topic} topic */
export function mayPublish({ member, hostOf }, topic) {
  return topic.kind === 'd' ? hostOf.has(topic.room) : topic.member === member;
}

/** @param {Rights} rights @param {Topic} filter */
export function mayRead({ hostOf }, filter) {
  return filter.kind === 'd' || (filter.member === '+' && hostOf.has(filter.room));
}
