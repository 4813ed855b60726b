import type { Problem } from '../core/ports/room-view';
import { slotsFrom } from '../core/room/belief';
import type { Scheduler } from '../core/time/scheduler';
import type { Backoff } from './backoff';
import { DialError, type Dialler, later, type Reached } from './dialler';
import { ProblemError } from './problem';
import { Upgrades } from './upgrades';

export interface RedialDependencies {
  readonly scheduler: Scheduler;
  readonly dialler: Pick<Dialler, 'dial' | 'dialAtNeed' | 'hasAtNeed' | 'dialBetter' | 'isBest'>;
  /** Evenly from 0 to 1. */
  readonly random: () => number;
  readonly backoff: () => Backoff;
  /** The term whose host is the most likely one. */
  readonly firstEpoch: () => number;
  /** A host has proved itself to this end before. */
  readonly isMember: () => boolean;
  /** Takes in a host that has proved itself. Rejects when it then says nothing. */
  readonly reached: (reached: Reached) => Promise<void>;
  /** Nobody is there, for more than one round, since then (local ms). @returns true: dialling is over, for this member is host now */
  readonly nobody: (since: number) => boolean;
}

/** So long the ways that are used at need have, before whoever opens an invite is told that nobody is there, ms. */
const AT_NEED_MS = 10_000;

/** A host that was reached at need and then said nothing is looked for again after this, ms. */
const AGAIN_MS = 1_000;

/**
 * What dialling again does not help against. A member dials on all the same where whoever says so has not proved to be its
 * host: somebody who has the code may speak in the host's place.
 */
const SAID: ReadonlySet<Problem> = new Set([
  'room-full',
  'room-locked',
  'not-let-in',
  'removed',
  'version-ours-old',
  'version-theirs-old',
]);

/** Dials the room's host again and again, until one is reached or it is given up (SPEC HB-2). */
export class Redialler {
  private readonly over = new AbortController();
  /** Ends the dialling that is under way. */
  private current: AbortController | undefined;

  private readonly upgrades: Upgrades;

  constructor(private readonly parts: RedialDependencies) {
    this.upgrades = new Upgrades(parts);
  }

  /** The host is spoken with on that way: a better one is looked for. */
  upgradeFrom(way: string) {
    this.upgrades.begin(way);
  }

  /**
   * Nothing where it is under way already.
   * @returns why it was given up; undefined: a host is reached, or it is not wanted any more
   */
  async dial(forMs: number): Promise<Problem | undefined> {
    if (this.current || this.over.signal.aborted) return undefined;
    const dialling = new AbortController();
    const { signal } = dialling;
    this.current = dialling;
    const hurry = new AbortController();
    try {
      const rounds = this.rounds(forMs, signal, () => hurry.abort());
      return await (this.parts.dialler.hasAtNeed ? Promise.race([rounds, this.atNeed(signal, hurry.signal)]) : rounds);
    } finally {
      this.current = undefined;
      dialling.abort();
    }
  }

  private async rounds(forMs: number, signal: AbortSignal, failedOnce: () => void): Promise<Problem | undefined> {
    const { dialler, scheduler, nobody } = this.parts;
    const since = this.now();
    let nobodySince: number | undefined;
    let backoff = this.parts.backoff();
    for (;;) {
      const failed = await this.once(signal);
      if (!failed || signal.aborted) return undefined;
      failedOnce();
      if (!failed.nobodyThere) nobodySince = undefined;
      else if (nobodySince === undefined) {
        // Known only now: others may have found it out before, and one of them is host in a moment. The waits begin anew.
        nobodySince = this.now();
        backoff = this.parts.backoff();
      } else if (nobody(nobodySince)) return undefined;
      if (this.isFinal(failed)) return failed.problem;
      if (this.now() - since > forMs) {
        if (dialler.hasAtNeed) await later(scheduler, since + AT_NEED_MS - this.now(), signal);
        return signal.aborted ? undefined : failed.problem;
      }
      await backoff.wait(signal);
      if (signal.aborted) return undefined;
    }
  }

  private isFinal({ problem, proved }: DialError): boolean {
    const { dialler, isMember } = this.parts;
    return problem === 'webrtc-disabled' ? !dialler.hasAtNeed : SAID.has(problem) && (proved || !isMember());
  }

  /** Resolves once a host is reached by a way that is used at need. */
  private async atNeed(signal: AbortSignal, hurry: AbortSignal): Promise<undefined> {
    const { dialler, firstEpoch, reached, scheduler } = this.parts;
    for (;;) {
      try {
        const found = await dialler.dialAtNeed(slotsFrom(firstEpoch()), signal, hurry);
        if (!signal.aborted) return void (await reached(found));
        await found.link.close();
        found.transport.close();
      } catch {
        // Not wanted any more, or a host that then says nothing.
      }
      if (signal.aborted) return undefined;
      await later(scheduler, AGAIN_MS, signal);
    }
  }

  /** For now: the host is heard again. */
  stop() {
    this.current?.abort();
  }

  close() {
    this.over.abort();
    this.upgrades.stop();
    this.stop();
  }

  private async once(signal: AbortSignal): Promise<DialError | undefined> {
    try {
      const { dialler, firstEpoch, reached } = this.parts;
      await reached(await dialler.dial(slotsFrom(firstEpoch()), signal));
      return undefined;
    } catch (error) {
      if (error instanceof DialError) return error;
      // Said once the host had proved itself.
      const problem = error instanceof ProblemError ? error.problem : 'host-lost';
      return new DialError(problem, false, true);
    }
  }

  private now() {
    return this.parts.scheduler.now();
  }
}
