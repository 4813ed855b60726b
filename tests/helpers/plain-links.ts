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

/**
 * Links without cryptography, for the simulator: the same hellos, messages, bounds and ends, and no secret. The
 * same calls give the same bytes, and once the hello is over nothing is put off to a later turn.
 */
export function plainLinks(): Sealing {
  let made = 0;
  const marker = (secrets: RoomSecrets) => utf8(`${secrets.token}|`);
  const identity = (key: string): Identity => ({ key, exported: key });

  return linksWith({
    createIdentity: async () => identity(`plain-${++made}`),
    async importIdentity(exported) {
      if (typeof exported !== 'string') throw new TypeError('not an identity');
      return identity(exported);
    },
    derive: async (code) => ({
      rendezvousId: `plain-${code}`,
      token: `token-${code}`,
      door: `door-${code}`,
      keys: code,
    }),
    random: (byteLength) => new Uint8Array(byteLength).fill(++made & 255),
    sealHello: (secrets, type, _, plain) => concat([type], marker(secrets), plain),
    openHello(secrets, type, _, frame) {
      const start = concat([type], marker(secrets));
      return start.every((byte, at) => frame[at] === byte) ? frame.slice(start.length) : undefined;
    },
    ephemeral: () => ({ publicKey: 'plain', session: plainSession }),
    sign: () => new Uint8Array(SIGNATURE_BYTES),
    verify: () => true,
  });
}
