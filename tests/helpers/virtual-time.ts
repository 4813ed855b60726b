import type { Scheduler } from '../../lib/core/time/scheduler';

interface Task {
  readonly at: number;
  /** Ties run in the order in which they were scheduled. */
  readonly order: number;
  run: (() => void) | undefined;
}

/** Events a turn of Node's event loop: not all at once, since many runs are short. */
const BATCH_MIN = 32;
const BATCH_MAX = 256;
/** More events than this in one instant go round in a circle. */
const INSTANT_MAX = 100_000;

/**
 * True time of a simulated world, ms from 0: a heap of events that are run one after another, as fast as the
 * machine can. No context of the world sees it: each has a clock of its own, made by a `VirtualMachine`.
 */
export class VirtualTime {
  now = 0;
  private readonly heap: Task[] = [];
  private scheduled = 0;
  private inInstant = 0;

  /** Runs `task` at true time `at`, at the earliest now. @returns cancels it */
  at(at: number, task: () => void): () => void {
    const entry: Task = { at: Math.max(this.now, at), order: ++this.scheduled, run: task };
    this.push(entry);
    return () => {
      entry.run = undefined;
    };
  }

  after(delayMs: number, task: () => void): () => void {
    return this.at(this.now + Math.max(0, delayMs), task);
  }

  /**
   * Runs everything that is due until true time `until`. After each event all promises that it settled have
   * run their course, however long their chains, as in a browser before the next task.
   * @param each is called then, after every event; what it throws ends the run
   */
  run(until: number, each?: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      let over = false;
      let before = () => {};
      const step = () => {
        if (over) return;
        try {
          before();
          before = each ?? before;
          if (this.next(until)) return;
          this.now = Math.max(this.now, until);
          resolve();
        } catch (error) {
          reject(error);
        }
        over = true;
      };
      // Between two immediates Node runs all microtasks; queued in batches, they spare a turn of its event loop each.
      const queue = (batch: number) => {
        for (let i = 0; i < batch; i++) setImmediate(step);
        setImmediate(() => over || queue(Math.min(BATCH_MAX, 2 * batch)));
      };
      queue(BATCH_MIN);
    });
  }

  /** Runs the event that is due next. @returns false when there is none until then */
  private next(until: number): boolean {
    for (let next = this.heap[0]; next && next.at <= until; next = this.heap[0]) {
      this.pop();
      if (!next.run) continue;
      this.inInstant = next.at === this.now ? this.inInstant + 1 : 0;
      if (this.inInstant > INSTANT_MAX) throw new Error(`time stands still at ${this.now} ms`);
      this.now = next.at;
      next.run();
      return true;
    }
    return false;
  }

  private push(entry: Task) {
    const { heap } = this;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(entry, heap[parent] as Task)) break;
      heap[index] = heap[parent] as Task;
      index = parent;
    }
    heap[index] = entry;
  }

  private pop() {
    const { heap } = this;
    const last = heap.pop() as Task;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Task, heap[child] as Task)) child++;
      if (!before(heap[child] as Task, last)) break;
      heap[index] = heap[child] as Task;
      index = child;
    }
    heap[index] = last;
  }
}

function before(a: Task, b: Task): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** Microtasks and timers of a plain unit test with no skew: a machine whose clock is true. */
export function trueScheduler(time: VirtualTime): Scheduler {
  return { now: () => time.now, after: (delayMs, task) => time.after(delayMs, task) };
}
