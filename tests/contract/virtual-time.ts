import type { Scheduler } from '../../lib/core/time/scheduler';

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

/** Time that moves only when told to; between its steps, real time passes for Web Crypto to answer. */
export class VirtualTime implements Scheduler {
  private time = 1_000;
  private timers: Timer[] = [];

  now() {
    return this.time;
  }

  after(delayMs: number, task: () => void) {
    const timer = { at: this.time + Math.max(0, delayMs), task };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Runs everything that is due in the next `ms`, in order. */
  async advance(ms: number) {
    const until = this.time + ms;
    for (;;) {
      await breathe();
      const next = this.timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((other) => other !== next);
      this.time = next.at;
      next.task();
    }
    this.time = until;
  }

  /** Lets time pass, a millisecond at a step, until something holds; fails after `maxMs` of it. */
  async until(holds: () => boolean, maxMs = 2_000) {
    for (let waited = 0; !holds(); waited++) {
      if (waited > maxMs) throw new Error(`not within ${maxMs} ms: ${holds}`);
      await this.advance(1);
    }
  }
}

/** Digests that are asked for at once: Node answers Web Crypto with four threads. */
const CRYPTO_THREADS = 4;
const NOTHING = new Uint8Array();

/** Until what Web Crypto was asked before is answered and heard of, however slow the machine is. */
async function breathe() {
  await Promise.all(Array.from({ length: CRYPTO_THREADS }, () => crypto.subtle.digest('SHA-256', NOTHING)));
  await new Promise((resolve) => setTimeout(resolve, 1));
}
