import { type Bytes, concat } from './bytes';
import type { Session } from './crypto-suite';
import { COUNTER_MAX, readSession, sessionHeader } from './wire-frames';

/**
 * AES-GCM with the frame's number as nonce (SPEC SEC-5): a key is used in one direction of one meeting, so no
 * nonce ever comes twice, after a restart neither. The header is authenticated with the body.
 */
export function sessionCipher(sendKey: CryptoKey, receiveKey: CryptoKey): Session {
  let sent = 0;
  let received = 0;
  const params = (header: Bytes) => ({ name: 'AES-GCM', iv: nonce(header), additionalData: header });

  return {
    async seal(body) {
      if (sent >= COUNTER_MAX) throw new RangeError('a session has run out of numbers');
      const header = sessionHeader(++sent);
      return concat(header, new Uint8Array(await crypto.subtle.encrypt(params(header), sendKey, body)));
    },
    async open(frame) {
      const read = readSession(frame);
      if (!read || read.counter <= received) return undefined;
      try {
        const header = sessionHeader(read.counter);
        const body = await crypto.subtle.decrypt(params(header), receiveKey, read.sealed);
        // Only now: a forged number must not shut out those that are real.
        received = read.counter;
        return new Uint8Array(body);
      } catch {
        return undefined;
      }
    },
  };
}

/** 96 bits: zeros, then the counter. */
const nonce = (header: Bytes): Bytes => concat(new Uint8Array(8), header.subarray(1));
