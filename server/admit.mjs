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

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** @param {unknown} value */
const isId = (value) => typeof value === 'string' && value.length > 0 && value.length <= MAX_ID_CHARACTERS;

/**
 * Whether a message from a peer may be handled.
 * `EXPIRE` is the server's own word. `LEAVE` needs an addressee: without one it frees the sender's id while its
 * socket lives on, and that socket's end would then remove whoever holds the id by then.
 *
 * @param {string} text one WebSocket message
 */
export function isAdmissible(text) {
  const message = parse(text);
  if (!isRecord(message)) return false;
  if (message.type === 'HEARTBEAT') return true;
  if (!isId(message.dst)) return false;
  if (message.type === 'LEAVE') return true;
  if (typeof message.type !== 'string' || !INTRODUCTIONS.has(message.type)) return false;
  const { payload } = message;
  if (!isRecord(payload) || !isId(payload.connectionId)) return false;
  return message.type !== 'OFFER' || (payload.type === 'data' && payload.serialization === 'raw');
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A token bucket: full at first, refilled steadily.
 *
 * @param {{ perSecond: number, burst: number }} rate
 * @param {() => number} nowMs a clock that never goes back
 * @returns {() => boolean} whether one more message is within the rate
 */
export function createBucket({ perSecond, burst }, nowMs) {
  let tokens = burst;
  let filledMs = nowMs();
  return () => {
    const atMs = nowMs();
    tokens = Math.min(burst, tokens + ((atMs - filledMs) / 1000) * perSecond);
    filledMs = atMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
