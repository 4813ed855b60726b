import type { Media } from '../core/film/media';
import { findMember } from '../core/room/facts';
import {
  admitMember,
  dropMember,
  type HostState,
  memberOf,
  putMember,
  setControl,
  setDriver,
  setMedia,
  updateMember,
} from '../core/room/host-state';
import { applyAnchor, applyIntent, startFilm } from '../core/room/intents';
import type { Intent, PlayerReport } from '../core/room/order';
import { newestSkip, offerSkip } from '../core/room/skip-offer';
import { goOnWithout, setTogether } from '../core/room/waiting';
import { ownClock } from '../core/time/clock';
import type { Scheduler } from '../core/time/scheduler';
import { nameToTell } from '../core/wire/fields';
import type { MemberId } from '../core/wire/protocol';
import { roundToMicroseconds } from './dependencies';
import type { Doorway } from './doorway';
import { HostMembers, type Said } from './host-members';
import { HostPublisher } from './host-publisher';
import type { GuestLink } from './links/link';
import { Presses } from './presses';
import { repeat } from './repeat';
import { type HostPowers, orderOf, type Seat, type SeatListeners } from './seat';
import { HANDED_OVER_MS, PING_MS } from './silences';
import { withTimeLimit } from './time-limit';
import { WaitingReview } from './waiting-review';

export interface HostSeatDependencies {
  readonly scheduler: Scheduler;
  /** Ways in, with the conversations over them. `guest` is to be called for each member that has proved itself. */
  readonly doorway: (listeners: { guest(link: GuestLink): void; changed(): void }) => Doorway;
  /** The wall clock was set, so that what is kept has to be written anew. */
  readonly wallHasStepped: () => boolean;
  /** Who is not heard any more and has not said goodbye; who is back; who has said goodbye. */
  readonly members: Readonly<Record<'lost' | 'back' | 'left', (id: MemberId) => void>>;
  /** This member makes another one host in its place. */
  readonly makeHost: (id: MemberId) => void;
}

/** The seat of the member that holds the room's facts: it takes in what members do and tells all what is true. */
export class HostSeat implements Seat {
  readonly powers: HostPowers;
  readonly doorway: Doorway;
  readonly diary = [];
  private readonly guests: HostMembers;
  private readonly presses: Presses;
  private readonly publisher: HostPublisher;
  private readonly cancelBeat: () => void;
  private readonly waitingReview: WaitingReview;
  private closed = false;

  constructor(
    private readonly parts: HostSeatDependencies,
    private state: HostState,
    private readonly listeners: SeatListeners,
  ) {
    const { scheduler } = parts;
    this.guests = new HostMembers(scheduler, {
      came: (id, link, begins) => this.came(id, link, begins),
      said: (id, message, link, arrivedAt) => this.hear(id, message, link, arrivedAt),
      away: (id, isAway) => isAway && this.figures(id, { state: 'away' }),
      gone: (id, left) => {
        this.lose(id);
        parts.members[left ? 'left' : 'lost'](id);
        listeners.recorded();
      },
    });
    const expected = state.members.map(({ id }) => id).filter((id) => id !== state.host);
    this.guests.expect(expected);
    for (const id of expected) parts.members.lost(id);
    this.presses = new Presses(scheduler, (id, intent) => this.adopt(applyIntent(this.state, id, intent, this.now())));
    this.doorway = parts.doorway({
      guest: (link) => this.guests.arrive(link),
      changed: () => listeners.changed(),
    });
    this.publisher = new HostPublisher(
      scheduler,
      () => this.state,
      (message) => this.doorway.publish(message),
    );
    this.waitingReview = new WaitingReview(
      scheduler,
      () => this.state,
      (next, said) => {
        this.state = next;
        if (said) this.publishPlayback();
      },
    );
    this.cancelBeat = repeat(scheduler, PING_MS, () => this.beat());
    this.powers = {
      setMedia: (media) => this.setMedia(media),
      startFilm: (media, start) => this.adopt(startFilm(this.state, media, start, this.now())),
      setControl: (control) => this.setRights(setControl(this.state, control)),
      setDriver: (id, may) => this.setRights(setDriver(this.state, id, may)),
      setTogether: (together) => this.setRights(setTogether(this.state, together, this.now()), true),
      makeHost: parts.makeHost,
    };
  }

  get facts() {
    return this.state;
  }
  get members() {
    return this.state.members;
  }
  get connection() {
    // Whoever has just followed another host opens its ways for the first time: nothing is lost yet.
    const { state } = this.doorway;
    return state === 'open' || state === 'opening' ? 'open' : 'signalling-lost';
  }
  get waiting() {
    return (this.state.waiting?.for ?? []).flatMap((id) => findMember(this.state, id)?.name ?? []);
  }
  get skip() {
    return newestSkip(this.state, this.now());
  }

  clock() {
    return ownClock;
  }

  order() {
    const { host, revision, acks } = this.state;
    return orderOf(this.state, host, { revision, ack: acks[host]?.id ?? 0, waiting: this.waiting });
  }

