// @ts-check
/**
 * Hands a message to those who read its topic: Aedes's emitter, for the three shapes of topic that there are. Its usual
 * emitter waits for the slowest reader of each message, and a hundred readers that never read would hold up every room.
 */
import { parseTopic } from './lock.mjs';

/** @typedef {{ topic: string, payload: Buffer }} Packet */
/** @typedef {(packet: Packet, done: () => void) => void} Listener */

/** Aedes's talk to itself. */
const OWN = '$SYS/';

/**
 * @param {object} on
 * @param {(topic: import('./lock.mjs').Topic, listeners: number) => boolean} on.admit whether the room may carry it
 */
export function createBus({ admit }) {
  /** @type {Map<string, Set<Listener>>} by filter */
  const listeners = new Map();
  const ignore = () => {};
  return {
    /** @param {string} filter @param {Listener} listener @param {() => void} [done] */
    on(filter, listener, done = ignore) {
      if (!filter.startsWith(OWN)) {
        const all = listeners.get(filter) ?? new Set();
        all.add(listener);
        listeners.set(filter, all);
      }
      done();
    },
    /** @param {string} filter @param {Listener} listener @param {() => void} [done] */
    removeListener(filter, listener, done = ignore) {
      const all = listeners.get(filter);
      all?.delete(listener);
      if (all?.size === 0) listeners.delete(filter);
      done();
    },
    /** @param {Packet} packet @param {() => void} [done] */
    emit(packet, done = ignore) {
      const topic = packet.topic.startsWith(OWN) ? undefined : parseTopic(packet.topic);
      if (topic) {
        const filter = topic.kind === 'd' ? packet.topic : `ls1/${topic.room}/${topic.kind}/+`;
        const readers = listeners.get(filter);
        if (admit(topic, readers?.size ?? 0)) for (const reader of readers ?? []) reader(packet, ignore);
      }
      // Aedes takes the client's next packet in here: at once would be a recursion as deep as the client has packets,
      // and others would wait for all of them.
      setImmediate(done);
    },
    /** @param {() => void} [done] */
    close(done = ignore) {
      listeners.clear();
      done();
    },
  };
}
