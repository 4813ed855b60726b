import { termAfter } from '../core/room/belief';
import { findMember } from '../core/room/facts';
import { admitMember, coloured, dropMember, type HostState, putMember } from '../core/room/host-state';
import { applyAnchor, applyIntent } from '../core/room/intents';
import type { Intent, PlayerReport } from '../core/room/order';
import { newestSkip, offerSkip } from '../core/room/skip-offer';
import { successorOf } from '../core/room/succession';
import { goOnWithout } from '../core/room/waiting';
import { ownClock } from '../core/time/clock';
import type { MemberId, SignedMessage } from '../core/wire/protocol';
import type { Carrier } from './chat';
import { roundToMicroseconds } from './dependencies';
import type { Doorway } from './doorway';
import { GivenNames } from './given-names';
import { HostDoor } from './host-door';
import { HostFacts } from './host-facts';
import { HostMembers, type Said } from './host-members';
import { hostPowers } from './host-powers';
import type { HostSeatDependencies } from './host-seat-parts';
import { HostWays } from './host-ways';
import type { GuestLink } from './links/link';
import { type Over, pathOver } from './path';
import { Presses } from './presses';
import { repeat } from './repeat';
import { type HostPowers, orderOf, type Seat, type SeatListeners } from './seat';
import { HANDED_OVER_MS, PING_MS } from './silences';
import { withTimeLimit } from './time-limit';

/** The seat of the member that holds the room's facts: it takes in what members do and tells all what is true. */
export class HostSeat implements Seat {
  readonly powers: HostPowers;
  readonly asks = undefined;
  readonly door: HostDoor;
  private readonly ways: HostWays;
  private readonly guests: HostMembers;
  private readonly presses: Presses;
  private readonly cancelBeat: () => void;
  private readonly held: HostFacts;
  private readonly over = new WeakMap<GuestLink, Over>();
  private readonly names: GivenNames;
  private closed = false;
  readonly carrier: Carrier = {
    all: (message) => this.guests.sendAll(message),
    to: (id, message) => this.guests.sendEach(id, message),
  };

  constructor(
    private readonly parts: HostSeatDependencies,
    state: HostState,
    private readonly listeners: SeatListeners,
  ) {
    const { scheduler } = parts;
    this.names = new GivenNames(state.host, parts.name);
    const own = coloured(this.names.withHost(state), state.host, parts.colour());
    const publish = (message: SignedMessage) => this.ways.publish(message);
    this.held = new HostFacts(scheduler, own, listeners, publish, () => parts.members.suspects);
    this.guests = new HostMembers(scheduler, {
      came: (id, link, begins) => this.came(id, link, begins),
      said: (id, message, link, arrivedAt) => this.hear(id, message, link, arrivedAt),
      away: (id, isAway) => isAway && this.held.figures(id, { state: 'away' }),
      gone: (id, left) => {
        this.lose(id);
        parts.members[left ? 'left' : 'lost'](id);
        listeners.recorded();
      },
    });
    const expected = state.members.map(({ id }) => id).filter((id) => id !== state.host);
    this.guests.expect(expected);
    for (const id of expected) parts.members.lost(id);
    this.presses = new Presses(scheduler, (id, intent) =>
      this.held.adopt(applyIntent(this.facts, id, intent, this.now())),
    );
    this.door = new HostDoor({
      scheduler,
      facts: () => this.facts,
      met: parts.met,
      enter: (link) => this.guests.arrive(link),
      seen: (id) => listeners.toast('invite-seen', findMember(this.facts, id)?.name ?? ''),
      changed: (name) => {
        if (name !== undefined) listeners.toast('knocks', name);
        listeners.changed();
      },
    });
    this.ways = new HostWays(scheduler, this.makeDoorway(), {
      state: () => this.facts,
      counted: (audience) => this.held.note({ ...this.facts, audience }),
    });
    this.cancelBeat = repeat(scheduler, PING_MS, () => this.beat());
    this.powers = hostPowers({
      held: this.held,
      door: this.door,
      now: () => this.now(),
      decline: (id) => this.guests.send(id, { kind: 'declined' }),
      remove: (id) => this.remove(id),
      makeHost: parts.makeHost,
    });
  }

  private makeDoorway(): Doorway {
    return this.parts.doorway({
      guest: (link, over) => {
        this.over.set(link, over);
        this.door.arrive(link);
      },
      changed: () => this.listeners.changed(),
    });
  }

  get diary() {
    return this.doorway.diary;
  }
  /** The ways in under the room's code. */
  get doorway(): Doorway {
    return this.ways.current;
  }
  get facts() {
    return this.held.now;
  }
  /** What this host says it is. */
  get claim() {
    const { host, run, epoch } = this.facts;
    return { host, run, epoch };
  }
  /** Nobody else is heard. */
  get isAlone() {
    return this.facts.members.every(({ id, state }) => id === this.facts.host || state === 'away');
  }
  get members() {
    return this.facts.members;
  }
  pathTo(id: MemberId) {
    const link = this.guests.linkTo(id);
    const over = link && this.over.get(link);
    return over && pathOver(over, link.peer);
  }
  get connection() {
    // Whoever has just followed another host opens its ways for the first time: nothing is lost yet.
    const { state } = this.doorway;
    return state === 'open' || state === 'opening' ? 'open' : 'signalling-lost';
  }
  get waiting() {
    return this.facts.waiting?.for ?? [];
  }
  get skip() {
    return newestSkip(this.facts, this.now());
  }

