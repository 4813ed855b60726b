import type { Media } from '../core/film/media';
import type { Problem, Trying } from '../core/ports/room-view';
import type { RoomRecord } from '../core/ports/service-record';
import type { Intent, PlayerReport, RoomOrder } from '../core/room/order';
import type { ClockReading } from '../core/time/clock';
import type { Playback } from '../core/time/playback';
import type { Scheduler } from '../core/time/scheduler';
import type { Control, Member, MemberId, SkipOffer } from '../core/wire/protocol';

/** A room as its own member's room service runs it: `host-room` and `guest-room` implement it. */
export interface Room {
  readonly role: 'host' | 'guest';
  readonly self: MemberId;
  readonly members: readonly Member[];
  readonly control: Control;
  readonly canControl: boolean;
  readonly connection: 'open' | 'reconnecting' | 'signalling-lost';
  readonly playback: Playback | undefined;
  /** What the host watches, and its how-manieth film that is; undefined until its page has said. */
  readonly media: { readonly film: number; readonly media: Media } | undefined;
  readonly together: boolean;
  /** Names of those whom the room stands still for. */
  readonly waiting: readonly string[];
  /** What was offered last; may stand no more. */
  readonly skip: SkipOffer | undefined;
  /** What the player here is to do. */
  order(): RoomOrder;
  /** The room service's clock → room time; undefined until it is known. */
  clock(): ClockReading | undefined;
  intent(intent: Intent): void;
  report(report: PlayerReport): void;
  /** The person here goes on without those whom the room stands still for, whatever the player here shows. */
  goOn(): void;
  /** The player here was taken to this place of the room, s: to be offered to the others. */
  offerSkip(to: number): void;
  /** Host only: what it watches is known, or known better. */
  setMedia(media: Media): void;
  /** Host only: it has begun another film. */
  startFilm(media: Media, start: Intent): void;
  /** Host only; without effect on a guest. */
  setControl(control: Control): void;
  /** Host only; without effect on a guest. */
  setTogether(together: boolean): void;
  rename(name: string): void;
  /** What survives a death of the room place. */
  record(): RoomRecord;
  /** Says goodbye and lets go of everything. Resolves once the goodbye is with the transport. */
  close(): Promise<void>;
}

/** How a room tells its service; each call is a fact, never a request. */
export interface RoomListeners {
  trying(what: Trying): void;
  /** Playback, rights or clock: the player has to be told. */
  ordered(): void;
  /** Members, their states, the connection: the popup has to be told. */
  changed(): void;
  /** Something worth restoring changed. */
  recorded(): void;
  /** The room is over here, and why. */
  ended(problem: Problem): void;
  toast(text: 'joined' | 'left', name: string): void;
}

/** The heartbeat: a guest pings, the host answers (SPEC HB-1). */
export const PING_MS = 1_000;
export const SUSPECT_MS = 3_000;
export const DEAD_MS = 6_000;

/** The order that a room gives to its player, whatever its role. */
export function orderOf(
  { role, canControl, playback, together, waiting }: Omit<Room, 'order'>,
  driver: string,
  { epoch, revision, change }: Pick<RoomOrder, 'epoch' | 'revision' | 'change'>,
  ack: number,
): RoomOrder {
  return {
    role,
    canControl,
    driver,
    ...(playback ? { playback } : {}),
    epoch,
    revision,
    change,
    ack,
    together,
    waiting,
  };
}

/** Runs a task again and again. @returns ends it */
export function repeat(scheduler: Scheduler, periodMs: number, task: () => void): () => void {
  let cancel = () => {};
  const next = () => {
    cancel = scheduler.after(periodMs, () => {
      next();
      task();
    });
  };
  next();
  return () => cancel();
}
