import { expect, test } from 'vitest';
import { addToHistory, HISTORY_MS } from '../../../../lib/core/room/drift-history';

const member = (id: string, driftMs?: number, state: 'in-sync' | 'paused' = 'in-sync') =>
  ({ id, name: id, role: 'guest', state, ...(driftMs === undefined ? {} : { driftMs }) }) as const;

test('everybody who moves gets a point; who stands still, or is not measured yet, none', () => {
  const lines = addToHistory([], [member('a', 3), member('b', 4, 'paused'), member('c')], 1_000);
  expect(lines).toEqual([
    { id: 'a', points: [{ at: 1_000, driftMs: 3 }] },
    { id: 'b', points: [] },
    { id: 'c', points: [] },
  ]);
});

test('a minute is kept, and nobody who is gone', () => {
  let lines = addToHistory([], [member('a', 1), member('b', 2)], 0);
  lines = addToHistory(lines, [member('a', 5)], HISTORY_MS);
  expect(lines).toEqual([
    {
      id: 'a',
      points: [
        { at: 0, driftMs: 1 },
        { at: HISTORY_MS, driftMs: 5 },
      ],
    },
  ]);
  expect(addToHistory(lines, [member('a', 6)], HISTORY_MS + 1)[0]?.points.map((p) => p.driftMs)).toEqual([5, 6]);
});
