import { mediaMessage, playbackMessage, rosterMessage } from '../core/room/host-messages';
import type { HostState } from '../core/room/host-state';
import type { Scheduler } from '../core/time/scheduler';
import type { MemberId, SignedMessage } from '../core/wire/protocol';
import type { GuestLink } from './links/link';

/** The roster is repeated this often for the sake of its changing figures… */
const FIGURES_MS = 5_000;
/** …and told at once, but not more often than this, when anybody's state changes. */
const ROSTER_MIN_MS = 300;
/** A heartbeat of playback, for anyone who missed a revision. */
const HEARTBEAT_MS = 10_000;
/** Of changes that follow each other faster the last is told: nobody could follow each. */
const PLAYBACK_MIN_MS = 50;

/** What a host says to all its guests, and how often. */
export class HostPublisher {
  private rosterAt = Number.NEGATIVE_INFINITY;
  /** Members who had a drift in the last roster, by their ids. */
  private toldMeasured = '';
  private rosterDue: (() => void) | undefined;
  private playbackAt = Number.NEGATIVE_INFINITY;
  private playbackDue: (() => void) | undefined;
  private closed = false;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly state: () => HostState,
    private readonly publish: (message: SignedMessage) => void,
    /** Whom this host has lost. */
    private readonly missed: () => readonly MemberId[],
  ) {}

  /** To one guest, as it comes. */
  greet(guest: Pick<GuestLink, 'send'>) {
    const media = mediaMessage(this.state());
    if (media) guest.send(media);
    guest.send(playbackMessage(this.state(), this.scheduler.now()));
  }

  playback() {
    if (this.closed || this.playbackDue) return;
    const wait = this.playbackAt + PLAYBACK_MIN_MS - this.scheduler.now();
    if (wait <= 0) return this.publishPlayback();
    this.playbackDue = this.scheduler.after(wait, () => {
      this.playbackDue = undefined;
      this.publishPlayback();
    });
  }

  media() {
    const message = mediaMessage(this.state());
    if (message) this.publish(message);
  }

  roster() {
    if (this.closed || this.rosterDue) return;
    const wait = Math.max(0, this.rosterAt + ROSTER_MIN_MS - this.scheduler.now());
    const cancel = this.scheduler.after(wait, () => {
      this.rosterDue = undefined;
      this.rosterAt = this.scheduler.now();
      this.toldMeasured = this.measured;
      this.publish(rosterMessage(this.state(), this.missed()));
    });
    this.rosterDue = cancel;
  }

  close() {
    this.closed = true;
    this.rosterDue?.();
    this.playbackDue?.();
  }

  /** Also where a drift that everybody shows is measured no more, or one that nobody shows is measured again. */
  get rosterIsOld(): boolean {
    return this.scheduler.now() - this.rosterAt > FIGURES_MS || this.measured !== this.toldMeasured;
  }

  private get measured(): string {
    return this.state()
      .members.filter(({ driftMs }) => driftMs !== undefined)
      .map(({ id }) => id)
      .join();
  }

  get playbackIsOld(): boolean {
    return this.scheduler.now() - this.playbackAt > HEARTBEAT_MS;
  }

  private publishPlayback() {
    this.playbackAt = this.scheduler.now();
    this.publish(playbackMessage(this.state(), this.playbackAt));
  }
}