  clock() {
    return ownClock;
  }

  order() {
    const { host, revision, acks } = this.facts;
    return orderOf(this.facts, host, { revision, ack: acks[host]?.id ?? 0, waiting: this.waiting });
  }

  intent(intent: Intent) {
    this.presses.take(this.facts.host, intent);
  }

  report({ anchor, ...said }: PlayerReport) {
    this.held.figures(this.facts.host, said);
    if (anchor) this.held.reanchor(applyAnchor(this.facts, anchor, this.now()));
  }

  goOn(by = this.facts.host) {
    this.held.adopt(goOnWithout(this.facts, by, this.now()));
  }

  offerSkip(to: number, by = this.facts.host) {
    this.held.adopt(offerSkip(this.facts, by, to, this.now()));
  }

  rename(name: string, id = this.facts.host, colour = id === this.facts.host ? this.parts.colour() : undefined) {
    this.held.setMembers(coloured(this.names.rename(this.facts, id, name), id, colour));
  }

  /** Tells everybody who is here who is host from now on. @param stays this member goes on as a guest */
  handOver({ host, epoch: next }: { readonly host: MemberId; readonly epoch: number }, stays: boolean) {
    const { run, epoch, revision } = this.facts;
    const to = { host, epoch: next };
    this.ways.publish({ kind: 'handover', run, epoch, revision, to, ...(stays ? { stays } : {}) });
  }

  /** Another is named: nobody is let in any more, and nobody left alone before all have gone over. */
  async retire(): Promise<void> {
    this.door.isRetiring = true;
    this.door.knocks.close();
    await withTimeLimit(this.parts.scheduler, HANDED_OVER_MS, this.guests.empty);
    await this.stop();
  }

  /** Begins a later term, with everybody who is here. */
  raise(epoch: number) {
    this.held.set({ ...this.facts, epoch }, true);
  }

  /** Sends a member away. Nobody else notices anything but the new invite. */
  private remove(id: MemberId) {
    if (id === this.facts.host || !findMember(this.facts, id)) return;
    this.door.shut(id);
    this.guests.dismiss(id);
    this.parts.moves(id);
  }

  /** Those who stay are told the new code, and come over beside the link that they have. */
  async move(code: string) {
    await this.ways.move(this.makeDoorway());
    if (!this.closed) this.guests.sendAll({ kind: 'moved', code });
  }

  /** The next member goes on as host, if anybody is here. Resolves once all have gone over to it. */
  async leave() {
    const next = successorOf(this.facts);
    if (next === undefined) return this.close();
    this.handOver({ host: next, epoch: termAfter(this.facts.epoch, next) }, false);
    await this.retire();
  }

  async close() {
    if (this.closed) return;
    this.guests.sendAll({ kind: 'bye', reason: 'ended' });
    this.ways.end();
    this.door.knocks.close();
    await this.stop();
  }

  async stop() {
    if (this.closed) return;
    this.closed = true;
    this.cancelBeat();
    this.held.close();
    this.presses.close();
    // What was said last is sealed and sent before the channels go.
    await this.ways.close();
  }

  private now() {
    return this.parts.scheduler.now();
  }

  private came(id: MemberId, link: GuestLink, begins: boolean) {
    const known = findMember(this.facts, id);
    const name = this.names.take(this.facts, id, link.name);
    const member = { ...(known ?? { id, state: 'catching-up' as const }), name };
    this.parts.members.back(id);
    link.send({ kind: 'welcome', member: id, ...(this.parts.chat.talks ? { talks: true } : {}) });
    this.held.greet(link);
    this.held.setMembers(begins ? admitMember(this.facts, member) : putMember(this.facts, member));
    if (!known) this.listeners.toast('joined', name);
  }

  private hear(id: MemberId, message: Said, link: GuestLink, arrivedAt: number) {
    switch (message.kind) {
      case 'ping': {
        const [received, answered] = [roundToMicroseconds(arrivedAt), roundToMicroseconds(this.now())];
        link.send({ kind: 'pong', sent: message.sent, received, answered });
        if (message.skip !== undefined) this.offerSkip(message.skip, id);
        if (message.goOn) this.goOn(id);
        return this.held.figures(id, message);
      }
      case 'intent':
        // The facts are another's already.
        return this.door.isRetiring || this.presses.take(id, message);
      case 'rename':
        return this.rename(message.name, id, message.colour);
      case 'countdown':
        return this.door.isRetiring || this.powers.countDown(message.on, id);
      case 'ask-to-drive':
        return this.door.isRetiring || this.held.askToDrive(id, this.now());
      case 'invite-seen':
        return this.door.inviteSeen(id);
      default:
        // Its author says it again to the next host.
        return this.door.isRetiring || this.parts.chat.hear(id, message);
    }
  }

  private lose(id: MemberId) {
    const name = findMember(this.facts, id)?.name ?? '';
    this.presses.forget(id);
    this.names.forget(id);
    this.held.lose(this.names.settle(dropMember(this.facts, id)));
    this.listeners.toast('left', name);
  }

  private beat() {
    this.guests.review();
    this.held.beat();
    if (this.parts.wallHasStepped()) this.listeners.recorded();
  }
}
