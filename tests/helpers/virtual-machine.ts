import type { Scheduler } from '../../lib/core/time/scheduler';
import type { VirtualTime } from './virtual-time';

export interface MachineOptions {
  /** Of its monotonic clock against true time, ms: anything, up to weeks. */
  readonly offsetMs: number;
  /** Frequency error of its crystal, parts per million. */
  readonly skewPpm: number;
  /** Its wall clock, which people set wrong, against true time, ms. */
  readonly wallOffsetMs: number;
  /** Does the monotonic clock go on while the machine sleeps? It does on Windows, it does not on Linux and macOS. */
  readonly clockRunsAsleep: boolean;
}

/** True time 0 by a right wall clock. */
const EPOCH_MS = Date.UTC(2026, 0, 1);

/** No timer is finer: a rest of rounding would be waited for without end. */
const FINEST_MS = 0.001;

/** A computer: one crystal, several contexts that each have their own zero, sleep, and an end. */
export class VirtualMachine {
  /** True ms of the last end of a sleep. */
  wokeAt = 0;
  private sleptMs = 0;
  private asleepSince: number | undefined;
  private waiting: (() => void)[] = [];
  private wallStepsMs = 0;

  constructor(
    private readonly time: VirtualTime,
    private readonly options: MachineOptions,
  ) {}

  get asleep(): boolean {
    return this.asleepSince !== undefined;
  }

  /** True ms for which the machine has been running: what moves its videos. */
  awakeMs(): number {
    return (this.asleepSince ?? this.time.now) - this.sleptMs;
  }

  /** What its monotonic clock has counted, but for its crystal's error, ms. */
  monotonicMs(): number {
    return this.options.clockRunsAsleep ? this.time.now : this.awakeMs();
  }

  /** Ms since 1970, as this machine believes. */
  wallMs(): number {
    return EPOCH_MS + this.time.now + this.options.wallOffsetMs + this.wallStepsMs;
  }

  /** Somebody sets the wall clock, or a time server does. */
  stepWall(byMs: number) {
    this.wallStepsMs += byMs;
  }

  sleep() {
    this.asleepSince ??= this.time.now;
  }

  /** Timers that came due meanwhile all run now. */
  wake() {
    if (this.asleepSince === undefined) return;
    this.sleptMs += this.time.now - this.asleepSince;
    this.asleepSince = undefined;
    this.wokeAt = this.time.now;
    const late = this.waiting;
    this.waiting = [];
    for (const task of late) this.time.after(0, () => this.perform(task));
  }

  /**
   * The clock and timers of one context: a page, a room place.
   * @param zeroMs when it was made, so to speak: contexts of one machine do not share a time origin
   * @param alive when it aborts, all that the context still had to do is gone with it
   * @param alignMs timers of a hidden page come at multiples of this, 0: unthrottled
   */
  context(zeroMs: number, alive: AbortSignal, alignMs: () => number = () => 0): Scheduler {
    const { offsetMs, skewPpm } = this.options;
    const factor = 1 + skewPpm * 1e-6;
    return {
      now: () => this.monotonicMs() * factor + offsetMs + zeroMs,
      after: (delayMs, task) => {
        const align = alignMs();
        const due = this.time.now + (delayMs > 0 ? Math.max(FINEST_MS, delayMs) : 0) / factor;
        return this.time.at(align > 0 ? Math.ceil(due / align) * align : due, () => {
          if (!alive.aborted) this.perform(task, alive);
        });
      },
    };
  }

  /** Runs `task` now, or on waking up. */
  perform(task: () => void, alive?: AbortSignal) {
    if (this.asleep) this.waiting.push(() => !alive?.aborted && task());
    else task();
  }
}
