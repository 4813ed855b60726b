import { parseKept } from '../core/kept/kept-list';
import { type KeptRoom, parseKeptRoom, type RecentRoom, recentRooms, withRecent } from '../core/ports/recent-rooms';

/** Where something is kept under a name; `undefined` is kept as nothing. */
export interface Shelf {
  /** Puts in its place what comes of what is there, and resolves to that. Nothing else is put there meanwhile. */
  change(name: string, to: (kept: unknown) => unknown): Promise<unknown>;
}

const DATABASE = 'rooms';
const STORE = 'kept';

/**
 * IndexedDB of our own origin: pages of ours read it, and no content script does, which `storage.local` lets read (SPEC RS-7).
 */
export const ownShelf: Shelf = {
  async change(name, to) {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(DATABASE, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    try {
      return await new Promise<unknown>((resolve, reject) => {
        const changing = database.transaction(STORE, 'readwrite');
        const store = changing.objectStore(STORE);
        let next: unknown;
        const reading = store.get(name);
        reading.onsuccess = () => {
          const kept: unknown = reading.result;
          next = to(kept);
          if (next === kept) return;
          if (next === undefined) store.delete(name);
          else store.put(next, name);
        };
        changing.oncomplete = () => resolve(next);
        changing.onabort = () => reject(changing.error);
      });
    } finally {
      database.close();
    }
  },
};

/** The room in which this member is, as its room place may leave it at any moment. */
const PRESENT = 'present';

/** What of rooms outlasts the browser. A browser that keeps nothing has no rooms to come back to, and loses nothing else. */
export function keptRooms(shelf: Shelf = ownShelf, wallNow = () => Date.now()) {
  /** One change after another: what is erased last stays erased. */
  let queue: Promise<unknown> = Promise.resolve();
  const change = (name: string, to: (kept: unknown) => unknown): Promise<unknown> => {
    queue = queue
      .then(() => shelf.change(name, to))
      .catch((error: unknown) => console.debug('lockstep: nothing is kept of rooms', error));
    return queue;
  };
  return {
    /** The room that can be taken up again; what is none, or too old, is erased. */
    async present(): Promise<KeptRoom | undefined> {
      const kept = await change(PRESENT, (said) => (parseKeptRoom(said, wallNow()) ? said : undefined));
      return parseKeptRoom(kept, wallNow());
    },
    /** The newest first. */
    async recent(): Promise<readonly RecentRoom[]> {
      const kept = await change(recentRooms.key, (said) => said);
      return parseKept(recentRooms, kept).toReversed();
    },
    async remember(kept: KeptRoom): Promise<void> {
      await change(PRESENT, () => kept);
      await change(recentRooms.key, (said) => withRecent(said, kept.room, kept.record.room.formerly));
    },
    /** The room was left: its keys are of no more use. */
    async left(): Promise<void> {
      await change(PRESENT, () => undefined);
    },
    async clear(): Promise<void> {
      await change(PRESENT, () => undefined);
      await change(recentRooms.key, () => undefined);
    },
  };
}
export type KeptRooms = ReturnType<typeof keptRooms>;
