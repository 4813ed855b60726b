import type { Problem } from '../core/ports/room-view';
import { slotsFrom } from '../core/room/belief';
import type { Scheduler } from '../core/time/scheduler';
import type { Backoff } from './backoff';
import { DialError, type Dialler, type Reached } from './dialler';
import { ProblemError } from './problem';

export interface RedialDependencies {
  readonly scheduler: Scheduler;
  readonly dialler: Pick<Dialler, 'dial'>;
  readonly backoff: () => Backoff;
  /** The term whose host is the most likely one. */
  readonly firstEpoch: () => number;
  /** Takes in a host that has proved itself. Rejects when it then says nothing. */
  readonly reached: (reached: Reached) => Promise<void>;
  /** Nobody is there, for more than one round, since then (local ms). @returns true: dialling is over, for this member is host now */
  readonly nobody: (since: number) => boolean;
}

/** What nothing but the host, or the person, can change: dialling again does not help. */
const FINAL: ReadonlySet<Problem> = new Set([
  'room-full',
  'room-locked',
  'not-let-in',
  'removed',
  'version-ours-old',
  'version-theirs-old',
  'webrtc-disabled',
]);

/** Dials the room's host again and again, until one is reached or it is given up (SPEC HB-2). */
export class Redialler {
  private readonly over = new AbortController();
  /** Ends the dialling that is under way. */
  private current: AbortController | undefined;

  constructor(private readonly parts: RedialDependencies) {}

  /**
   * Nothing where it is under way already.
   * @returns why it was given up; undefined: a host is reached, or it is not wanted any more
   */
  async dial(forMs: number): Promise<Problem | undefined> {
    if (this.current || this.over.signal.aborted) return undefined;
    const dialling = new AbortController();
    const { signal } = dialling;
    this.current = dialling;
    const since = this.now();
    let nobodySince: number | undefined;
    let backoff = this.parts.backoff();
    try {
      for (;;) {
        const failed = await this.once(signal);
        if (!failed || signal.aborted) return undefined;
        if (!failed.nobodyThere) nobodySince = undefined;
        else if (nobodySince === undefined) {
          // Known only now: others may have found it out before, and one of them is host in a moment. The waits begin anew.
          nobodySince = this.now();
          backoff = this.parts.backoff();
        } else if (this.parts.nobody(nobodySince)) return undefined;
        if (FINAL.has(failed.problem) || this.now() - since > forMs) return failed.problem;
        await backoff.wait(signal);
        if (signal.aborted) return undefined;
      }
    } finally {
      this.current = undefined;
      dialling.abort();
    }
  }

  /** For now: the host is heard again. */
  stop() {
    this.current?.abort();
  }

  close() {
    this.over.abort();
    this.stop();
  }

  private async once(signal: AbortSignal): Promise<DialError | undefined> {
    try {
      const { dialler, firstEpoch, reached } = this.parts;
      await reached(await dialler.dial(slotsFrom(firstEpoch()), signal));
      return undefined;
    } catch (error) {
      if (error instanceof DialError) return error;
      return new DialError(error instanceof ProblemError ? error.problem : 'host-lost', false);
    }
  }

  private now() {
    return this.parts.scheduler.now();
  }
}
