import { describe, expect, it } from 'vitest';
import { findKept, type KeptList, namedEntry, parseKept, withKept } from '../../../../lib/core/kept/kept-list';

const MAX = 3;
const list: KeptList<readonly [string, number]> = {
  key: 'figures',
  max: MAX,
  parse: namedEntry(5, (said) => (typeof said === 'number' && said > 0 ? said : undefined)),
  nameOf: ([name]) => name,
};

describe('a list that is kept', () => {
  it.each([undefined, null, 'a', 7, {}])('is read as hostile: %j is none', (kept) =>
    expect(parseKept(list, kept)).toEqual([]),
  );

  it.each([1, null, 'a', {}, [], ['a'], ['a', 'b'], ['', 1], ['x'.repeat(6), 1]].map((entry) => ({ entry })))(
    'has no entry like $entry',
    ({ entry }) => expect(parseKept(list, [entry])).toEqual([]),
  );

  it('keeps what parses, and of too many the newest', () => {
    const kept = [['a', 1], ['b', 0], 'c', ['d', 4, 'more'], ['e', 5]];
    expect(parseKept(list, kept)).toEqual([
      ['d', 4],
      ['e', 5],
    ]);
  });

  it('has one entry of a name, the newest last', () => {
    const kept = withKept(list, withKept(list, [['a', 1]], ['b', 2]), ['a', 3]);
    expect(kept).toEqual([
      ['b', 2],
      ['a', 3],
    ]);
    expect(findKept(list, kept, 'a')).toEqual(['a', 3]);
    expect(findKept(list, kept, 'c')).toBeUndefined();
  });

  it('is bounded: the oldest entry goes first', () => {
    const kept = ['a', 'b', 'c', 'd'].reduce<unknown>((before, name) => withKept(list, before, [name, 1]), 'nonsense');
    expect(kept).toEqual([
      ['b', 1],
      ['c', 1],
      ['d', 1],
    ]);
  });

  it('loses nothing but the earlier entry to one that is none', () => {
    const full = ['a', 'b', 'c'].map((name) => [name, 1] as const);
    expect(withKept(list, full, ['b', 0])).toEqual([
      ['a', 1],
      ['c', 1],
    ]);
    expect(withKept(list, full, ['new', 0])).toEqual(full);
  });
});
