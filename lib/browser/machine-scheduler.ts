import type { Scheduler } from '../core/time/scheduler';

/** The machine's own clock and timers. The clock is monotonic, and each context's has its own zero. */
export const machineScheduler: Scheduler = {
  now: () => performance.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
