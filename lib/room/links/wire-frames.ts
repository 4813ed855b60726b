import {
  encodeMessage,
  type GuestMessage,
  type HostMessage,
  MESSAGE_MAX_BYTES,
  type SignedMessage,
} from '../../core/wire/protocol';
import { type Bytes, concat } from './bytes';

/**
 * Bytes on the wire (SPEC SEC-5); binary, since a guest's whole traffic is to stay under 400 bytes a second.
 *
 *     hello    type(1) random nonce(12) sealed JSON
 *     session  type(1) counter(4, big-endian) sealed body
 *     body     0 JSON  |  1 signature(64) JSON
 *
 * The hello's layout and its first field, `v`, stay as they are in every version: refusals depend on it.
 */
export const FRAME = { guestHello: 1, hostHello: 2, session: 3 } as const;
export type HelloType = typeof FRAME.guestHello | typeof FRAME.hostHello;

const BODY = { plain: 0, signed: 1 } as const;
const COUNTER_BYTES = 4;
export const HEADER_BYTES = 1 + COUNTER_BYTES;
/** Of a session's direction; at the highest allowed rate it lasts for years. */
export const COUNTER_MAX = 0xffff_ffff;
export const SIGNATURE_BYTES = 64;
const TAG_BYTES = 16;
/** The longest frame that is looked at: a message of the greatest length, signed and sealed. */
export const FRAME_MAX_BYTES = HEADER_BYTES + 1 + SIGNATURE_BYTES + MESSAGE_MAX_BYTES + TAG_BYTES;

/** Also what is authenticated along with a session's body. */
export function sessionHeader(counter: number): Bytes {
  const header = new Uint8Array(HEADER_BYTES);
  header[0] = FRAME.session;
  new DataView(header.buffer).setUint32(1, counter);
  return header;
}

/** @returns undefined when it is no session frame */
export function readSession(frame: Bytes): { readonly counter: number; readonly sealed: Bytes } | undefined {
  if (frame[0] !== FRAME.session || frame.length <= HEADER_BYTES) return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset);
  return { counter: view.getUint32(1), sealed: frame.subarray(HEADER_BYTES) };
}

export const plainBody = (message: GuestMessage | HostMessage): Bytes => concat([BODY.plain], encodeMessage(message));

export const signedBody = (signature: Bytes, json: Bytes): Bytes => concat([BODY.signed], signature, json);

export type Body = { readonly json: Bytes; readonly signature?: Bytes };

/** @returns undefined when it is neither kind of body */
export function readBody(body: Bytes): Body | undefined {
  if (body[0] === BODY.plain) return { json: body.subarray(1) };
  if (body[0] !== BODY.signed || body.length <= 1 + SIGNATURE_BYTES) return undefined;
  return { signature: body.slice(1, 1 + SIGNATURE_BYTES), json: body.subarray(1 + SIGNATURE_BYTES) };
}

const SIGNED: ReadonlySet<string> = new Set<SignedMessage['kind']>(['playback', 'roster', 'media', 'handover']);
export const isSigned = (message: HostMessage | SignedMessage): message is SignedMessage => SIGNED.has(message.kind);

/** Words of a newer version are not heard, nor is what does not parse: nobody is parted from for it (SPEC PR-6). */
export const heardOf = <T extends object>(parsed: T | 'unknown' | 'malformed'): T | 'nothing' =>
  typeof parsed === 'string' ? 'nothing' : parsed;
