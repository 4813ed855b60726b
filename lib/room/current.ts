import type { FromPlayer } from '../core/ports/player-port';
import type { RoomConfig, Trying } from '../core/ports/room-view';
import type { DriftLine } from '../core/room/drift-history';
import type { Scheduler } from '../core/time/scheduler';
import { Follow, type FollowParts } from './follow';
import { News } from './news';
import { Players } from './players';
import type { Room } from './room';
import { Skips } from './skips';
import type { Viewed } from './view-of';

/** A room that is open, or being opened. */
export interface Current extends Viewed {
  readonly players: Players;
  readonly follow: Follow;
  readonly skips: Skips;
  readonly abort: AbortController;
  config: RoomConfig;
  trying: Trying;
  room: Room | undefined;
  history: readonly DriftLine[];
  /** A guest has been told, in the page, whom it watches with. */
  greeted: boolean;
  /** The person has only opened a link: nothing was said yet of what others see. */
  opened: boolean;
  readonly news: News;
  /** When the player here last told how it is, the service's clock in ms. */
  reportedAt: number;
}

/** What happens around a room, told to its service. */
export interface CurrentListeners {
  /** What is current by then. */
  readonly current: () => Current | undefined;
  readonly fromPlayer: (message: FromPlayer) => void;
  /** Another frame of the tab is driven, or none. */
  readonly elected: () => void;
  /** The player has to be told. */
  readonly order: () => void;
  /** The popup has to be told. */
  readonly changed: () => void;
}

/** A room that is going to be opened, and what watches over its tab. */
export function newCurrent(
  { scheduler, watchPage, go }: Pick<FollowParts, 'scheduler' | 'watchPage' | 'go'>,
  what: Pick<Current, 'tabId' | 'config' | 'code' | 'server' | 'role' | 'greeted'>,
  { current, fromPlayer, elected, order, changed }: CurrentListeners,
): Current {
  const room = () => current()?.room;
  const players: Players = new Players(scheduler, () => room()?.playback?.paused === false, {
    message: fromPlayer,
    elected: () => {
      elected();
      order();
      skips.look(true);
    },
    page: (page) => {
      current()?.follow.page(page);
      // Who has only opened a link is told in the page, once there is one.
      if (current()?.opened) order();
    },
  });
  const follow = new Follow({
    scheduler,
    mode: () => current()?.config.follow ?? 'always',
    room,
    watchPage,
    go,
    ask: (question) => players.postTop({ type: 'question', ...(question ? { question } : {}) }),
    changed: () => {
      order();
      changed();
    },
  });
  const skips = new Skips({
    scheduler,
    room,
    isHere: () => follow.isHere && players.hasVideo && ownState(room()) !== 'ad',
    show: (offer) => players.post({ type: 'skip-offer', ...(offer ? { offer } : {}) }),
    asked: () => players.post({ type: 'toast', text: 'skip-offered', name: '' }),
    go: (place) => players.post({ type: 'go', place }),
    changed,
  });
  return {
    ...what,
    players,
    follow,
    skips,
    abort: new AbortController(),
    trying: 'server',
    room: undefined,
    opened: false,
    history: [],
    reportedAt: scheduler.now(),
    news: new News((text, name) => players.postAny({ type: 'toast', text, name })),
  };
}

const ownState = (room: Room | undefined) => room?.members.find(({ id }) => id === room.self)?.state;
/** Tells a guest in the page whom it watches with. Who has only opened a link also hears what others see (SPEC SC-6). */
export function greet(current: Current, host: string): void {
  const { players, opened, config, greeted } = current;
  if (greeted || host === '' || !(opened ? players.hasTop : players.hasVideo)) return;
  current.greeted = true;
  if (opened) players.postTop({ type: 'opened', host, name: config.name });
  else players.post({ type: 'toast', text: 'in-room', name: host });
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
