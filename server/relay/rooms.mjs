// @ts-check
/** Which rooms are in use, and how much each may carry. A room begins with its first client and ends with its last. */
import { createBucket } from '../limits.mjs';

/**
 * A host publishes and reads its own room and the place where friends find it; a member reads two as well. Who only
 * watches reads the four places at which a host may be, and the air of the host, and of those that follow it.
 */
export const MAX_ROOMS_PER_CLIENT = 8;
/**
 * Messages handed out in one room. 64 members with a beat a second and an answer each are 4,096 a second; 10,000
 * watchers with a beat in 5 s are 2,000, and the burst carries four presses to all of them at once. At 16 µs of CPU a
 * delivery a room that uses all of it takes a sixth of a core.
 */
export const ROOM_DELIVERIES = { perSecond: 10_000, burst: 40_000 };
/** What all members of a room send up together: 64 with a ping and a press a second, and everybody's return at once. */
export const ROOM_UPS = { perSecond: 300, burst: 1_500 };

/** @typedef {{ clients: number, takeDeliveries: (count?: number) => boolean, takeUp: () => boolean }} Room */

/**
 * @param {() => number} nowMs
 * @param {(room: string) => void} onEmpty
 */
export function createRooms(nowMs, onEmpty) {
  /** @type {Map<string, Room>} */
  const rooms = new Map();
  return {
    /**
     * A client uses a room from now on.
     *
     * @param {Set<string>} used the client's rooms, added to
     * @param {string} name
     * @returns {boolean} whether it may: false, it has too many already
     */
    use(used, name) {
      if (used.has(name)) return true;
      if (used.size >= MAX_ROOMS_PER_CLIENT) return false;
      used.add(name);
      const room = rooms.get(name) ?? {
        clients: 0,
        takeDeliveries: createBucket(ROOM_DELIVERIES, nowMs),
        takeUp: createBucket(ROOM_UPS, nowMs),
      };
      room.clients += 1;
      rooms.set(name, room);
      return true;
    },
    /** A client is gone. @param {Set<string>} used its rooms, emptied */
    leave(used) {
      for (const name of used) {
        const room = rooms.get(name);
        if (!room) continue;
        room.clients -= 1;
        if (room.clients > 0) continue;
        rooms.delete(name);
        onEmpty(name);
      }
      used.clear();
    },
    /** @param {string} name */
    get: (name) => rooms.get(name),
    get size() {
      return rooms.size;
    },
  };
}
