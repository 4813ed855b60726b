import type { Scheduler } from '../core/time/scheduler';

/** Resolves with the task, and after `limitMs` in any case. */
export function withTimeLimit(scheduler: Scheduler, limitMs: number, task: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = scheduler.after(limitMs, resolve);
    task.finally(() => {
      cancel();
      resolve();
    });
  });
}
