import type { Problem } from '../core/ports/room-view';
import type { Scheduler } from '../core/time/scheduler';
import type { Transport } from '../transport/transport';
import type { Way } from '../transport/way';
import { Diary } from './diary';
import { type HostLink, LinkError } from './links/link';
import { mostTelling, problemOf } from './problem';

/** A host that has proved itself, and the transport that leads to it. */
export interface Reached {
  readonly way: string;
  readonly transport: Transport;
  readonly link: HostLink;
  /** The name of this member, as its hello has said it. */
  readonly name: string;
}

/** Nobody could be reached: why, in the word that helps most. */
export class DialError extends Error {
  override readonly name = 'DialError';
  constructor(
    readonly problem: Problem,
    /** Whoever introduces members was reached, and knows of no host: it is gone, not we are cut off. */
    readonly nobodyThere: boolean,
    /** The host itself has said so, and has proved to be it. */
    readonly proved = false,
  ) {
    super(problem);
  }
}

export interface DiallerDependencies {
  readonly ways: readonly Way[];
  readonly scheduler: Scheduler;
  /** Opens the way to the host that may be met at this slot. */
  readonly open: (way: Way, slot: number, signal: AbortSignal) => Promise<Transport>;
  /** Says hello; resolves with a host that has proved itself and is believed. */
  readonly greet: (transport: Transport, slot: number, signal: AbortSignal) => Promise<Pick<Reached, 'link' | 'name'>>;
  /** The diary has changed. */
  readonly changed: () => void;
}

/** Beside the slot where the host was last, the others are tried so much later: mostly they are not needed, ms. */
const OTHER_SLOTS_AFTER_MS = 400;

/** A way that is used at need is tried anew so long after it has led nowhere, ms. */
const AT_NEED_AGAIN_MS = 2_000;

/**
 * Dials a room's host on every way and at every slot side by side; the first that has proved itself wins, and the others
 * are given up (SPEC TR-9).
 */
export class Dialler {
  private readonly written: Diary;

  constructor(private readonly parts: DiallerDependencies) {
    this.written = new Diary(() => parts.scheduler.now(), parts.changed);
  }

  /** A line a way, in the order of the ways. */
  get diary() {
    return this.written.lines(this.parts.ways);
  }

  /** A host that was reached on that way has let nobody in, or said nothing. */
  refused(way: string, error: unknown) {
    this.written.fail(way, error);
  }

  /** Whether there are ways that are used at need only. */
  get hasAtNeed(): boolean {
    return this.parts.ways.some(({ atNeed }) => atNeed);
  }

  /**
   * One round, on the ways that are always used. Rejects with a `DialError` once all have failed.
   *
   * @param slots the most likely first
   */
  async dial(slots: readonly number[], signal: AbortSignal): Promise<Reached> {
    const ways = this.parts.ways.filter(({ atNeed }) => !atNeed);
    return this.race(ways, slots, signal);
  }

  /** Whether no way that is always used is better. */
  isBest(way: string): boolean {
    return this.better(way).length === 0;
  }

  /** One round on the ways that are better than this one. Rejects with a `DialError`. */
  async dialBetter(way: string, slots: readonly number[], signal: AbortSignal): Promise<Reached> {
    return this.race(this.better(way), slots, signal);
  }

  /**
   * Dials on the ways that are used at need, each again and again, beside as many rounds as there are. Rejects only when
   * `signal` is aborted.
   *
   * @param hurry aborted when it is known that they are needed: none waits for its turn any more
   */
  async dialAtNeed(slots: readonly number[], signal: AbortSignal, hurry: AbortSignal): Promise<Reached> {
    const { ways, scheduler } = this.parts;
    const over = new AbortController();
    const abort = () => over.abort();
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    const attempts = ways
      .filter(({ atNeed }) => atNeed)
      .map(async (way) => {
        await later(scheduler, way.startsAfterMs, AbortSignal.any([over.signal, hurry]));
        for (;;) {
          over.signal.throwIfAborted();
          const reached = await this.race([{ ...way, startsAfterMs: 0 }], slots, over.signal).catch(() => undefined);
          if (reached) return reached;
          await later(scheduler, AT_NEED_AGAIN_MS, over.signal);
        }
      });
    try {
      const reached = await Promise.any(attempts);
      this.discardOthers(attempts, reached);
      return reached;
    } finally {
      signal.removeEventListener('abort', abort);
      over.abort();
    }
  }

