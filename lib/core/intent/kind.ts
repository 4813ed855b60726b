import type { Change, Evidence } from './evidence';

/** What becomes of a change. */
export type Verdict =
  /** The person's: told to the room. */
  | 'press'
  /** The page's own doing: not told, and the player is brought back to the room. */
  | 'page'
  /** Perhaps the page's own doing: left alone until it shows whose it is (SPEC IN-4). */
  | 'left'
  /** The page's own doing, and it would do so again: its player is left at it, shown to the others as such, and kept in place otherwise. */
  | 'insists'
  /** A way to wait for data: neither told nor written over. */
  | 'waits'
  /** Told as a press once it has stood for a moment. */
  | 'held'
  /** Not told as a press but offered to the others, and undone (SPEC RO-9). */
  | 'offered';

/** A known kind of change: one row of the table. */
export interface Kind {
  readonly name: string;
  readonly of: readonly Change[];
  readonly is: (seen: Evidence) => boolean;
  readonly verdict: Verdict;
  /** It is the page's answer to a write of ours. */
  readonly answersUs?: true;
  /** A press in another frame of the tab may explain it, which is heard of a moment later: judged as the seek lands. */
  readonly atLanding?: true;
  /** Who was seen to do so. */
  readonly source: string;
  /** Of SPEC.md. */
  readonly rule: string;
  /** Cites the rule. */
  readonly test: string;
}
