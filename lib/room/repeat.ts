import type { Scheduler } from '../core/time/scheduler';

/** Runs a task again and again. @returns ends it */
export function repeat(scheduler: Scheduler, periodMs: number, task: () => void): () => void {
  let cancel = () => {};
  const next = () => {
    cancel = scheduler.after(periodMs, () => {
      next();
      task();
    });
  };
  next();
  return () => cancel();
}
