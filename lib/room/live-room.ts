import type { RoomRecord } from '../core/ports/service-record';
import { type Belief, heard, judgeClaim, type Known, raisedAbove } from '../core/room/belief';
import { mayDrive, memberIdOf } from '../core/room/facts';
import type { HostState } from '../core/room/host-state';
import { goingOver, naming, stepDown } from '../core/room/succession';
import type { Colour } from '../core/wire/colours';
import type { MemberId } from '../core/wire/protocol';
import type { Way } from '../transport/way';
import { Chat } from './chat';
import type { RoomDependencies } from './dependencies';
import type { Reached } from './dialler';
import { GuestSeat } from './guest-seat';
import { HostSeat } from './host-seat';
import { keepChat, keptChat } from './kept-chat';
import type { Identity } from './links/link';
import { Prober } from './prober';
import type { Reach } from './reach';
import type { Room, RoomListeners, Wanted } from './room';
import { RoomCode } from './room-code';
import { RoomMemory } from './room-memory';
import { ThroughSeat } from './through-seat';
import { whileCurrent } from './while-current';

/** The one room of a member, whichever seat it has there: the film, the invite and the member stay when the seat changes. */
export class LiveRoom extends ThroughSeat<HostSeat | GuestSeat> implements Room {
  readonly self;
  readonly chat: Chat;
  protected seat: HostSeat | GuestSeat;
  private prober: Prober | undefined;
  private readonly memory: RoomMemory;
  name: string;
  private colour: Colour | undefined;
  private readonly roomCode: RoomCode;
  private opening = true;
  private closed = false;
  /** Resolves once the seat of before has been left. */
  private retired: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: RoomDependencies,
    private readonly wanted: Wanted,
    private readonly reach: Reach,
    private readonly identity: Identity,
    private readonly listeners: RoomListeners,
  ) {
    super();
    this.name = wanted.name;
    this.colour = wanted.colour;
    this.roomCode = new RoomCode(parts, wanted.code, reach, () => {
      listeners.recorded();
      listeners.changed();
      listeners.toast('moved', this.name);
    });
    const { record, creates } = wanted;
    this.memory = new RoomMemory(parts, identity, record);
    this.self = this.memory.self;
    this.chat = new Chat({
      ...parts,
      self: this.self,
      facts: () => this.facts,
      clock: () => this.clock(),
      carrier: () => this.seat.carrier,
    });
    keepChat(this.chat, record?.chat, { ...parts, write: () => listeners.recorded() });
    const wasHost = record?.facts !== undefined && record.belief === undefined;
    // The clock by which the host was heard has died with the room place: it counts as heard now.
    const belief = record?.belief && heard(record.belief, this.now());
    this.seat =
      wasHost || creates
        ? this.hostSeat(this.memory.ownState(this.name), record?.facts?.lost ?? [], wasHost)
        : this.guestSeat(belief);
  }

  get code() {
    return this.roomCode.now;
  }
  get canControl() {
    return mayDrive(this.facts, this.self);
  }

  /** Resolves once others can come, or once the host has said welcome. */
  async open(record: RoomRecord | undefined): Promise<void> {
    // Written before anybody can hear of it: an epoch that was used once is not used again, whatever dies now.
    this.listeners.recorded();
    try {
      const { seat } = this;
      const opening = seat instanceof HostSeat ? seat.doorway.opened() : seat.join();
      const { byHand } = this.wanted;
      // Codes need no server, whatever becomes of the other ways.
      await (byHand ? Promise.any([opening, this.openByHand(byHand)]) : opening);
    } catch (error) {
      // A host that was host before waits for its network as it would have in the room.
      if (!(this.seat instanceof HostSeat && record)) throw error;
    }
    this.opening = false;
    if (this.wanted.seen && this.seat instanceof GuestSeat) this.seat.carrier.host({ kind: 'invite-seen' });
  }

  async openByHand(way: Way) {
    if (this.seat instanceof HostSeat) await this.seat.doorway.admit(way);
  }

  rename(name: string, colour?: Colour) {
    this.name = name;
    this.colour = colour;
    this.seat.rename(name);
    this.listeners.recorded();
  }

  record(): RoomRecord {
    const { server } = this.wanted;
    const base = {
      ...this.roomCode.kept,
      ...(server ? { server } : {}),
      name: this.name,
      identity: this.identity.exported,
    };
    const { seat, memory, suspects } = this;
    const facts = seat instanceof HostSeat ? memory.keep(seat.facts, suspects) : memory.keepAsGuest(seat, suspects);
    const belief = seat instanceof HostSeat ? undefined : seat.belief;
    const chat = keptChat(this.chat, this.parts.wallNow(), this.now());
    return { ...base, ...(facts ? { facts } : {}), ...(belief ? { belief } : {}), ...(chat ? { chat } : {}) };
  }

  async close(ends = false) {
    if (this.closed) return;
    this.closed = true;
    this.prober?.close();
    const { seat } = this;
    await Promise.all([seat instanceof HostSeat && !ends ? seat.leave() : seat.close(), this.retired]);
  }

  private now() {
    return this.parts.scheduler.now();
  }

  /** Whom this member has lost of late, as host. */
  private get suspects() {
    return this.prober?.suspects ?? [];
  }

  /** @param lost who was missed before, and may have another host by now @param returns it was host before its place died */
  private hostSeat(state: HostState, lost: readonly MemberId[], returns = false): HostSeat {
    const { parts, memory } = this;
    const { scheduler, random } = parts;
    const prober: Prober = new Prober({
      scheduler,
      random,
      dialler: this.reach.dialler({
        known: () => prober.known(),
        judge: (claim, slot) => prober.judge(claim, slot),
        changed: () => {},
      }),
      own: () => seat.claim,
      strays: () => memory.met.strays(seat.facts.members),
      isAlone: () => seat.isAlone,
      returns,
      found: (other) => this.stepDown(other),
      displaced: () => seat.doorway.renew(),
    });
    const learns = (known: Known) => {
      const epoch = raisedAbove(seat.claim, known);
      if (epoch === undefined || this.seat !== seat || !prober.raises()) return;
      seat.raise(epoch);
    };
    memory.met.add(state.members);
    this.prober?.close();
    this.prober = prober;
    const seat: HostSeat = new HostSeat(
      {
        scheduler,
        name: this.name,
        colour: () => this.colour,
        doorway: (doorwayListeners) =>
          this.reach.doorway(
            () => seat.facts,
            { refuses: ({ key }) => seat.door.refusal(memberIdOf(key)), learns },
            doorwayListeners,
          ),
        wallHasStepped: () => memory.wallHasStepped,
        members: prober,
        chat: this.chat,
        makeHost: (id) => this.seat === seat && this.makeHost(seat, id),
        met: () => new Set(memory.met.all),
        moves: (removed) => {
          memory.met.forget(removed);
          const isWanted = () => this.seat === seat && !this.closed;
          this.roomCode.renew(isWanted, (code) => seat.move(code));
        },
      },
      state,
      this.told(() => this.seat === seat),
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
        colour: () => this.colour,
        // Dials those hosts that are believed by then.
        dialler: reach.dialler({
          known: () => seat.belief,
          judge: (claim) => judgeClaim(seat.belief, claim, this.now()),
          changed: () => this.dialled(),
        }),
        backoff: () => reach.backoff(),
        random: parts.random,
        chat: this.chat,
      },
      state,
      belief,
      {
        ...this.told(() => this.seat === seat),
        knocking: () => this.dialled(),
        follows: (epoch) => this.seat === seat && this.takeOver(seat, epoch),
        moved: (code) =>
          void this.roomCode
            .follow(code, () => this.seat === seat && !this.closed)
            .then((moved) => moved && seat.redial()),
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
    const state = this.memory.asHost(guest, epoch, this.name);
    if (this.closed || !state) return false;
    // Whom the host of before has lost is known to nobody else: it may be back, and host of a room of its own.
    const seat = this.hostSeat(state, [...this.memory.met.strays(state.members)]);
    this.exchange(guest, seat);
    this.listeners.toast('host-here', this.name);
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
    host.handOver(claim, true);
    this.memory.handOn(host.facts, this.suspects);
    const seat = this.guestSeat(goingOver(host.facts, claim, this.now()), stepDown(host.facts, claim));
    this.prober?.close();
    this.exchange(host, seat);
    seat.adopt(other).catch(() => seat.resume());
  }

  /** The person here wants another member to be host, and stays. */
  private makeHost(host: HostSeat, id: MemberId) {
    const { facts } = host;
    if (this.closed || id === this.self || !facts.members.some((member) => member.id === id)) return;
    const { named, belief } = naming(facts, id, this.now());
    host.handOver(named, true);
    this.memory.handOn(facts, this.suspects);
    const seat = this.guestSeat(belief, stepDown(facts, named));
    this.prober?.close();
    this.exchange(host, seat, () => host.retire());
    seat.resume();
  }

  private exchange(from: HostSeat | GuestSeat, to: HostSeat | GuestSeat, leaves = () => from.stop()) {
    this.seat = to;
    this.retired = leaves();
    if (to instanceof HostSeat) this.chat.begun();
    this.listeners.recorded();
    this.listeners.ordered();
    this.listeners.changed();
  }

  private told(isCurrent: () => boolean): RoomListeners {
    const isMine = () => isCurrent() && !this.closed;
    return whileCurrent(this.listeners, isMine, () => this.memory.met.hear(this.seat.facts));
  }
}
