// @ts-check
/**
 * What the extension and the companion say to each other over native messaging. Every message is a JSON object with the
 * protocol's version `v` and a `type`. Either side ignores fields that are not named here.
 *
 * The order: the extension opens the port and says `hello`; the companion answers `hello`, and from then on a `status`
 * whenever it changes. The extension pings every 20 s; 60 s without a ping end the companion. Closing the port ends it too.
 */
import { isRecord } from './frames.mjs';
import { match, parsePresence, record, ShapeError } from './presence.mjs';

/** Version of this protocol. A change that an older side would misread gets a new number. */
export const PROTOCOL = 1;

/** Longest message from the extension in bytes. A presence with everything at its bound needs less. */
export const MAX_MESSAGE_BYTES = 4_096;

/**
 * From the extension:
 *
 * - `hello`: the first message; `clientId` is the id of the Discord application. The companion then looks for Discord.
 * - `ping`: the extension is still there.
 * - `presence`: show this party. Of several within 15 s the last one is shown.
 * - `clear`: show nothing, at once.
 * - `answer`: let in, or do not let in, a person of whose wish a `request` told.
 *
 * @typedef {{ type: 'hello', clientId: string }
 *   | { type: 'ping' }
 *   | { type: 'presence', presence: import('./presence.mjs').Presence }
 *   | { type: 'clear' }
 *   | { type: 'answer', userId: string, letIn: boolean }} FromExtension
 */

/**
 * To the extension:
 *
 * - `hello`: the companion of this version is ready.
 * - `pong`: answers a `ping`.
 * - `status`: how it stands with Discord, see `DiscordStatus`.
 * - `request`: a person on Discord asks to join; `name` is one line of 1 to 64 characters, and nothing else is known of it.
 * - `answered`: Discord took the answer, or did not and why.
 * - `join`: Discord hands over a join ticket, since somebody let this person in. It may be anything printable.
 * - `refused`: a message was not carried out; `reason` is for the program, `words` are for a log.
 * - `bye`: the companion ends, and why.
 *
 * @typedef {{ type: 'hello', companion: string }
 *   | { type: 'pong' }
 *   | ({ type: 'status' } & DiscordStatus)
 *   | { type: 'request', userId: string, name: string }
 *   | { type: 'answered', userId: string, letIn: boolean, words?: string }
 *   | { type: 'join', secret: string }
 *   | { type: 'refused', reason: RefusalReason, words: string }
 *   | { type: 'bye', reason: ByeReason, words: string }} ToExtension
 */

/**
 * How it stands with Discord:
 *
 * - `searching`: it is being looked for.
 * - `connected`: the presence is shown, and requests to join arrive; `name` is who is logged in.
 * - `link-only`: the presence is shown, but nobody can ask to join: a client made with arRPC passes no requests on, or
 *   Discord refused to tell of them.
 * - `absent`: there is no Discord, and why; it is looked for again after `retryMs`, or not at all if that is missing.
 *
 * @typedef {{ discord: 'searching' }
 *   | { discord: 'connected', name: string }
 *   | { discord: 'link-only', name: string, why: 'arrpc' | 'not-allowed' }
 *   | { discord: 'absent', why: AbsenceReason, words: string, retryMs?: number }} DiscordStatus
 */

/**
 * Why there is no Discord:
 *
 * - `not-running`: no socket of it is there.
 * - `denied`: its socket is there and may not be opened: Discord runs with more rights, or in a sandbox.
 * - `other-user`: its socket belongs to another user of this machine.
 * - `client-id`: Discord does not know the application. It is not asked again.
 * - `refused`: Discord closed the connection with a reason of its own.
 * - `silent`: it did not answer in time.
 * - `garbled`: what it said was not its protocol.
 * - `gone`: it has quit.
 *
 * @typedef {'not-running' | 'denied' | 'other-user' | 'client-id' | 'refused' | 'silent' | 'garbled' | 'gone'} AbsenceReason
 */

/**
 * Why a message was not carried out:
 *
 * - `too-long`, `not-json`, `shape`: it is not one of the above.
 * - `version`: it speaks another version of this protocol.
 * - `order`: a `hello` has to come first, and comes once.
 * - `unknown-request`: the `answer` names nobody who asked.
 * - `presence`: Discord did not take the presence.
 *
 * @typedef {'too-long' | 'not-json' | 'shape' | 'version' | 'order' | 'unknown-request' | 'presence'} RefusalReason
 */

/**
 * Why the companion ends:
 *
 * - `busy`: another companion of this user runs, since another browser or profile shows its party.
 * - `lock`: whether another one runs cannot be found out.
 * - `superseded`: another companion took over, which happens when this one was asleep for long.
 * - `no-ping`: the extension fell silent.
 * - `too-long`: a frame claims a length with which the port cannot be read any further.
 *
 * @typedef {'busy' | 'lock' | 'superseded' | 'no-ping' | 'too-long'} ByeReason
 */

/** A user or an application of Discord. */
const SNOWFLAKE = /^[1-9][0-9]{14,19}$/;

/**
 * @param {unknown} value parsed JSON; undefined when it was none
 * @returns {{ message: FromExtension } | { reason: RefusalReason, words: string }}
 */
export function parseMessage(value) {
  if (value === undefined) return { reason: 'not-json', words: 'The message is no JSON.' };
  if (!isRecord(value)) return { reason: 'shape', words: 'A message has to be an object.' };
  if (value.v !== PROTOCOL) {
    return {
      reason: 'version',
      words: `This companion speaks version ${PROTOCOL}: extension and companion have to match.`,
    };
  }
  try {
    return { message: parseBody(value) };
  } catch (error) {
    if (error instanceof ShapeError) return { reason: 'shape', words: `${error.message}.` };
    throw error;
  }
}

/** @param {Record<string, unknown>} value @returns {FromExtension} */
function parseBody(value) {
  switch (value.type) {
    case 'hello':
      return { type: 'hello', clientId: snowflake(value.clientId, 'clientId') };
    case 'ping':
      return { type: 'ping' };
    case 'presence':
      return { type: 'presence', presence: parsePresence(record(value.presence, 'presence')) };
    case 'clear':
      return { type: 'clear' };
    case 'answer':
      if (typeof value.letIn !== 'boolean') throw new ShapeError('letIn has to be true or false');
      return { type: 'answer', userId: snowflake(value.userId, 'userId'), letIn: value.letIn };
    default:
      throw new ShapeError('The type has to be hello, ping, presence, clear or answer');
  }
}

/** @param {unknown} value @param {string} field */
const snowflake = (value, field) => match(value, SNOWFLAKE, field, 'an id of Discord, 15 to 20 digits');

/** @param {unknown} value @returns {value is string} */
export const isSnowflake = (value) => typeof value === 'string' && SNOWFLAKE.test(value);

/** A join ticket as Discord may hand it over: anything printable of 1 to 128 characters. @param {unknown} value @returns {value is string} */
export const isSecret = (value) => typeof value === 'string' && /^[\x21-\x7e]{1,128}$/.test(value);
