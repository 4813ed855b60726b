import { roomSymbols } from '../../core/wire/invite';
import { TICKET_SECRET_BYTES } from '../../core/wire/ticket';
import { type Bytes, concat, fromBase64url, toBase64url, toHex } from './bytes';
import type { Ephemeral, Suite } from './crypto-suite';
import { createIdentity, importIdentity, sign, verify } from './identity';
import { aesKey, deriveSecrets, deriveTicketSecrets, hkdf, type RoomKeys, sessionKeys } from './key-derivation';
import type { RoomSecrets, Sealing } from './link';
import { linksWith } from './links-with';
import { sessionCipher } from './session-cipher';
import { manualSecrets, relaySecret, trysteroSecrets } from './way-secrets';
import type { HelloType } from './wire-frames';

const NONCE_BYTES = 12;
const POINT_BYTES = 65;
const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const;

const keysOf = (secrets: RoomSecrets) => secrets.keys as RoomKeys;
const random = (byteLength: number): Bytes => crypto.getRandomValues(new Uint8Array(byteLength));

/**
 * AES-GCM under the room's hello key, which every member has: random nonces, and the type of the frame and
 * what it answers are authenticated, so that a hello can be neither sent back nor used again.
 */
const helloParams = (type: HelloType, bound: Bytes, iv: Bytes) => ({
  name: 'AES-GCM',
  iv,
  additionalData: concat([type], bound),
});

async function ephemeral(): Promise<Ephemeral> {
  const pair = await crypto.subtle.generateKey(ECDH, false, ['deriveBits']);
  return {
    publicKey: toBase64url(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))),
    async session(end, theirs, secrets, { nonces, run, epoch }) {
      const point = fromBase64url(theirs, POINT_BYTES);
      if (!point) return undefined;
      try {
        // Refuses a point that is not on the curve.
        const publicKey = await crypto.subtle.importKey('raw', point, ECDH, false, []);
        const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: publicKey }, pair.privateKey, 256);
        const keys = await sessionKeys(new Uint8Array(shared), keysOf(secrets).master, nonces, run, epoch);
        return end === 'host' ? sessionCipher(keys.toGuest, keys.toHost) : sessionCipher(keys.toHost, keys.toGuest);
      } catch {
        return undefined;
      }
    },
  };
}

/** What a host is met with on the ways without a server of ours. A ticket is not carried by hand. */
async function withWays(secrets: RoomSecrets) {
  const { master } = keysOf(secrets);
  const [relay, trystero] = await Promise.all([relaySecret(master), trysteroSecrets(master)]);
  return { ...secrets, ways: { relay, trystero } };
}

const airParams = (bound: Bytes, iv: Bytes) => ({ name: 'AES-GCM', iv, additionalData: bound });

/** The last one, by the secrets that it is made of: a term of a host has one key. */
const airKeys = new WeakMap<object, { readonly label: string; readonly key: Promise<CryptoKey> }>();

function airKey(secrets: RoomSecrets, bound: Bytes): Promise<CryptoKey> {
  const keys = keysOf(secrets);
  const label = `air/${toHex(bound)}`;
  const known = airKeys.get(keys);
  if (known?.label === label) return known.key;
  const key = hkdf(keys.master, new Uint8Array(), label, 32).then(aesKey);
  airKeys.set(keys, { label, key });
  return key;
}

const suite: Suite = {
  createIdentity,
  importIdentity,
  async derive(code) {
    const secrets = await deriveSecrets(code);
    const [{ ways }, manual] = await Promise.all([withWays(secrets), manualSecrets(keysOf(secrets).master)]);
    return { ...secrets, ways: { ...ways, manual: { ...manual, room: roomSymbols(code) } } };
  },
  async deriveTicket(secret) {
    const bytes = fromBase64url(secret, TICKET_SECRET_BYTES);
    if (!bytes) throw new TypeError('not a ticket');
    return withWays(await deriveTicketSecrets(bytes));
  },
  random,
  async sealHello(secrets, type, bound, plain) {
    const iv = random(NONCE_BYTES);
    const sealed = await crypto.subtle.encrypt(helloParams(type, bound, iv), keysOf(secrets).hello, plain);
    return concat([type], iv, new Uint8Array(sealed));
  },
  async openHello(secrets, type, bound, frame) {
    if (frame[0] !== type) return undefined;
    const iv = frame.slice(1, 1 + NONCE_BYTES);
    try {
      const sealed = frame.subarray(1 + NONCE_BYTES);
      return new Uint8Array(await crypto.subtle.decrypt(helloParams(type, bound, iv), keysOf(secrets).hello, sealed));
    } catch {
      return undefined;
    }
  },
  ephemeral,
  async sealAir(secrets, bound, plain) {
    const iv = random(NONCE_BYTES);
    const sealed = await crypto.subtle.encrypt(airParams(bound, iv), await airKey(secrets, bound), plain);
    return concat(iv, new Uint8Array(sealed));
  },
  async openAir(secrets, bound, sealed) {
    try {
      const params = airParams(bound, sealed.slice(0, NONCE_BYTES));
      const key = await airKey(secrets, bound);
      return new Uint8Array(await crypto.subtle.decrypt(params, key, sealed.subarray(NONCE_BYTES)));
    } catch {
      return undefined;
    }
  },
  sign,
  verify,
};

/** Links sealed with Web Crypto (SPEC SEC-1…): what the extension uses. */
export const sealedLinks = (): Sealing => linksWith(suite);
