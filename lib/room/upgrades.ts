import { slotsFrom } from '../core/room/belief';
import type { Scheduler } from '../core/time/scheduler';
import { type Dialler, later, type Reached } from './dialler';

/** The way that was reached first is used for so long before a better one is tried, ms: joining has its own work to do. */
const FIRST_MS = 2_000;
/** A better way that does not lead there is tried again after this, ms; drawn from three quarters to five quarters of it. */
const AGAIN_MS = 60_000;

export interface UpgradeDependencies {
  readonly scheduler: Scheduler;
  readonly dialler: Pick<Dialler, 'dialBetter' | 'isBest'>;
  /** Evenly from 0 to 1. */
  readonly random: () => number;
  /** The term whose host is the most likely one. */
  readonly firstEpoch: () => number;
  /** Takes in a host that has proved itself on a better way. Rejects when it then says nothing. */
  readonly reached: (reached: Reached) => Promise<void>;
}

/** Looks for a better way while a member speaks on another (SPEC TR-31). The older one is kept until the new one holds. */
export class Upgrades {
  private over = new AbortController();

  constructor(private readonly parts: UpgradeDependencies) {}

  /** This member speaks on that way from now on. */
  begin(way: string) {
    this.stop();
    this.over = new AbortController();
    if (!this.parts.dialler.isBest(way)) this.look(way, this.over.signal);
  }

  stop() {
    this.over.abort();
  }

  private async look(way: string, signal: AbortSignal) {
    const { scheduler, dialler, random, firstEpoch, reached } = this.parts;
    await later(scheduler, FIRST_MS, signal);
    while (!signal.aborted) {
      try {
        const better = await dialler.dialBetter(way, slotsFrom(firstEpoch()).slice(0, 1), signal);
        if (!signal.aborted) return await reached(better);
        await better.link.close();
        better.transport.close();
      } catch {
        // It does not lead there, or the host said nothing on it: the way of now is used.
      }
      await later(scheduler, AGAIN_MS * (0.75 + random() / 2), signal);
    }
  }
}
