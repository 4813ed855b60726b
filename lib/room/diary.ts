import type { Failure, WayOutcome } from '../core/doctor/cause';
import type { Problem, Trying } from '../core/ports/room-view';
import { failureOf } from './failure';
import { problemOf, tellsMore } from './problem';

/** Where one way stands: what a person sees while connecting, and what the doctor reads afterwards. */
export interface DiaryLine {
  readonly way: string;
  readonly step: Trying;
  /** Since when it is being tried in this round, local ms. */
  readonly since: number;
  /** What came of the last round on it that was nothing: told until the next one has come to something. */
  readonly failed?: { readonly problem: Problem; readonly failure: Failure; readonly tookMs: number };
}

/** How each way is being tried, as it goes. */
export class Diary {
  private readonly written = new Map<string, DiaryLine>();
  /** Ways that have failed in this round of theirs, at one slot at least. */
  private readonly failing = new Set<string>();

  constructor(
    private readonly now: () => number,
    private readonly changed: () => void,
  ) {}

  /** A line a way, in the order of these. */
  lines(ways: readonly { readonly name: string }[]): readonly DiaryLine[] {
    return ways.flatMap(({ name }) => this.written.get(name) ?? []);
  }

  /** It is being tried, from the beginning. */
  begin(way: string) {
    this.failing.delete(way);
    this.write({ ...this.written.get(way), way, step: 'host', since: this.now() });
  }

  /** @param step that it has got to; what has failed at another slot is remembered */
  reach(way: string, step: Trying) {
    this.write({ ...(this.written.get(way) ?? { way, since: this.now() }), step });
  }

  /** It came to nothing. Of several slots the failure counts that says most. */
  fail(way: string, error: unknown) {
    const line = this.written.get(way);
    const since = line?.since ?? this.now();
    const before = this.failing.has(way) ? line?.failed : undefined;
    this.failing.add(way);
    const problem = problemOf(error);
    const failed = { problem, failure: failureOf(error), tookMs: this.now() - since };
    this.write({ way, step: 'host', since, failed: before && tellsMore(before.problem, problem) ? before : failed });
  }

  /** It led there. */
  succeed(way: string) {
    const { step = 'host', since = this.now() } = this.written.get(way) ?? {};
    this.write({ way, step, since });
  }

  private write(line: DiaryLine) {
    this.written.set(line.way, line);
    this.changed();
  }
}

/** As the doctor reads it: what has neither failed nor led there is left out. */
export const triedOf = (diary: readonly DiaryLine[]): readonly WayOutcome[] =>
  diary.flatMap(({ way, failed }) => (failed ? { way, tookMs: failed.tookMs, failure: failed.failure } : []));
