import { expect, test } from 'vitest';
import { parseShifts, SHIFTS_MAX, shiftOf, suggestShift, withShift } from '../../../../lib/core/film/shifts';

test('CU-2: a shift is remembered for its film, and forgotten when it is none', () => {
  const shifts = withShift(withShift([], 'a', 12), 'b', -0.3);
  expect([shiftOf(shifts, 'a'), shiftOf(shifts, 'b'), shiftOf(shifts, 'c')]).toEqual([12, -0.3, 0]);
  expect(withShift(shifts, 'a', 1)).toEqual([
    ['b', -0.3],
    ['a', 1],
  ]);
  expect(withShift(shifts, 'a', 0)).toEqual([['b', -0.3]]);
  expect(withShift(shifts, '', 5)).toEqual(shifts);
});

test('CU-2: of many films the last are remembered', () => {
  const many = Array.from({ length: SHIFTS_MAX + 10 }, (_, i) => [`film ${i}`, 1] as const);
  const kept = many.reduce((shifts, [film, s]) => withShift(shifts, film, s), parseShifts([]));
  expect(kept).toHaveLength(SHIFTS_MAX);
  expect(kept.at(-1)).toEqual([`film ${SHIFTS_MAX + 9}`, 1]);
});

test.each([
  undefined,
  null,
  'a',
  {},
  [1],
  [null],
  [['a']],
  [['a', 'b']],
  [['a', Number.NaN]],
  [[1, 1]],
  [['x'.repeat(201), 1]],
])('CU-2: what is kept is read as hostile: %j', (kept) => {
  expect(parseShifts(kept)).toEqual([]);
});

test.each([
  [612, 600, 12],
  [600, 612, -12],
  [600.3, 600, undefined],
  [600, 600, undefined],
  [5_400, 4_700, undefined],
  [15, 600, undefined],
  [undefined, 600, undefined],
  [600, undefined, undefined],
])('CU-4: %s s against the host’s %s s suggests %s', (own, room, shift) => {
  expect(suggestShift(own, room)).toBe(shift);
});
