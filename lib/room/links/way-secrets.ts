import { type Bytes, toHex } from './bytes';
import { hkdf } from './key-derivation';

/**
 * What the ways without a server of ours need, from the room's master secret (SPEC SEC-10). Each has labels of its own, so
 * that whoever runs one kind of server cannot look for the same room on another.
 */

/** Where Trystero's ends meet, and what they seal their descriptions with. */
export interface TrysteroSecrets {
  readonly room: string;
  readonly password: string;
}

/** What answers by hand are sealed with, and known by. */
export interface ManualSecrets {
  readonly key: Bytes;
  readonly tag: Bytes;
}

const NO_SALT = new Uint8Array();

/**
 * One for all places at which a host may be: everybody who knows the code is in one mesh, where hosts say which place is
 * theirs, and is announced once.
 *
 * @param master 32 bytes, as in `RoomKeys`
 */
export async function trysteroSecrets(master: Bytes): Promise<TrysteroSecrets> {
  const [room, password] = await Promise.all([
    hkdf(master, NO_SALT, 'trystero/room', 16),
    hkdf(master, NO_SALT, 'trystero/password', 32),
  ]);
  return { room: toHex(room), password: toHex(password) };
}

/** @param master 32 bytes, as in `RoomKeys` */
export async function manualSecrets(master: Bytes): Promise<ManualSecrets> {
  const [key, tag] = await Promise.all([
    hkdf(master, NO_SALT, 'manual/answer', 32),
    hkdf(master, NO_SALT, 'manual/tag', 4),
  ]);
  return { key, tag };
}

/**
 * What the host is found by on a relay, and what all that goes over it is sealed with once more. Names and keys are made of
 * it where it is used, for each place at which a host may be.
 *
 * @param master 32 bytes, as in `RoomKeys`
 */
export const relaySecret = async (master: Bytes): Promise<string> =>
  toHex(await hkdf(master, NO_SALT, 'relay/secret', 32));
