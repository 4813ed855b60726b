// @ts-check
/** NATS's text form of Ed25519 keys: base32 of a prefix, 32 bytes, and CRC-16. https://github.com/nats-io/nkeys */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { fromBase32, toBase32 } from './base32.mjs';

const ACCOUNT = 0;
const USER = 20 << 3;
const SEED = 18 << 3;
const KEY_BYTES = 32;
/** What stands before a raw Ed25519 seed in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** CRC-16/XMODEM. @param {Uint8Array} bytes */
export function crc16(bytes) {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

/** @param {Uint8Array} bytes */
function encode(bytes) {
  const crc = crc16(bytes);
  return toBase32(Buffer.concat([bytes, Buffer.from([crc & 255, crc >> 8])])).toUpperCase();
}

/** @param {string} text @returns {Buffer | undefined} without its checksum; undefined: mistyped */
function decode(text) {
  const bytes = /^[A-Z2-7]+$/.test(text) ? fromBase32(text) : undefined;
  if (!bytes || bytes.length < 3) return undefined;
  const body = bytes.subarray(0, -2);
  return bytes.readUInt16LE(bytes.length - 2) === crc16(body) ? body : undefined;
}

/** The text form of an account's public key, `A…`. @param {Uint8Array} key */
const accountText = (key) => encode(Buffer.concat([Buffer.from([ACCOUNT]), key]));

/** The text form of a user's public key, `U…`. @param {Uint8Array} key of 32 bytes */
export const userText = (key) => encode(Buffer.concat([Buffer.from([USER]), key]));

/** @param {string} text whether it is an account's public key */
export function isAccountKey(text) {
  const body = decode(text);
  return body?.length === 1 + KEY_BYTES && body[0] === ACCOUNT;
}

/**
 * Reads the seed of an account, or of a signing key of an account: `SA…`.
 *
 * @param {string} text
 * @returns {{ privateKey: import('node:crypto').KeyObject, publicText: string } | undefined} undefined: it is none
 */
export function readAccountSeed(text) {
  const body = decode(text);
  // Five bits of the second prefix stand in each of the first two bytes.
  const kind = body && (((body[0] ?? 0) & 7) << 5) | (body && (body[1] ?? 0) >> 3);
  if (body?.length !== 2 + KEY_BYTES || ((body[0] ?? 0) & 0xf8) !== SEED || kind !== ACCOUNT) return undefined;
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8, body.subarray(2)]),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, publicText: accountText(spki.subarray(-KEY_BYTES)) };
}
