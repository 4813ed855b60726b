import type { HostState } from '../core/room/host-state';
import { nextReviewAt, reviewWaiting } from '../core/room/waiting';
import type { Scheduler } from '../core/time/scheduler';

/** Looks whether somebody is to be waited for, or is ready again: when it is asked to, and when that can change by itself. */
export class WaitingReview {
  private cancel: (() => void) | undefined;

  /** @param adopt `said`: the others have to be told */
  constructor(
    private readonly scheduler: Scheduler,
    private readonly state: () => HostState,
    private readonly adopt: (next: HostState, said: boolean) => void,
  ) {}

  look() {
    const { scheduler } = this;
    const before = this.state();
    const next = reviewWaiting(before, scheduler.now());
    this.adopt(next, next.revision !== before.revision);
    this.cancel?.();
    const at = nextReviewAt(next, scheduler.now());
    this.cancel = at === undefined ? undefined : scheduler.after(at - scheduler.now(), () => this.look());
  }

  close() {
    this.cancel?.();
  }
}
