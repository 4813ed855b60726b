import type { KeptFacts, RoomRecord } from '../core/ports/service-record';
import { epochAfterRestart } from '../core/room/belief';
import { memberIdOf } from '../core/room/facts';
import { createHostState, type HostState } from '../core/room/host-state';
import { takeOver } from '../core/room/succession';
import type { MemberId } from '../core/wire/protocol';
import type { RoomDependencies } from './dependencies';
import type { GuestSeat } from './guest-seat';
import { keptFacts, restored, WallWatch } from './kept-facts';
import type { Identity } from './links/link';
import { Met } from './met';

const FIRST_EPOCH = 1;

/** What a member knows of its room beside what its seat says: from before a death of the room place, or as its host. */
export class RoomMemory {
  readonly self: MemberId;
  readonly met: Met;
  private readonly wall: WallWatch;
  private kept: KeptFacts | undefined;

  constructor(
    private readonly parts: Pick<RoomDependencies, 'scheduler' | 'wallNow' | 'randomId'>,
    identity: Identity,
    private readonly before: RoomRecord | undefined,
  ) {
    this.self = memberIdOf(identity.key);
    this.wall = new WallWatch(parts.wallNow, () => this.now());
    this.met = new Met(this.self, before?.facts?.met ?? []);
    this.kept = before?.facts;
  }

  /** The wall clock was set, so that what is kept has to be written anew. */
  get wallHasStepped(): boolean {
    return this.wall.hasStepped;
  }

  /** What is kept of a room that is held here. @param lost who was missed of late */
  keep(state: HostState, lost: readonly MemberId[]): KeptFacts {
    return keptFacts(state, { lost, met: this.met.all }, this.wall.written(), this.now());
  }

  /**
   * What is kept of a room that another member holds. In a new term it is what was known in the one before, until the new
   * host's clock is known: a host that dies before that is followed all the same.
   */
  keepAsGuest(guest: GuestSeat, lost: readonly MemberId[]): KeptFacts | undefined {
    const state = this.heardBy(guest, guest.facts.epoch);
    if (state) this.kept = this.keep(state, lost);
    return this.kept;
  }

  /** The room is another's from now on: this is what was known of it as its host. */
  handOn(state: HostState, lost: readonly MemberId[]) {
    this.kept = this.keep(state, lost);
  }

  /** The room as its host has it: a new one, or as it was kept. */
  ownState(name: string): HostState {
    const facts = this.before?.facts;
    const epoch = facts ? epochAfterRestart(facts.epoch) : FIRST_EPOCH;
    const fresh = createHostState(facts?.run ?? this.parts.randomId(), epoch, { id: this.self, name });
    return facts ? restored(fresh, facts, this.parts.wallNow(), this.now()) : fresh;
  }

  /** The room as this guest would hold it if it were host; undefined where nothing is known of it. */
  asHost(guest: GuestSeat, epoch: number, name: string): HostState | undefined {
    return this.heardBy(guest, epoch) ?? this.keptAsHost(epoch, name);
  }

  /** By this member's own clock. */
  private heardBy(guest: GuestSeat, epoch: number): HostState | undefined {
    const clock = guest.clock();
    return clock && guest.facts.revision >= 0 ? takeOver(guest.facts, epoch, clock, this.now()) : undefined;
  }

  /** What was kept of it, where this seat has not heard the host yet. */
  private keptAsHost(epoch: number, name: string): HostState | undefined {
    const { parts, kept, self } = this;
    return kept && restored(createHostState(kept.run, epoch, { id: self, name }), kept, parts.wallNow(), this.now());
  }

  private now() {
    return this.parts.scheduler.now();
  }
}
