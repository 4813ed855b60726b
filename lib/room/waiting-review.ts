import { nextStartReviewAt, reviewStarts } from '../core/room/countdown';
import type { HostState } from '../core/room/host-state';
import type { Scheduler } from '../core/time/scheduler';

/** Looks whether somebody is to be waited for, or is ready again, or a countdown ends: when it is asked to, and when that can change by itself. */
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
    const next = reviewStarts(before, scheduler.now());
    this.adopt(next, next.revision !== before.revision);
    this.cancel?.();
    const at = nextStartReviewAt(next, scheduler.now());
    this.cancel = at === undefined ? undefined : scheduler.after(at - scheduler.now(), () => this.look());
  }

  close() {
    this.cancel?.();
  }
}
