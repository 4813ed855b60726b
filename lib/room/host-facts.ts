import type { Media } from '../core/film/media';
import { askToDrive } from '../core/room/drive-asks';
import { findMember } from '../core/room/facts';
import { type HostState, setMedia, updateMember } from '../core/room/host-state';
import type { Scheduler } from '../core/time/scheduler';
import type { MemberId, SignedMessage } from '../core/wire/protocol';
import { HostPublisher } from './host-publisher';
import type { GuestLink } from './links/link';
import type { SeatListeners } from './seat';
import { WaitingReview } from './waiting-review';

/** The facts that a host holds: each change of them is told to the others, to the player here, and to what is kept. */
export class HostFacts {
  private readonly publisher: HostPublisher;
  private readonly review: WaitingReview;

  constructor(
    scheduler: Scheduler,
    private state: HostState,
    private readonly listeners: SeatListeners,
    publish: (message: SignedMessage) => void,
    missed: () => readonly MemberId[],
  ) {
    this.publisher = new HostPublisher(scheduler, () => this.state, publish, missed);
    this.review = new WaitingReview(
      scheduler,
      () => this.state,
      (next, said) => {
        this.state = next;
        if (said) this.publishPlayback();
      },
    );
  }

  get now(): HostState {
    return this.state;
  }

  /** To one guest, as it comes. */
  greet(link: GuestLink) {
    this.publisher.greet(link);
  }

  /** A press, or what is as good as one. */
  adopt(next: HostState) {
    if (next === this.state) return;
    const { film } = this.state;
    this.state = next;
    if (next.film !== film) this.publisher.media();
    this.publishPlayback();
    this.listeners.recorded();
  }

  /** A countdown begins, or is ended. */
  count(next: HostState) {
    this.adopt(next);
    this.review.look();
  }

  /** The room is laid anew through the player here: nothing worth keeping. */
  reanchor(next: HostState) {
    if (next === this.state) return;
    this.state = next;
    this.publishPlayback();
  }

  setMedia(media: Media) {
    this.state = setMedia(this.state, media);
    this.publisher.media();
    this.listeners.recorded();
  }

  /** A setting, or a term. @param moves the playback is told, too */
  set(next: HostState, moves = false) {
    this.state = next;
    if (moves) this.publishPlayback();
    this.publishRoster();
    this.listeners.recorded();
    this.listeners.ordered();
  }

  /** Somebody has come, or has another name. */
  setMembers(next: HostState) {
    this.state = next;
    this.publishRoster();
    this.listeners.recorded();
  }

  /** Somebody has gone. */
  lose(next: HostState) {
    this.state = next;
    this.review.look();
    this.publishRoster();
  }

  /** What only the host's person is shown. */
  note(next: HostState) {
    this.state = next;
    this.listeners.changed();
  }

  /** A guest asks to drive: the person here is told. @param now own clock, ms */
  askToDrive(id: MemberId, now: number) {
    const next = askToDrive(this.state, id, now);
    if (next === this.state) return;
    this.note(next);
    this.listeners.toast('asks-to-drive', findMember(next, id)?.name ?? '');
  }

  /** How a member is, as it says. */
  figures(id: MemberId, said: Parameters<typeof updateMember>[2]) {
    const before = findMember(this.state, id)?.state;
    this.state = updateMember(this.state, id, said);
    this.review.look();
    if (said.state !== undefined && said.state !== before) this.publishRoster();
    else this.listeners.changed();
  }

  /** Once a second: what was told long ago is told again. */
  beat() {
    if (this.publisher.rosterIsOld) this.publishRoster();
    if (this.publisher.playbackIsOld) this.publishPlayback();
  }

  close() {
    this.publisher.close();
    this.review.close();
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
