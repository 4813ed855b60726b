import type { Bytes } from './bytes';
import type { MaybeLater } from './in-order';
import type { Identity, RoomSecrets, Sealing } from './link';
import type { HelloType } from './wire-frames';

/** Which end of a conversation one is: each direction has a key of its own, so nothing can be sent back. */
export type End = 'host' | 'guest';

/** A conversation's seal. Not to be called again before it has answered: frames are numbered. */
export interface Session {
  /** Numbers and seals a body. Throws when the numbers are used up. */
  seal(body: Bytes): MaybeLater<Bytes>;
  /** @returns undefined for what is forged, replayed, or of another conversation or direction; never throws */
  open(frame: Bytes): MaybeLater<Bytes | undefined>;
}

/** What both ends bring into a session, besides the secret that only they share. */
export interface Meeting {
  readonly nonces: { readonly guest: Bytes; readonly host: Bytes };
  readonly run: string;
  readonly epoch: number;
}

/** A key for one meeting, thrown away after it (forward secrecy). */
export interface Ephemeral {
  /** base64url, 65 bytes. */
  readonly publicKey: string;
  /** @returns undefined when `theirs` is no key */
  session(end: End, theirs: string, secrets: RoomSecrets, meeting: Meeting): MaybeLater<Session | undefined>;
}

/**
 * What links need of cryptography, and nothing of what they mean by it. `sealed-links` uses Web Crypto;
 * `plain-links`, for the simulator, nothing.
 */
export interface Suite extends Pick<Sealing, 'createIdentity' | 'importIdentity' | 'derive' | 'deriveTicket'> {
  random(byteLength: number): Bytes;
  /** `bound`: what the hello answers; it opens only together with that. */
  sealHello(secrets: RoomSecrets, type: HelloType, bound: Bytes, plain: Bytes): MaybeLater<Bytes>;
  /** @returns undefined for anything not sealed with this room's key, for this type and `bound`; never throws */
  openHello(secrets: RoomSecrets, type: HelloType, bound: Bytes, frame: Bytes): MaybeLater<Bytes | undefined>;
  ephemeral(): MaybeLater<Ephemeral>;
  /** With the room's key for `bound`, which opens nothing else: what is said on the air in one term of a run. */
  sealAir(secrets: RoomSecrets, bound: Bytes, plain: Bytes): MaybeLater<Bytes>;
  /** @returns undefined for anything that was not sealed so; never throws */
  openAir(secrets: RoomSecrets, bound: Bytes, sealed: Bytes): MaybeLater<Bytes | undefined>;
  /** 64 bytes. */
  sign(identity: Identity, message: Bytes): MaybeLater<Bytes>;
  /** `key`: base64url, 65 bytes. False also for what is no key; never throws. */
  verify(key: string, signature: Bytes, message: Bytes): MaybeLater<boolean>;
}
