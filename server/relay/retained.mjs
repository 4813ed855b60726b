// @ts-check
/** The last word of each room: one message, kept for who comes later, and only for as long as somebody is there. */
import { Readable } from 'node:stream';

/** A sealed and signed playback, with the film's address. */
export const RETAINED_MAX_BYTES = 4_096;
/** A host repeats it every 30 s; four times that long without it, it is old news. */
export const RETAINED_TTL_MS = 120_000;
/** All rooms together. */
export const RETAINED_TOTAL_BYTES = 64 * 1024 * 1024;

/** @typedef {{ topic: string, payload: Buffer }} Message */

/**
 * @param {() => number} nowMs
 * @param {number} [maxBytes] of all payloads together
 */
export function createRetained(nowMs, maxBytes = RETAINED_TOTAL_BYTES) {
  /** @type {Map<string, Message & { storedMs: number }>} by topic, the oldest first */
  const messages = new Map();
  let bytes = 0;

  /** @param {string} topic */
  const forget = (topic) => {
    bytes -= messages.get(topic)?.payload.length ?? 0;
    messages.delete(topic);
  };
  const forgetOld = () => {
    for (const [topic, { storedMs }] of messages) {
      if (nowMs() - storedMs < RETAINED_TTL_MS) return;
      forget(topic);
    }
  };

  return {
    /**
     * @param {Message} message an empty payload forgets what was kept
     * @returns {boolean} whether it was kept
     */
    store({ topic, payload }) {
      forgetOld();
      forget(topic);
      if (payload.length === 0 || payload.length > RETAINED_MAX_BYTES || bytes + payload.length > maxBytes)
        return false;
      // A copy: the payload is a view of a longer WebSocket message.
      messages.set(topic, { topic, payload: Buffer.from(payload), storedMs: nowMs() });
      bytes += payload.length;
      return true;
    },
    /** @param {string} topic @returns {Message | undefined} */
    get(topic) {
      forgetOld();
      return messages.get(topic);
    },
    forget,
    get size() {
      return messages.size;
    },
  };
}

/**
 * What Aedes asks of a store, for a relay of clean sessions and QoS 0: nothing is kept for who is away. Wills stay with
 * their connections, which is where Aedes takes them from.
 *
 * @param {ReturnType<typeof createRetained>} retained
 */
export function createPersistence(retained) {
  const nothing = async () => undefined;
  const none = () => Readable.from([]);
  return {
    setup: nothing,
    destroy: nothing,
    /** @param {Message} message */
    async storeRetained(message) {
      retained.store(message);
    },
    /** @param {string[]} filters */
    createRetainedStreamCombi(filters) {
      const found = filters.map((filter) => retained.get(filter)).filter((message) => message !== undefined);
      return Readable.from(found.map(({ topic, payload }) => ({ cmd: 'publish', qos: 0, topic, payload })));
    },
    cleanSubscriptions: nothing,
    cleanIncoming: nothing,
    putWill: nothing,
    delWill: nothing,
    streamWill: none,
    outgoingStream: none,
  };
}
