import { addSample, BURST, type ClockReading, type ClockState, emptyClock, readClock } from '../core/time/clock';
import type { Scheduler } from '../core/time/scheduler';
import { DEAD_MS, PING_MS, SUSPECT_MS } from './room';

/** Samples of a burst follow each other this closely: 8 in under a second. */
const BURST_GAP_MS = 60;

export interface PulseListeners {
  /** Send a ping now. */
  ping(): void;
  /** Has the host been heard within 3 s? Told when it changes. */
  suspect(silent: boolean): void;
  /** Not heard for 6 s. */
  dead(): void;
}

/**
 * A guest's heartbeat: tells that the host lives, and where its clock is (SPEC HB-1, CL-6). PeerJS reports no
 * dead peer, and WebRTC only after many seconds.
 */
export class GuestPulse {
  private clock: ClockState = emptyClock;
  private heardAt = 0;
  private silent = false;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly listeners: PulseListeners,
  ) {}

  /** Begins with a burst. @param sameClock the host's clock is the one that was known before */
  start(sameClock: boolean) {
    this.stop();
    if (!sameClock) this.clock = emptyClock;
    this.heard();
    this.burst(BURST);
  }

  stop() {
    this.cancel?.();
    this.cancel = undefined;
  }

  heard() {
    this.heardAt = this.scheduler.now();
  }

  pong(sample: { readonly sent: number; readonly received: number; readonly answered: number }, returned: number) {
    const taken = addSample(this.clock, { ...sample, returned });
    this.clock = taken.state;
    if (taken.reset && this.cancel) this.burst(BURST);
  }

  reading(): ClockReading | undefined {
    return readClock(this.clock, this.scheduler.now());
  }

  private burst(left: number) {
    this.listeners.ping();
    if (left <= 1) return this.beat();
    this.next(BURST_GAP_MS, () => this.burst(left - 1));
  }

  private beat() {
    this.next(PING_MS, () => {
      const forMs = this.scheduler.now() - this.heardAt;
      if (forMs > DEAD_MS) return this.listeners.dead();
      const silent = forMs > SUSPECT_MS;
      if (silent !== this.silent) this.listeners.suspect(silent);
      this.silent = silent;
      this.listeners.ping();
      this.beat();
    });
  }

  private next(inMs: number, task: () => void) {
    this.cancel?.();
    this.cancel = this.scheduler.after(inMs, task);
  }
}
