import { expect, test } from 'vitest';
import { findKept } from '../../../../lib/core/kept/kept-list';
import { pillList } from '../../../../lib/core/ports/pill-place';

test('PI-3: a place is kept by site, within the film', () => {
  const kept = [
    ['a.example', { x: 0.25, y: 7, hidden: false }],
    ['b.example', { x: 'left', y: 0, hidden: false }],
    ['c.example', { x: 0 }],
    ['d.example', { x: -1, y: 1, hidden: 'yes' }],
    ['e.example', { x: 1, y: 1, hidden: true }],
  ];
  const placeOf = (site: string) => findKept(pillList, kept, site)?.[1];
  expect(placeOf('a.example')).toEqual({ x: 0.25, y: 1, hidden: false });
  expect(placeOf('b.example')).toBeUndefined();
  expect(placeOf('c.example')).toBeUndefined();
  expect(placeOf('d.example')).toEqual({ x: 0, y: 1, hidden: false });
  expect(placeOf('e.example')).toEqual({ x: 1, y: 1, hidden: true });
});