  intent(intent: Intent) {
    this.presses.take(this.state.host, intent);
  }

  report({ anchor, ...said }: PlayerReport) {
    this.figures(this.state.host, said);
    if (!anchor) return;
    const next = applyAnchor(this.state, anchor, this.now());
    if (next === this.state) return;
    this.state = next;
    this.publishPlayback();
  }

  goOn(by = this.state.host) {
    this.adopt(goOnWithout(this.state, by, this.now()));
  }

  offerSkip(to: number, by = this.state.host) {
    this.adopt(offerSkip(this.state, by, to, this.now()));
  }

  rename(name: string, id = this.state.host) {
    this.state = putMember(this.state, { ...memberOf(this.state, id, name), name: nameToTell(name) });
    this.publishRoster();
    this.listeners.recorded();
  }

  /** Tells everybody who is here who is host from now on. @param stays this member goes on as a guest */
  handOver({ host, epoch: next }: { readonly host: MemberId; readonly epoch: number }, stays: boolean) {
    const { run, epoch, revision } = this.state;
    this.doorway.publish({
      kind: 'handover',
      run,
      epoch,
      revision,
      to: { host, epoch: next },
      ...(stays ? { stays } : {}),
    });
  }

  /** Another is named: nobody is let in any more, and nobody left alone before all have gone over. */
  async retire(): Promise<void> {
    this.isRetiring = true;
    await withTimeLimit(this.parts.scheduler, HANDED_OVER_MS, this.guests.empty);
    await this.stop();
  }
  /** Whoever comes now is to be met by the next host. */
  isRetiring = false;

  /** Begins a later term, with everybody who is here. */
  raise(epoch: number) {
    this.state = { ...this.state, epoch };
    this.publishPlayback();
    this.publishRoster();
    this.listeners.recorded();
  }

  async close() {
    if (this.closed) return;
    this.guests.sendAll({ kind: 'bye', reason: 'ended' });
    await this.stop();
  }

  async stop() {
    if (this.closed) return;
    this.closed = true;
    this.cancelBeat();
    this.publisher.close();
    this.presses.close();
    this.waitingReview.close();
    // What was said last is sealed and sent before the channels go.
    await this.doorway.close();
  }

  private now() {
    return this.parts.scheduler.now();
  }

  private setMedia(media: Media) {
    this.state = setMedia(this.state, media);
    this.publisher.media();
    this.listeners.recorded();
  }

  /** @param moves the playback may have changed with it */
  private setRights(next: HostState, moves = false) {
    this.state = next;
    if (moves) this.publishPlayback();
    this.publishRoster();
    this.listeners.recorded();
    this.listeners.ordered();
  }

  private came(id: MemberId, link: GuestLink, begins: boolean) {
    const known = findMember(this.state, id);
    const member = { ...(known ?? { id, state: 'catching-up' as const }), name: link.name };
    this.parts.members.back(id);
    link.send({ kind: 'welcome', member: id });
    this.state = begins ? admitMember(this.state, member) : putMember(this.state, member);
    this.publisher.greet(link);
    this.publishRoster();
    this.listeners.recorded();
    if (!known) this.listeners.toast('joined', link.name);
  }

  private hear(id: MemberId, message: Said, link: GuestLink, arrivedAt: number) {
    switch (message.kind) {
      case 'ping':
        link.send({
          kind: 'pong',
          sent: message.sent,
          received: roundToMicroseconds(arrivedAt),
          answered: roundToMicroseconds(this.now()),
        });
        if (message.skip !== undefined) this.offerSkip(message.skip, id);
        if (message.goOn) this.goOn(id);
        return this.figures(id, message);
      case 'intent':
        // The facts are another's already.
        return this.isRetiring || this.presses.take(id, message);
      case 'rename':
        return this.rename(message.name, id);
    }
  }

  private adopt(next: HostState) {
    if (next === this.state) return;
    const { film } = this.state;
    this.state = next;
    if (next.film !== film) this.publisher.media();
    this.publishPlayback();
    this.listeners.recorded();
  }

  private lose(id: MemberId) {
    const name = findMember(this.state, id)?.name ?? '';
    this.presses.forget(id);
    this.state = dropMember(this.state, id);
    this.waitingReview.look();
    this.publishRoster();
    this.listeners.toast('left', name);
  }

  private figures(id: MemberId, said: Parameters<typeof updateMember>[2]) {
    const before = findMember(this.state, id)?.state;
    this.state = updateMember(this.state, id, said);
    this.waitingReview.look();
    if (said.state !== undefined && said.state !== before) this.publishRoster();
    else this.listeners.changed();
  }

  private beat() {
    this.guests.review();
    if (this.publisher.rosterIsOld) this.publishRoster();
    if (this.publisher.playbackIsOld) this.publishPlayback();
    if (this.parts.wallHasStepped()) this.listeners.recorded();
  }

  private publishPlayback() {
    this.publisher.playback();
    this.listeners.ordered();
  }

  private publishRoster() {
    this.listeners.changed();
    this.publisher.roster();
  }
}
