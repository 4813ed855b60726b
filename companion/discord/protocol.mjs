// @ts-check
/** Discord's local protocol: its frames, the people and the errors in them. */
import { isRecord } from '../frames.mjs';
import { oneLine } from '../text.mjs';

/** @typedef {import('../messages.mjs').AbsenceReason} AbsenceReason */

export const OPCODE = Object.freeze({ HANDSHAKE: 0, FRAME: 1, CLOSE: 2, PING: 3, PONG: 4 });
const HEADER_BYTES = 8;
/** Discord's own frames are of a few kB. */
export const MAX_FRAME_BYTES = 65_536;
/** The user that every arRPC introduces itself as. */
export const ARRPC_USER_ID = '1045800378228281345';

/** Discord's reasons to close with which it makes no sense to come back. */
const CLOSED_CLIENT_ID = 4000;

/** Why a connection could not be made, or ended. */
export class DiscordError extends Error {
  /** @override */
  name = 'DiscordError';

  /** @param {AbsenceReason} reason @param {string} words */
  constructor(reason, words) {
    super(words);
    this.reason = reason;
  }
}

/** Why a command was not carried out: Discord said so, did not answer in time, or is gone. */
export class CommandError extends Error {
  /** @override */
  name = 'CommandError';

  /** @param {'error' | 'silent' | 'gone'} reason @param {string} words */
  constructor(reason, words) {
    super(words);
    this.reason = reason;
  }
}

/**
 * One frame, whole: a client made with arRPC takes no frame that comes in two writes.
 *
 * @param {number} opcode
 * @param {Buffer | object} body
 */
export function encodeFrame(opcode, body) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const frame = Buffer.alloc(HEADER_BYTES + bytes.length);
  frame.writeInt32LE(opcode, 0);
  frame.writeInt32LE(bytes.length, 4);
  bytes.copy(frame, HEADER_BYTES);
  return frame;
}

/** @type {import('../frames.mjs').FrameFormat} */
export const DISCORD_FORMAT = {
  headerBytes: HEADER_BYTES,
  bodyBytes: (header) => header.readInt32LE(4),
  maxBytes: MAX_FRAME_BYTES,
};

/** A person as a request or READY names them. @param {unknown} user */
export function userOf(user) {
  const { id, global_name: display, username } = isRecord(user) ? user : {};
  const names = [display, username].flatMap((name) => (typeof name === 'string' ? oneLine(name, 64) || [] : []));
  return { id: typeof id === 'string' ? id : '', name: names[0] ?? '?' };
}

/** What Discord gives as its reason. @param {unknown} data of an ERROR or a CLOSE */
export function wordsOf(data) {
  const { message, code } = isRecord(data) ? data : {};
  const words = typeof message === 'string' ? oneLine(message, 256) : '';
  return words || `Discord gives no reason (code ${typeof code === 'number' ? code : 'none'}).`;
}

/** @param {unknown} data */
export function closeError(data) {
  if (isRecord(data) && data.code === CLOSED_CLIENT_ID) {
    return new DiscordError('client-id', `Discord does not know this application: ${wordsOf(data)}`);
  }
  return new DiscordError('refused', `Discord closed the connection: ${wordsOf(data)}`);
}

/** @param {NodeJS.ErrnoException} error */
export function socketError({ code, message }) {
  if (code === 'EACCES' || code === 'EPERM') return new DiscordError('denied', 'Discord’s socket may not be opened.');
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return new DiscordError('not-running', 'Discord is not running.');
  return new DiscordError('gone', `The connection to Discord broke: ${message}`);
}
