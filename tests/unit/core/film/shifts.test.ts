import { expect, test } from 'vitest';
import { shiftList, suggestShift } from '../../../../lib/core/film/shifts';
import { findKept, parseKept, withKept } from '../../../../lib/core/kept/kept-list';

test('CU-2: a shift is remembered for its film, and forgotten when it is none', () => {
  const shifts = withKept(shiftList, withKept(shiftList, [], ['a', 12]), ['b', -0.3]);
  expect(findKept(shiftList, shifts, 'a')).toEqual(['a', 12]);
  expect(findKept(shiftList, shifts, 'c')).toBeUndefined();
  expect(withKept(shiftList, shifts, ['a', 0])).toEqual([['b', -0.3]]);
});

test.each<readonly unknown[]>([['a'], ['a', 'b'], ['a', Number.NaN], ['a', 0], [1, 1], ['', 5], ['x'.repeat(201), 1]])(
  'CU-2: what is kept is read as hostile: %j, %j',
  (...entry) => {
    expect(parseKept(shiftList, [entry])).toEqual([]);
  },
);

test('CU-2: what is kept is bounded to an hour and to the hundredth', () => {
  expect(
    parseKept(shiftList, [
      ['a', 1e9],
      ['b', -0.123],
    ]),
  ).toEqual([
    ['a', 3_600],
    ['b', -0.12],
  ]);
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