  private better(way: string): readonly Way[] {
    const { ways } = this.parts;
    const at = ways.findIndex(({ name }) => name === way);
    return ways.slice(0, Math.max(at, 0)).filter(({ atNeed }) => !atNeed);
  }

  private async race(ways: readonly Way[], slots: readonly number[], signal: AbortSignal): Promise<Reached> {
    const { scheduler } = this.parts;
    const over = new AbortController();
    const abort = () => over.abort();
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    const failed = new Set<Way>();
    // The first of them waits for nobody: where a relay is all there is, none has a head start.
    const firstAfterMs = Math.min(...ways.map(({ startsAfterMs }) => startsAfterMs));
    const turns = new Map(ways.map((way) => [way, new AbortController()]));
    const attempts = ways.flatMap((way) =>
      slots.map(async (slot, place) => {
        const afterMs = way.startsAfterMs - firstAfterMs;
        if (afterMs > 0) await later(scheduler, afterMs, turns.get(way)?.signal ?? over.signal);
        if (place > 0) await later(scheduler, OTHER_SLOTS_AFTER_MS, over.signal);
        try {
          if (place === 0 && !over.signal.aborted) this.written.begin(way.name);
          return await this.attempt(way, slot, over.signal);
        } catch (error) {
          // A head start is over where the better ways lead nowhere.
          if (place === 0) failed.add(way);
          const next = ways.findIndex((other) => !failed.has(other));
          for (const other of ways.slice(0, next + 1)) turns.get(other)?.abort();
          throw error;
        }
      }),
    );
    try {
      const reached = await Promise.any(attempts);
      this.discardOthers(attempts, reached);
      return reached;
    } catch (failures) {
      throw dialError((failures as AggregateError).errors);
    } finally {
      signal.removeEventListener('abort', abort);
      over.abort();
      for (const turn of turns.values()) turn.abort();
    }
  }

  private async attempt(way: Way, slot: number, signal: AbortSignal): Promise<Reached> {
    let transport: Transport | undefined;
    try {
      signal.throwIfAborted();
      transport = await this.parts.open(way, slot, signal);
      this.written.reach(way.name, 'hello');
      const greeted = await this.parts.greet(transport, slot, signal);
      return { way: way.name, transport, ...greeted };
    } catch (error) {
      transport?.close();
      if (!signal.aborted) this.written.fail(way.name, error);
      throw error;
    }
  }

  /** Two may prove themselves at once: one is enough. */
  private discardOthers(attempts: readonly Promise<Reached>[], reached: Reached) {
    for (const attempt of attempts) {
      attempt.then(
        async (other) => {
          if (other === reached) return;
          await other.link.close();
          other.transport.close();
        },
        () => {},
      );
    }
  }
}

function dialError(errors: readonly unknown[]): DialError {
  const problem = mostTelling(errors.map(problemOf));
  // Where a way answers that nobody is there, and none that somebody is, the host is gone.
  const proved = errors.some((error) => isProved(error) && problemOf(error) === problem);
  return new DialError(problem, problem === 'room-not-found', proved);
}

const isProved = (error: unknown) => error instanceof LinkError && error.proved;

/** Resolves after this, or at once when it is not waited for any more. */
export function later(scheduler: Scheduler, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = scheduler.after(ms, end);
    signal.addEventListener('abort', end, { once: true });
  });
}
