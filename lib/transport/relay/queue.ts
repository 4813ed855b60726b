/** Who sends more than can be opened is not heard. */
const WAITING_MAX = 512;

export interface Queue {
  /** Does one thing after another; what cannot wait any more is left undone. A failure stops nothing. */
  add(task: () => Promise<void>): void;
  /** Resolves once all that was added has been done. */
  done(): Promise<void>;
}

/** Sealing and opening take their time, and what is said stays in order. */
export function queue(): Queue {
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  return {
    add(task) {
      if (waiting >= WAITING_MAX) return;
      waiting++;
      last = last
        .then(task)
        .catch(() => {})
        .finally(() => waiting--);
    },
    done: () => last,
  };
}
