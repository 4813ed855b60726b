import { KEPT_MAX, type Ref, type ToldLine } from '../wire/chat-words';
import type { MemberId } from '../wire/protocol';

/** Whoever comes back hears again what may have been changed meanwhile: a minute to edit, two until it was given up. */
const RETOLD_MS = 180_000;

export interface ChatLine {
  readonly by: MemberId;
  /** The author's own number of it. */
  readonly n: number;
  readonly name: string;
  /** Empty: deleted. */
  readonly text: string;
  /** Own clock, ms. */
  readonly at: number;
  readonly re: Ref | undefined;
  readonly edited: true | undefined;
  /** Counts the changes of the log: greater than before where this line is new, or has changed. */
  readonly change: number;
}

/** What was said, the oldest first. */
export interface ChatLog {
  readonly lines: readonly ChatLine[];
  readonly change: number;
}

export const emptyLog: ChatLog = { lines: [], change: 0 };

export const isSame = (a: Ref, b: Ref) => a.by === b.by && a.n === b.n;

export function findLine({ lines }: ChatLog, ref: Ref): ChatLine | undefined {
  return lines.find((line) => isSame(line, ref));
}

/**
 * Takes in lines as they are told: new ones at the end, changed ones in their place. What is deleted stays so.
 *
 * @param now own clock, ms @returns the same log where nothing is news
 */
export function takeLines(log: ChatLog, told: readonly ToldLine[], now: number): ChatLog {
  return told.reduce((log, line) => takeLine(log, line, now), log);
}

function takeLine(log: ChatLog, { agoMs, re, edited, ...line }: ToldLine, now: number): ChatLog {
  const known = findLine(log, line);
  const change = log.change + 1;
  if (known) {
    if (known.text === line.text || known.text === '') return log;
    const changed = { ...known, text: line.text, edited, change };
    return { lines: log.lines.map((old) => (old === known ? changed : old)), change };
  }
  const lines = [...log.lines, { ...line, at: now - agoMs, re, edited, change }];
  return { lines: lines.slice(-KEPT_MAX), change };
}

/** As it is told to others. @param now own clock, ms */
export function toldLine({ by, n, name, text, at, re, edited }: ChatLine, now: number): ToldLine {
  const more = { ...(re ? { re } : {}), ...(edited ? { edited } : {}) };
  return { by, n, name, text, agoMs: Math.max(0, Math.round(now - at)), ...more };
}

/** What a member has missed that knows of this message last, or of none. @param now own clock, ms */
export function missedSince(log: ChatLog, after: Ref | undefined, now: number): readonly ChatLine[] {
  const last = after ? log.lines.findIndex((line) => isSame(line, after)) : -1;
  return log.lines.filter((line, index) => index > last || now - line.at < RETOLD_MS);
}

/** So many messages of the protocol as it takes. @param bytesMax that fit into one @param sizeOf one line, bytes */
export function inBatches(
  lines: readonly ToldLine[],
  { linesMax, bytesMax }: { readonly linesMax: number; readonly bytesMax: number },
  sizeOf: (line: ToldLine) => number,
): readonly (readonly ToldLine[])[] {
  const batches: ToldLine[][] = [];
  let left = 0;
  for (const line of lines) {
    const size = sizeOf(line);
    const batch = batches.at(-1);
    if (batch && batch.length < linesMax && size <= left) {
      batch.push(line);
      left -= size;
    } else {
      batches.push([line]);
      left = bytesMax - size;
    }
  }
  return batches;
}
