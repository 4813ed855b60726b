import { expect, test } from 'vitest';
import {
  fullAllowance,
  noteDelayed,
  noteSent,
  type RateLimit,
  whenAllowed,
} from '../../../../lib/core/intent/rate-limiter';

/** Times at which a page's changes were told, when it makes one each `everyMs`. */
function told(everyMs: number, forMs: number, userActive = false): { at: number[]; mutedAt: number | undefined } {
  const at: number[] = [];
  let rateLimit: RateLimit = fullAllowance;
  let mutedAt: number | undefined;
  for (let now = 0; now < forMs; now += everyMs) {
    const word = whenAllowed(rateLimit, userActive, now);
    if (word === 'now') {
      at.push(now);
      rateLimit = noteSent(rateLimit, userActive, now);
    } else if (word !== 'muted') rateLimit = noteDelayed(rateLimit, now);
    if (rateLimit.mutedUntil > now) mutedAt ??= now;
  }
  return { at, mutedAt };
}

test('IN-7: what a person does is told at once, however much it is', () => {
  expect(told(150, 30_000, true)).toEqual({ at: Array.from({ length: 200 }, (_, i) => i * 150), mutedAt: undefined });
});

test('IN-7: a few changes without a touch are told at once', () => {
  expect(told(100, 600).at).toEqual([0, 100, 200, 300, 400, 500]);
});

test.each([10, 50, 220, 300])('IN-13: a page with a change each %d ms is soon not listened to', (everyMs) => {
  const { at, mutedAt } = told(everyMs, 30_000);
  expect(mutedAt).toBeLessThan(12_000);
  expect(at.length).toBeLessThan(20);
});

test.each([600, 990])(
  'IN-13: one with a change each %d ms is told of once a second, and in the end no more',
  (everyMs) => {
    const { at, mutedAt } = told(everyMs, 90_000);
    expect(mutedAt).toBeLessThan(60_000);
    expect(at.length).toBeLessThan(75);
  },
);

test('IN-13: a change each three seconds goes on being told, and a muted page is heard again after half a minute', () => {
  expect(told(3_000, 120_000)).toMatchObject({ mutedAt: undefined });
  expect(told(100, 60_000).at.filter((time) => time > 31_000).length).toBeGreaterThan(0);
});

test('IN-7: what is held back is told within a second', () => {
  let rateLimit: RateLimit = fullAllowance;
  for (let i = 0; i < 6; i++) rateLimit = noteSent(rateLimit, false, 1_000);
  expect(whenAllowed(rateLimit, false, 1_000)).toEqual({ inMs: 1_000 });
  expect(whenAllowed(rateLimit, false, 1_600)).toEqual({ inMs: 400 });
  expect(whenAllowed(rateLimit, false, 2_000)).toBe('now');
});
