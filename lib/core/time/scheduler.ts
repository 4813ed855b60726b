/** Clock and timers, handed in: the machine's own in the browser, a virtual one in the simulator. */
export interface Scheduler {
  /** Monotonic, ms. */
  now(): number;
  /** Runs `task` once, `delayMs` from now. @returns cancels it */
  after(delayMs: number, task: () => void): () => void;
}
