import { describe, expect, test } from 'vitest';
import { emptyLog, findLine, inBatches, missedSince, takeLines, toldLine } from '../../../../lib/core/chat/log';
import { KEPT_MAX, type ToldLine } from '../../../../lib/core/wire/chat-words';

const line = (n: number, more: Partial<ToldLine> = {}): ToldLine => ({
  ...{ by: 'ann', n, name: 'Ann', text: `no. ${n}`, agoMs: 0 },
  ...more,
});
const many = (count: number) => Array.from({ length: count }, (_, n) => line(n));
const texts = (log: { lines: readonly { text: string }[] }) => log.lines.map(({ text }) => text);

describe('CH-1: a message is known by its author and its number', () => {
  test('and is taken once', () => {
    const log = takeLines(emptyLog, [line(1), line(1), line(1, { by: 'ben' })], 1_000);
    expect(log.lines.map(({ by, n, at }) => [by, n, at])).toEqual([
      ['ann', 1, 1_000],
      ['ben', 1, 1_000],
    ]);
    expect(takeLines(log, [line(1, { agoMs: 500 })], 2_000)).toBe(log);
  });

  test('and told as it was', () => {
    const told = line(1, { re: { by: 'ben', n: 2 }, edited: true, agoMs: 300 });
    const log = takeLines(emptyLog, [told], 1_000);
    expect(log.lines.map((kept) => toldLine(kept, 1_000))).toEqual([told]);
    expect(log.lines.map((kept) => toldLine(kept, 0))).toEqual([{ ...told, agoMs: 0 }]);
    expect(toldLine(takeLines(emptyLog, [line(2)], 5).lines[0] as never, 5)).toEqual(line(2));
  });
});

test('CH-3: the last 200 are kept', () => {
  const log = takeLines(emptyLog, many(KEPT_MAX + 5), 0);
  expect([log.lines.length, log.lines[0]?.n, log.change]).toEqual([KEPT_MAX, 5, KEPT_MAX + 5]);
});

test('CH-9: a message that is edited stays where it is, and one that is deleted does not come back', () => {
  const log = takeLines(emptyLog, [line(1), line(2)], 0);
  const edited = takeLines(log, [line(1, { text: 'better', edited: true })], 9);
  expect(texts(edited)).toEqual(['better', 'no. 2']);
  expect(findLine(edited, { by: 'ann', n: 1 })).toMatchObject({ at: 0, edited: true, change: 3 });
  const deleted = takeLines(edited, [line(1, { text: '', edited: true })], 9);
  expect(texts(takeLines(deleted, [line(1)], 10))).toEqual(['', 'no. 2']);
});

describe('CH-3: who comes back', () => {
  const log = takeLines(emptyLog, many(3), 0);

  test('has missed what came after the last that it knows', () => {
    const late = 1e6;
    expect(missedSince(log, { by: 'ann', n: 1 }, late).map(({ n }) => n)).toEqual([2]);
    expect(missedSince(log, { by: 'ann', n: 9 }, late)).toHaveLength(3);
    expect(missedSince(log, undefined, late)).toHaveLength(3);
  });

  test('is told once more what may have been edited meanwhile', () => {
    expect(missedSince(log, { by: 'ann', n: 2 }, 1_000)).toHaveLength(3);
  });

  test('is told in as few messages as hold it', () => {
    const sizes = (bytesMax: number, linesMax = 50) =>
      inBatches(many(5), { linesMax, bytesMax }, () => 10).map((batch) => batch.length);
    expect([sizes(1_000), sizes(25), sizes(1), sizes(1_000, 3)]).toEqual([[5], [2, 2, 1], [1, 1, 1, 1, 1], [3, 2]]);
    expect(inBatches([], { linesMax: 50, bytesMax: 10 }, () => 1)).toEqual([]);
  });
});
