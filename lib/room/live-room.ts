import type { KeptFacts, RoomRecord } from '../core/ports/service-record';
import { type Belief, epochAfterRestart, heard, judgeClaim, type Known, raisedAbove } from '../core/room/belief';
import { mayDrive, memberIdOf } from '../core/room/facts';
import { createHostState, type HostState, isFullFor } from '../core/room/host-state';
import type { Intent, PlayerReport } from '../core/room/order';
import { stepDown, takeOver } from '../core/room/succession';
import type { MemberId } from '../core/wire/protocol';
import type { RoomDependencies } from './dependencies';
import type { Reached } from './dialler';
import { GuestSeat } from './guest-seat';
import { HostSeat } from './host-seat';
import { keptFacts, restored, WallWatch } from './kept-facts';
import type { Identity } from './links/link';
import { Met } from './met';
import { Prober } from './prober';
import type { Reach } from './reach';
import type { Room, RoomListeners, Wanted } from './room';

const FIRST_EPOCH = 1;

/** The one room of a member, whichever seat it has there: the film, the invite and the member stay when the seat changes. */
export class LiveRoom implements Room {
  readonly self;
  private seat: HostSeat | GuestSeat;
  private prober: Prober | undefined;
  private readonly wall: WallWatch;
  private readonly met: Met;
  /** The room as it was known before this seat has heard of it: from before a death of the room place, or as its host. */
  private kept: KeptFacts | undefined;
  name: string;
  private opening = true;
  private closed = false;

  constructor(
    private readonly parts: RoomDependencies,
    private readonly wanted: Wanted,
    private readonly reach: Reach,
    private readonly identity: Identity,
    private readonly listeners: RoomListeners,
  ) {
    this.self = memberIdOf(identity.key);
    this.name = wanted.name;
    this.wall = new WallWatch(parts.wallNow, () => this.now());
    const { record, creates } = wanted;
    this.met = new Met(this.self, record?.facts?.met ?? []);
    this.kept = record?.facts;
    const wasHost = record?.facts !== undefined && record.belief === undefined;
    // The clock by which the host was heard has died with the room place: it counts as heard now.
    const belief = record?.belief && heard(record.belief, this.now());
    this.seat =
      wasHost || creates ? this.hostSeat(this.ownState(record), record?.facts?.lost ?? []) : this.guestSeat(belief);
  }

  get facts() {
    return this.seat.facts;
  }
  get members() {
    return this.seat.members;
  }
  get canControl() {
    return mayDrive(this.facts, this.self);
  }
  get powers() {
    return this.seat.powers;
  }
  get connection() {
    return this.seat.connection;
  }
  get waiting() {
    return this.seat.waiting;
  }
  get skip() {
    return this.seat.skip;
  }

  /** Resolves once others can come, or once the host has said welcome. */
  async open(record: RoomRecord | undefined): Promise<void> {
    // Written before anybody can hear of it: an epoch that was used once is not used again, whatever dies now.
    this.listeners.recorded();
    try {
      await (this.seat instanceof HostSeat ? this.seat.doorway.opened() : this.seat.join());
    } catch (error) {
      // A host that was host before waits for its network as it would have in the room.
      if (!(this.seat instanceof HostSeat && record)) throw error;
    }
    this.opening = false;
  }

  order() {
    return this.seat.order();
  }
  clock() {
    return this.seat.clock();
  }
  intent(intent: Intent) {
    this.seat.intent(intent);
  }
  report(report: PlayerReport) {
    this.seat.report(report);
  }
  goOn() {
    this.seat.goOn();
  }
  offerSkip(to: number) {
    this.seat.offerSkip(to);
  }

  rename(name: string) {
    this.name = name;
    this.seat.rename(name);
    this.listeners.recorded();
  }

  record(): RoomRecord {
    const { code, server } = this.wanted;
    const base = { code, ...(server ? { server } : {}), name: this.name, identity: this.identity.exported };
    const { seat } = this;
    const state = seat instanceof HostSeat ? seat.facts : this.asHost(seat, seat.facts.epoch);
    const facts = state ? this.keep(state) : this.kept;
    const belief = seat instanceof HostSeat ? undefined : seat.belief;
    return { ...base, ...(facts ? { facts } : {}), ...(belief ? { belief } : {}) };
  }

  async close() {
    if (this.closed) return;
    this.closed = true;
    this.prober?.close();
    await this.seat.close();
  }

  private now() {
    return this.parts.scheduler.now();
  }

  private keep(state: HostState): KeptFacts {
    const of = { lost: this.prober?.suspects ?? [], met: this.met.all };
    return keptFacts(state, of, this.wall.written(), this.now());
  }

  private ownState(record: RoomRecord | undefined): HostState {
    const { parts, self, name } = this;
    const { facts } = record ?? {};
    const epoch = facts ? epochAfterRestart(facts.epoch) : FIRST_EPOCH;
    const fresh = createHostState(facts?.run ?? parts.randomId(), epoch, { id: self, name });
    return facts ? restored(fresh, facts, parts.wallNow(), this.now()) : fresh;
  }

  /** The room as a guest knows it, by its own clock: as it would hold it if it were host. */
  private asHost(guest: GuestSeat, epoch: number): HostState | undefined {
    const clock = guest.clock();
    return clock && guest.facts.revision >= 0 ? takeOver(guest.facts, epoch, clock, this.now()) : undefined;
  }

