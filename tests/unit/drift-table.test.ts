import { describe, expect, test } from 'vitest';
import { summarise, tableLines, timecode } from '../../scripts/drift-table.mjs';

const reading = { position: 62.3456, atMs: 1000, rate: 1, paused: false, muted: true };

test('a position as people read it', () => {
  expect([0, 62.3456, 3600, -1].map(timecode)).toEqual(['0:00:00.000', '0:01:02.346', '1:00:00.000', '0:00:00.000']);
});

describe('the summary', () => {
  test('is of sizes', () => {
    expect(summarise([-30, 1, -2, 3])).toEqual({ median: 2, p95: 30, max: 30 });
    expect(summarise([-7])).toEqual({ median: 7, p95: 7, max: 7 });
  });

  test('is not made of nothing', () => expect(summarise([])).toBeUndefined());
});

test('the table', () => {
  const host = { ...reading, muted: false };
  expect(tableLines({ host, guest: { ...reading, paused: true, rate: 1.25 }, drift: -4.04 })).toEqual([
    '         position     state      rate   sound      drift',
    'host     0:01:02.346  playing    1.00×  on',
    'guest    0:01:02.346  paused     1.25×  muted    −4.0 ms',
  ]);
  expect(tableLines({ host, guest: undefined, drift: undefined })[2]).toBe('guest    (no video on the page)');
});
