// @ts-check
/**
 * What may pass through the signalling server. PeerJS trusts what its server forwards: an unknown
 * `serialization` or a null payload throws uncaught in the browser that receives it, so it is stopped here.
 */

/** Longest message in bytes. A description of one data channel is about 1 kB, with many candidates 4 kB. */
export const MAX_MESSAGE_BYTES = 16_384;
/** Messages a second for one peer. A guest that joins costs its host about ten. */
export const MESSAGES_PER_SECOND = 100;
/** What a host of sixty may have to say at once, when the whole room comes back after a cut. */
export const MESSAGE_BURST = 1000;

/** What goes from one peer to another; `HEARTBEAT` is for the server alone. */
const INTRODUCTIONS = new Set(['OFFER', 'ANSWER', 'CANDIDATE']);
const MAX_ID_CHARACTERS = 128;
const ID = new RegExp(`^[A-Za-z0-9_-]{1,${MAX_ID_CHARACTERS}}$`);

/** @typedef {import('./introductions.mjs').Introduction} Introduction */

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** @param {unknown} value @returns {value is string} */
export const isPeerId = (value) => typeof value === 'string' && ID.test(value);

/**
 * Reads a message from a peer. `ECHO` is an offer of no kind that a peer sends itself, to learn whether it is known here.
 * `EXPIRE` and `LEAVE` are the server's own words: PeerJS sends neither, and closes its connections when it hears them.
 *
 * @param {string} text one WebSocket message
 * @param {string} [from] the peer's id
 * @returns {Introduction | 'HEARTBEAT' | 'ECHO' | undefined} undefined: it may not be handled
 */
export function readMessage(text, from) {
  const message = parse(text);
  if (!isRecord(message)) return undefined;
  const { type, dst, payload } = message;
  if (type === 'HEARTBEAT') return 'HEARTBEAT';
  if (typeof type !== 'string' || !INTRODUCTIONS.has(type) || !isPeerId(dst)) return undefined;
  if (!isRecord(payload) || !isPeerId(payload.connectionId)) return undefined;
  if (type === 'OFFER' && payload.type === 'echo') return dst === from ? 'ECHO' : undefined;
  if (type === 'OFFER' && !(payload.type === 'data' && payload.serialization === 'raw')) return undefined;
  return /** @type {Introduction} */ (/** @type {unknown} */ (message));
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
