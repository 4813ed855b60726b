import { expect, test } from 'vitest';
import { askForSeat, callToSeats, emptyLine, LINE_MAX, placesInLine } from '../../../../lib/core/room/seat-line';

const lineOf = (...ids: string[]) => ids.reduce(askForSeat, emptyLine);
const calledIn = (line: typeof emptyLine) => line.called.map(({ id }) => id);

test('AU-5: who asks first is called first, as many as there are seats', () => {
  const line = callToSeats(lineOf('a', 'b', 'c'), ['host'], 2, 0);
  expect(calledIn(line)).toEqual(['a', 'b']);
  expect(line.waiting).toEqual(['c']);
});

test('AU-5: who asks again stands in line once, also when it was called', () => {
  const line = lineOf('a', 'b', 'a');
  expect(line.waiting).toEqual(['a', 'b']);
  const called = callToSeats(line, [], 1, 0);
  expect(askForSeat(called, 'a')).toBe(called);
});

test('AU-5: the line is short, whoever asks', () => {
  const full = lineOf(...Array.from({ length: LINE_MAX }, (_, at) => `id${at}`));
  expect(placesInLine(full)).toBe(0);
  expect(askForSeat(full, 'one more')).toBe(full);
});

test('AU-5: a seat is kept for who was called until it is here, or has not come in 20 s', () => {
  const called = callToSeats(lineOf('a', 'b'), [], 1, 0);
  expect(callToSeats(called, [], 1, 19_999)).toBe(called);
  expect(calledIn(callToSeats(called, [], 1, 20_000))).toEqual(['b']);
  expect(calledIn(callToSeats(called, ['a'], 1, 1_000))).toEqual(['b']);
  expect(calledIn(callToSeats(called, ['a'], 0, 1_000))).toEqual([]);
});

test('AU-5: who has come in by itself needs no call', () => {
  const line = callToSeats(lineOf('a', 'b'), ['a'], 0, 0);
  expect(line.waiting).toEqual(['b']);
});