  /** What was kept of it, where this seat has not heard the host yet. */
  private keptAsHost(epoch: number): HostState | undefined {
    const { parts, self, name, kept } = this;
    return kept && restored(createHostState(kept.run, epoch, { id: self, name }), kept, parts.wallNow(), this.now());
  }

  /** @param lost who was missed before, and may have another host by now */
  private hostSeat(state: HostState, lost: readonly MemberId[]): HostSeat {
    const { parts, met } = this;
    const { scheduler, random } = parts;
    const own = () => ({ host: this.self, run: state.run, epoch: seat.facts.epoch });
    const isAlone = () => seat.facts.members.every(({ id, state: how }) => id === this.self || how === 'away');
    const prober: Prober = new Prober({
      scheduler,
      random,
      dialler: this.reach.dialler({
        known: () => prober.known(),
        judge: (claim, slot) => prober.judge(claim, slot),
        changed: () => {},
      }),
      own,
      strays: () => met.strays(seat.facts.members),
      isAlone,
      found: (other) => this.stepDown(other),
      displaced: () => seat.doorway.renew(),
    });
    const learns = (known: Known) => {
      const epoch = raisedAbove(own(), known);
      if (epoch === undefined || this.seat !== seat || !prober.raises()) return;
      seat.raise(epoch);
    };
    met.add(state.members);
    this.prober?.close();
    this.prober = prober;
    const seat: HostSeat = new HostSeat(
      {
        scheduler,
        doorway: (doorwayListeners) =>
          this.reach.doorway(
            () => seat.facts,
            { refuses: ({ key }) => (isFullFor(seat.facts, memberIdOf(key)) ? 'full' : undefined), learns },
            doorwayListeners,
          ),
        wallHasStepped: () => this.wall.hasStepped,
        members: {
          lost: (id) => prober.lost(id),
          back: (id) => prober.back(id),
          left: () => prober.look(),
        },
      },
      state,
      this.seatListeners(() => this.seat === seat),
    );
    for (const id of lost) prober.lost(id);
    prober.look();
    return seat;
  }

  private guestSeat(belief: Belief | undefined, state?: ReturnType<typeof stepDown>): GuestSeat {
    const { parts, self, reach } = this;
    const seat: GuestSeat = new GuestSeat(
      {
        scheduler: parts.scheduler,
        self,
        name: () => this.name,
        // Dials those hosts that are believed by then.
        dialler: reach.dialler({
          known: () => seat.belief,
          judge: (claim) => judgeClaim(seat.belief, claim, this.now()),
          changed: () => this.dialled(),
        }),
        backoff: () => reach.backoff(),
      },
      state,
      belief,
      {
        ...this.seatListeners(() => this.seat === seat),
        follows: (epoch) => this.seat === seat && this.takeOver(seat, epoch),
      },
    );
    return seat;
  }

  private dialled() {
    if (this.closed) return;
    if (this.opening) this.listeners.trying(this.seat.diary);
    else this.listeners.changed();
  }

  /**
   * The host is gone: the film goes on, and this member holds the facts from here on.
   * @returns false where nothing is known of the room
   */
  private takeOver(guest: GuestSeat, epoch: number): boolean {
    const state = this.asHost(guest, epoch) ?? this.keptAsHost(epoch);
    if (this.closed || !state) return false;
    const seat = this.hostSeat(state, []);
    this.exchange(guest, seat);
    // Without a way in just now the room goes on all the same, and its ways are opened again and again.
    seat.doorway.opened().catch(() => {});
    return true;
  }

  /** Another member is host under a later epoch: this one goes over, and so do those who are still here. */
  private stepDown(other: Reached) {
    const host = this.seat;
    const { link } = other;
    if (this.closed || !(host instanceof HostSeat)) return;
    const claim = { host: memberIdOf(link.key), run: link.run, epoch: link.epoch };
    host.handOver(claim);
    // Should the other be gone before it has said its own order, those who were here follow it.
    const order = host.facts.members.map(({ id }) => id).filter((id) => id !== claim.host);
    const belief = { ...claim, order, named: undefined, heardAt: this.now() };
    this.kept = this.keep(host.facts);
    const seat = this.guestSeat(belief, stepDown(host.facts, claim));
    this.prober?.close();
    this.exchange(host, seat);
    seat.adopt(other).catch(() => seat.resume());
  }

  private exchange(from: HostSeat | GuestSeat, to: HostSeat | GuestSeat) {
    this.seat = to;
    from.stop();
    this.listeners.recorded();
    this.listeners.ordered();
    this.listeners.changed();
  }

  private seatListeners(isCurrent: () => boolean): RoomListeners {
    const when = (task: () => void) => isCurrent() && !this.closed && task();
    const { listeners } = this;
    return {
      trying: (diary) => when(() => listeners.trying(diary)),
      ordered: () => when(() => listeners.ordered()),
      changed: () =>
        when(() => {
          this.met.add(this.seat.facts.members);
          listeners.changed();
        }),
      recorded: () => when(() => listeners.recorded()),
      ended: (problem) => when(() => listeners.ended(problem)),
      toast: (text, name) => when(() => listeners.toast(text, name)),
    };
  }
}
