import type { RoomRecord } from '../core/ports/service-record';
import type { Colour } from '../core/wire/colours';
import type { MemberId } from '../core/wire/protocol';
import type { Way } from '../transport/way';
import type { Chat } from './chat';
import type { DiaryLine } from './diary';
import type { Seat, SeatListeners } from './seat';

/** A room as its own member's room service runs it. */
export interface Room extends Omit<Seat, 'carrier' | 'close' | 'rename'> {
  readonly chat: Chat;
  readonly self: MemberId;
  /** The room's code, as it is now. */
  readonly code: string;
  /** @param colour that this member has chosen; undefined: none */
  rename(name: string, colour?: Colour): void;
  /** This member may play, pause, seek and change the speed for everybody. */
  readonly canControl: boolean;
  /** Of who has no seat here. */
  readonly watcher?: { readonly isAsking: boolean; askForSeat(): void };
  /**
   * Leaves. A host lets the next member go on, and is there until all have gone over to it.
   * @param ends a host's room ends for everybody @returns resolves once nobody waits for this member
   */
  close(ends?: boolean): Promise<void>;
  /** Lets members in by hand, too, where this member is host. Resolves once codes can be made. */
  openByHand(way: Way): Promise<void>;
  /** What survives a death of the room place. */
  record(): RoomRecord;
}

/** How a room tells its service; each call is a fact, never a request. */
export interface RoomListeners extends SeatListeners {
  /** How each way is being tried, while the room is not open yet. */
  trying(diary: readonly DiaryLine[]): void;
}

/** The room that a person wants, and what is kept of it from before. */
export interface Wanted {
  readonly code: string;
  readonly name: string;
  readonly colour?: Colour | undefined;
  readonly server?: string;
  /** Whether to make it, or to join it. */
  readonly creates: boolean;
  readonly record?: RoomRecord | undefined;
  /** A page may have read the invite. */
  readonly seen?: boolean | undefined;
  /** By which the host knows this member already, where there is no record. */
  readonly identity?: unknown;
  /** Whoever makes it lets members in by hand from its beginning: no server has to be reached for it. */
  readonly byHand?: Way | undefined;
}
