import { addSample, BURST, type ClockReading, type ClockState, emptyClock, readClock } from './clock';
import type { ClockSample } from './clock-interval';
import type { Scheduler } from './scheduler';

/** Keeps an estimate of another clock by asking for its time: eight times in a row at first (SPEC CL-6), then on demand. */
export class ClockSampler {
  private clock: ClockState = emptyClock;
  private askedAt = Number.NEGATIVE_INFINITY;
  private cancel: (() => void) | undefined;

  /** @param gapMs between the samples of a burst @param ask sends a question; `sent` by the local clock, ms */
  constructor(
    private readonly scheduler: Scheduler,
    private readonly gapMs: number,
    private readonly ask: (sent: number) => void,
  ) {}

  /** @param then runs right after the last question of the burst */
  burst(then: () => void = () => {}) {
    this.stop();
    const next = (left: number) => {
      this.sample();
      if (left === 1) return then();
      this.cancel = this.scheduler.after(this.gapMs, () => next(left - 1));
    };
    next(BURST);
  }

  /** Asks once, unless that was done within `periodMs`. */
  sample(periodMs = Number.NEGATIVE_INFINITY) {
    const now = this.scheduler.now();
    if (now - this.askedAt <= periodMs) return;
    this.askedAt = now;
    this.ask(now);
  }

  /** @returns the other clock has changed, and all that was known of it is forgotten: a burst is due (SPEC CL-4) */
  answered(sample: ClockSample): boolean {
    const taken = addSample(this.clock, sample);
    this.clock = taken.state;
    return taken.reset;
  }

  reading(): ClockReading | undefined {
    return readClock(this.clock, this.scheduler.now());
  }

  forget() {
    this.clock = emptyClock;
  }

  /** Ends a burst that is under way. */
  stop() {
    this.cancel?.();
    this.cancel = undefined;
  }
}
