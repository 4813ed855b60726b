import type { Scheduler } from '../core/time/scheduler';

/** Each wait is drawn from half of it to the whole: members that were cut off together do not come back together. */
const JITTER = 0.5;

/** Waits that grow, for what is tried again and again. */
export class Backoff {
  private tries = 0;

  /**
   * @param stepsMs of one wait after the other; the last one stays
   * @param random evenly from 0 to 1
   */
  constructor(
    private readonly scheduler: Scheduler,
    private readonly stepsMs: readonly number[],
    private readonly random: () => number,
  ) {}

  /** How long the next wait takes, ms. Each call is a try. */
  nextMs(): number {
    const step = this.stepsMs[Math.min(this.tries, this.stepsMs.length - 1)] ?? 0;
    this.tries++;
    return step * (1 - JITTER * this.random());
  }

  /** Resolves after the next wait, or at once when aborted. */
  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const end = () => {
        cancel();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.scheduler.after(this.nextMs(), end);
      signal.addEventListener('abort', end, { once: true });
    });
  }
}
