import { addToHistory, type DriftLine } from '../core/room/drift-history';
import type { Scheduler } from '../core/time/scheduler';
import { repeat } from './repeat';
import type { Room } from './room';

/** How everybody is is looked at this often: a point a second is as fine as the graph is wide. */
const LOOK_MS = 1_000;

/** The last minute of everybody's drift, for the graph; shown to who looks. */
export class DriftWatch {
  lines: readonly DriftLine[] = [];
  readonly close: () => void;

  /** @param looks right before it is drawn @param looked there is something new to draw */
  constructor(scheduler: Scheduler, room: () => Room | undefined, looks: () => void, looked: () => void) {
    this.close = repeat(scheduler, LOOK_MS, () => {
      const there = room();
      if (!there) return;
      looks();
      this.lines = addToHistory(this.lines, there.members, scheduler.now());
      looked();
    });
  }
}
