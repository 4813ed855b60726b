import type { ClockReading } from '../core/time/clock';
import { ClockSampler } from '../core/time/clock-sampler';
import type { Scheduler } from '../core/time/scheduler';
import { DEAD_MS, PING_MS, SUSPECT_MS } from './silences';

/** Samples of a burst follow each other this closely: 8 in under a second. */
const BURST_GAP_MS = 60;

export interface HeartbeatListeners {
  /** Send a ping now. */
  ping(): void;
  /** Has the host not been heard for `SUSPECT_MS`? Told when it changes, but not by a start. */
  suspect(silent: boolean): void;
  /** Not heard for `DEAD_MS`. */
  dead(): void;
}

/**
 * A guest's heartbeat: tells that the host lives, and where its clock is (SPEC HB-1, CL-6). PeerJS reports no
 * dead peer, and WebRTC only after many seconds.
 */
export class GuestHeartbeat {
  private readonly sampler: ClockSampler;
  private heardAt = 0;
  private silent = false;
  private beating = false;
  private cancelBeat: (() => void) | undefined;
  private cancelWatch: (() => void) | undefined;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly listeners: HeartbeatListeners,
  ) {
    this.sampler = new ClockSampler(scheduler, BURST_GAP_MS, () => listeners.ping());
  }

  /** Begins with a burst. @param sameClock the host's clock is the one that was known before */
  start(sameClock: boolean) {
    this.stop();
    if (!sameClock) this.sampler.forget();
    this.silent = false;
    this.beating = true;
    this.heard();
    this.watch();
    this.burst();
  }

  stop() {
    this.beating = false;
    this.sampler.stop();
    this.cancelBeat?.();
    this.cancelWatch?.();
  }

  heard() {
    this.heardAt = this.scheduler.now();
    if (!this.silent || !this.beating) return;
    this.silent = false;
    this.listeners.suspect(false);
    this.watch();
  }

  pong(sample: { readonly sent: number; readonly received: number; readonly answered: number }, returned: number) {
    if (this.sampler.answered({ ...sample, returned }) && this.beating) this.burst();
  }

  reading(): ClockReading | undefined {
    return this.sampler.reading();
  }

  /** From here to the host and back, as far as it is known. */
  get rttMs(): number | undefined {
    const half = this.reading()?.uncertaintyMs;
    return half === undefined ? undefined : 2 * half;
  }

  private burst() {
    this.cancelBeat?.();
    this.sampler.burst(() => this.beat());
  }

  private beat() {
    this.cancelBeat = this.scheduler.after(PING_MS, () => {
      this.sampler.sample();
      this.beat();
    });
  }

  /** Looks at the moment at which the silence is too long, and not with the next ping: a second counts here. */
  private watch() {
    this.cancelWatch?.();
    const leftMs = this.heardAt + (this.silent ? DEAD_MS : SUSPECT_MS) - this.scheduler.now();
    if (leftMs > 0) {
      this.cancelWatch = this.scheduler.after(leftMs, () => this.watch());
      return;
    }
    if (this.silent) return this.listeners.dead();
    this.silent = true;
    this.listeners.suspect(true);
    if (this.beating) this.watch();
  }
}
