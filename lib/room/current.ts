import type { DriftLine } from '../core/drift-history';
import type { RoomConfig, Trying } from '../core/view';
import type { Follow } from './follow';
import type { Scheduler } from './link';
import type { News } from './news';
import type { Players } from './players';
import type { Room } from './room';
import type { Viewed } from './view-of';

/** A room that is open, or being opened. */
export interface Current extends Viewed {
  readonly players: Players;
  readonly follow: Follow;
  readonly abort: AbortController;
  config: RoomConfig;
  trying: Trying;
  room: Room | undefined;
  history: readonly DriftLine[];
  /** A guest has been told, in the page, whom it watches with. */
  greeted: boolean;
  readonly news: News;
}

/** What of a room's view shows without a popup: to tell more would wake the worker for every figure. */
export function outsideOf(tabId: number, { members, connection }: Room): string {
  return JSON.stringify([tabId, members.length, connection]);
}

/** Resolves with the task, and after `limitMs` in any case. */
export function within(scheduler: Scheduler, limitMs: number, task: Promise<void> | undefined): Promise<void> {
  return new Promise((resolve) => {
    const cancel = scheduler.after(limitMs, resolve);
    Promise.resolve(task).finally(() => {
      cancel();
      resolve();
    });
  });
}
