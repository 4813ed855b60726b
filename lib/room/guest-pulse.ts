import type { ClockReading } from '../core/time/clock';
import { ClockSampler } from '../core/time/clock-sampler';
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
  private readonly sampler: ClockSampler;
  private heardAt = 0;
  private silent = false;
  private beating = false;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly listeners: PulseListeners,
  ) {
    this.sampler = new ClockSampler(scheduler, BURST_GAP_MS, () => listeners.ping());
  }

  /** Begins with a burst. @param sameClock the host's clock is the one that was known before */
  start(sameClock: boolean) {
    this.stop();
    if (!sameClock) this.sampler.forget();
    this.heard();
    this.beating = true;
    this.burst();
  }

  stop() {
    this.beating = false;
    this.sampler.stop();
    this.cancel?.();
  }

  heard() {
    this.heardAt = this.scheduler.now();
  }

  pong(sample: { readonly sent: number; readonly received: number; readonly answered: number }, returned: number) {
    if (this.sampler.answered({ ...sample, returned }) && this.beating) this.burst();
  }

  reading(): ClockReading | undefined {
    return this.sampler.reading();
  }

  private burst() {
    this.cancel?.();
    this.sampler.burst(() => this.beat());
  }

  private beat() {
    this.cancel = this.scheduler.after(PING_MS, () => {
      const forMs = this.scheduler.now() - this.heardAt;
      if (forMs > DEAD_MS) return this.listeners.dead();
      const silent = forMs > SUSPECT_MS;
      if (silent !== this.silent) this.listeners.suspect(silent);
      this.silent = silent;
      this.sampler.sample();
      this.beat();
    });
  }
}
