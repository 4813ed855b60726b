/** Web Crypto answers later, the simulator's stand-in at once: code that takes either is written once. */
export type MaybeLater<T> = T | Promise<T>;

export function whenDone<T, U>(value: MaybeLater<T>, next: (value: T) => MaybeLater<U>): MaybeLater<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}

export interface Line {
  /** Runs `step` after all that were given before it: at once if they are over. A step that fails is reported, and skipped. */
  add(step: () => MaybeLater<void>): void;
  /** Resolves when everything added so far is over. */
  readonly idle: Promise<void>;
}

/** One at a time, in the order of the calls, however long each takes: encryption must not reorder messages. */
export function inOrder(): Line {
  let tail: Promise<void> | undefined;
  return {
    add(step) {
      const running = tail ? tail.then(step) : step();
      if (!(running instanceof Promise)) return;
      const done = running
        .catch((error: unknown) => {
          // Not of this line's making (nothing from a peer throws): it belongs in the console, or fails the test.
          queueMicrotask(() => {
            throw error;
          });
        })
        .then(() => {
          if (tail === done) tail = undefined;
        });
      tail = done;
    },
    get idle() {
      return tail ?? Promise.resolve();
    },
  };
}
