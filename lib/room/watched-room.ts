import type { Problem } from '../core/ports/room-view';
import type { RoomRecord } from '../core/ports/service-record';
import { memberIdOf } from '../core/room/facts';
import { Chat } from './chat';
import type { RoomDependencies } from './dependencies';
import type { Identity } from './links/link';
import { problemOf } from './problem';
import type { Reach } from './reach';
import type { Room, RoomListeners, Wanted } from './room';
import { ThroughSeat } from './through-seat';
import { WatcherSeat } from './watcher-seat';

export interface WatchedRoomDependencies extends Pick<RoomDependencies, 'scheduler' | 'random'> {
  readonly wanted: Wanted;
  readonly reach: Reach;
  readonly identity: Identity;
  readonly listeners: RoomListeners;
  /** Comes in to the seat that is kept. Rejects with what `problemOf` understands; else another room is in this one's place. */
  readonly takeSeat: () => Promise<void>;
}

/** The host’s person does not want this one in: nothing is asked again. */
const REFUSED: ReadonlySet<Problem> = new Set(['room-locked', 'not-let-in', 'removed']);

/** A room that this member watches without a seat: it has no list, no chat and no say there (SPEC AU-1). */
export class WatchedRoom extends ThroughSeat<WatcherSeat> implements Room {
  readonly self;
  readonly chat: Chat;
  readonly canControl = false;
  name: string;
  protected readonly seat: WatcherSeat;
  private isTaking = false;

  constructor(private readonly parts: WatchedRoomDependencies) {
    super();
    const { identity, wanted, reach, listeners } = parts;
    this.name = wanted.name;
    this.self = memberIdOf(identity.key);
    this.seat = new WatcherSeat(
      {
        ...parts,
        self: this.self,
        name: () => this.name,
        listen: (signal) => reach.listen(signal),
        seal: reach.airSeal(),
        called: () => void this.takeSeat(),
      },
      listeners,
    );
    this.chat = new Chat({
      ...parts,
      self: this.self,
      facts: () => this.facts,
      clock: () => this.clock(),
      carrier: () => this.seat.carrier,
    });
  }

  get code() {
    return this.parts.wanted.code;
  }

  /** What somebody may do who only watches. */
  get watcher() {
    return this.seat;
  }

  /** Resolves once the host is heard. */
  open(): Promise<void> {
    return this.seat.open();
  }

  /** Who only watches meets nobody by hand. */
  async openByHand() {}

  rename(name: string) {
    this.name = name;
    this.parts.listeners.recorded();
  }

  /** Whoever takes it up again asks for a seat first, as at the beginning. */
  record(): RoomRecord {
    const { wanted, identity } = this.parts;
    const { code, server } = wanted;
    return { code, ...(server ? { server } : {}), name: this.name, identity: identity.exported };
  }

  close() {
    return this.seat.close();
  }

  private async takeSeat() {
    if (this.isTaking) return;
    this.isTaking = true;
    try {
      await this.parts.takeSeat();
    } catch (error) {
      // Somebody else was sooner, or the network is slow: the next call may lead there.
      if (REFUSED.has(problemOf(error))) this.seat.askNoMore();
    } finally {
      this.isTaking = false;
    }
  }
}
