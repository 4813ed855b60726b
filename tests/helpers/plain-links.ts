import { concat, utf8 } from '../../lib/room/links/bytes';
import type { Session } from '../../lib/room/links/crypto-suite';
import type { Identity, RoomSecrets, Sealing } from '../../lib/room/links/link';
import { linksWith } from '../../lib/room/links/links-with';
import { readSession, SIGNATURE_BYTES, sessionHeader } from '../../lib/room/links/wire-frames';

/** Numbered as a sealed one is, so that what comes twice is dropped here too. */
function plainSession(): Session {
  let sent = 0;
  let received = 0;
  return {
    seal: (body) => concat(sessionHeader(++sent), body),
    open(frame) {
      const read = readSession(frame);
      if (!read || read.counter <= received) return undefined;
      received = read.counter;
      return read.sealed;
    },
  };
}

/** FNV-1a, 32 bits, http://www.isthe.com/chongo/tech/comp/fnv/: enough to tell who has signed in a simulation. */
function checksum(secret: string, message: Uint8Array): Uint8Array<ArrayBuffer> {
  let hash = 0x811c9dc5;
  const add = (byte: number) => {
    hash = Math.imul(hash ^ byte, 0x01000193);
  };
  for (let at = 0; at < secret.length; at++) add(secret.charCodeAt(at));
  for (const byte of message) add(byte);
  const signature = new Uint8Array(SIGNATURE_BYTES);
  new DataView(signature.buffer).setInt32(0, hash);
  return signature;
}

/**
 * Links without cryptography, for the simulator: the same hellos, messages, bounds and ends. Only whoever holds a key's
 * secret can sign with it, so that members can be simulated that lie. The same calls give the same bytes, and once the
 * hello is over nothing is put off to a later turn.
 */
export function plainLinks(): Sealing {
  let made = 0;
  /** By key; what only its holder would know. */
  const secretOf = new Map<string, string>();
  const marker = (secrets: RoomSecrets) => utf8(`${secrets.token}|`);
  const identity = (secret: string): Identity => {
    const key = `key${secret}`;
    secretOf.set(key, secret);
    return { key, exported: secret };
  };

  const secretsOf = (of: string, place: (slot: number) => string): RoomSecrets => ({
    rendezvousIds: [0, 1, 2, 3].map(place),
    token: `token-${of}`,
    door: `door-${of}`,
    keys: of,
  });

  return linksWith({
    createIdentity: async () => identity(`${++made}`),
    async importIdentity(exported) {
      if (typeof exported !== 'string') throw new TypeError('not an identity');
      return identity(exported);
    },
    derive: async (code) => secretsOf(code, (slot) => `plain-${code}-${slot}`),
    deriveTicket: async (secret) => secretsOf(secret, () => `ticket-${secret}`),
    random: (byteLength) => new Uint8Array(byteLength).fill(++made & 255),
    sealHello: (secrets, type, _, plain) => concat([type], marker(secrets), plain),
    openHello(secrets, type, _, frame) {
      const start = concat([type], marker(secrets));
      return start.every((byte, at) => frame[at] === byte) ? frame.slice(start.length) : undefined;
    },
    sealAir: (secrets, bound, plain) => concat(marker(secrets), bound, plain),
    openAir(secrets, bound, sealed) {
      const start = concat(marker(secrets), bound);
      return start.every((byte, at) => sealed[at] === byte) ? sealed.slice(start.length) : undefined;
    },
    ephemeral: () => ({ publicKey: 'plain', session: plainSession }),
    sign: ({ exported }, message) => checksum(String(exported), message),
    verify(key, signature, message) {
      const secret = secretOf.get(key);
      return secret !== undefined && checksum(secret, message).every((byte, at) => byte === signature[at]);
    },
  });
}
