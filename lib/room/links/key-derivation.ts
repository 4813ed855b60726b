import { type Bytes, concat, toHex, utf8 } from './bytes';
import type { RoomSecrets } from './link';

/**
 * Everything a room needs, from its code (SPEC SEC-2). Salt, rounds and labels are part of the protocol: a
 * change of any is another protocol, whose members never meet.
 */

const SALT = 'lockstep/2';
const TICKET_SALT = 'lockstep/ticket/1';
/** OWASP's figure for PBKDF2-HMAC-SHA-256 (2023); 100–190 ms in browsers. The code has 75 random bits already. */
const ROUNDS = 600_000;
/** A host is met at the id of its epoch's slot, so that who follows it does not wait for the id of one that has died. */
const SLOTS = [0, 1, 2, 3] as const;

/** What `RoomSecrets.keys` holds when Web Crypto is used. */
export interface RoomKeys {
  /** Seals hellos, in both directions. */
  readonly hello: CryptoKey;
  /** 32 bytes; goes into every session's keys, so that they need the room code even if ECDH should fall. */
  readonly master: Bytes;
}

/** HKDF-SHA-256, RFC 5869. */
export async function hkdf(secret: Bytes, salt: Bytes, label: string, byteLength: number): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const params = { name: 'HKDF', hash: 'SHA-256', salt, info: utf8(label) };
  return new Uint8Array(await crypto.subtle.deriveBits(params, key, byteLength * 8));
}

export const aesKey = (bytes: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);

/** @param code canonical, dashes and all */
export async function deriveSecrets(code: string): Promise<RoomSecrets> {
  const password = await crypto.subtle.importKey('raw', utf8(code), 'PBKDF2', false, ['deriveBits']);
  const params = { name: 'PBKDF2', hash: 'SHA-256', salt: utf8(SALT), iterations: ROUNDS };
  const master = new Uint8Array(await crypto.subtle.deriveBits(params, password, 256));
  return secretsOf(
    master,
    SLOTS.map((slot) => `rendezvous/${slot}`),
  );
}

/**
 * What a host is found and spoken to by under a join ticket (SPEC TK-1): of the ticket alone, under a salt of its own, so
 * that nothing of it fits a room. Its host stays in one place, whatever its term is.
 *
 * @param secret 16 random bytes, so that it needs no stretching
 */
export async function deriveTicketSecrets(secret: Bytes): Promise<RoomSecrets> {
  const master = await hkdf(secret, utf8(TICKET_SALT), 'master', 32);
  return secretsOf(
    master,
    SLOTS.map(() => 'rendezvous'),
  );
}

/** @param places a label for the id of each slot */
async function secretsOf(master: Bytes, places: readonly string[]): Promise<RoomSecrets> {
  const none = new Uint8Array();
  const [rendezvous, token, door, hello] = await Promise.all([
    Promise.all(places.map((place) => hkdf(master, none, place, 16))),
    hkdf(master, none, 'token', 16),
    hkdf(master, none, 'door', 16),
    hkdf(master, none, 'hello', 32),
  ]);
  const keys: RoomKeys = { hello: await aesKey(hello), master };
  return { rendezvousIds: rendezvous.map(toHex), token: toHex(token), door: toHex(door), keys };
}

/** The two keys of a session, each for one direction; fresh for every meeting, as both nonces and ECDH are. */
export async function sessionKeys(
  ecdh: Bytes,
  master: Bytes,
  nonces: { readonly guest: Bytes; readonly host: Bytes },
  run: string,
  epoch: number,
): Promise<{ readonly toHost: CryptoKey; readonly toGuest: CryptoKey }> {
  const secret = concat(ecdh, master);
  const salt = concat(nonces.guest, nonces.host);
  const [toHost, toGuest] = await Promise.all([
    hkdf(secret, salt, `session/to-host/${run}/${epoch}`, 32),
    hkdf(secret, salt, `session/to-guest/${run}/${epoch}`, 32),
  ]);
  return { toHost: await aesKey(toHost), toGuest: await aesKey(toGuest) };
}
