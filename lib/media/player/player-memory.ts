import { isNotable, type PlayerProfile } from '../../core/player/profile';
import type { Scheduler } from '../../core/time/scheduler';

/** What is known of this frame's players from before, and what is learned of them now (SPEC CO-12). */
export interface PlayerMemory {
  /** Hands over what is remembered, if anything is: at once or later. */
  recall(take: (profile: PlayerProfile) => void): void;
  /** This player shows to be so, by now. */
  learned(profile: PlayerProfile): void;
  /** Its video goes: nothing more is learned of it for now. */
  detached(): void;
}

/** Where it is kept, for one site. */
export interface ProfileStore {
  read(): Promise<PlayerProfile | undefined>;
  write(profile: PlayerProfile): Promise<void>;
}

export const noMemory: PlayerMemory = { recall: () => {}, learned: () => {}, detached: () => {} };

/** Storage is written no more often than this while a video is there. */
const KEEP_MS = 10_000;

/** Remembers in `store`, which is read once and written seldom. Without it nothing is remembered. */
export function createPlayerMemory(store: ProfileStore, scheduler: Scheduler, signal: AbortSignal): PlayerMemory {
  /** As the store has it. */
  let kept: PlayerProfile | undefined;
  let latest: PlayerProfile | undefined;
  let isRead = false;
  let cancelRest: (() => void) | undefined;
  signal.addEventListener('abort', () => cancelRest?.());

  /** @returns whether there was something to keep */
  const keep = () => {
    if (!isRead || !latest || (kept && !isNotable(kept, latest))) return false;
    kept = latest;
    store.write(latest).catch(() => {});
    return true;
  };
  const keepSeldom = () => {
    if (cancelRest || signal.aborted || !keep()) return;
    cancelRest = scheduler.after(KEEP_MS, () => {
      cancelRest = undefined;
      keepSeldom();
    });
  };
  const reading = store.read().then(
    (profile) => {
      kept = profile;
      isRead = true;
    },
    // As when the extension was updated under the page.
    () => {},
  );

  return {
    recall: (take) =>
      void reading.then(() => {
        if (kept) take(kept);
        keepSeldom();
      }),
    learned(profile) {
      latest = profile;
      keepSeldom();
    },
    detached: () => void keep(),
  };
}
