import { expect, test } from 'vitest';
import { fullBudget, grant, mayWrite, spend } from '../../../../lib/core/player/write-budget';

test('PL-7: twelve writes are free, then the player is left alone', () => {
  const used = spend(fullBudget, 12, 1_000);
  expect(mayWrite(used, 1_001)).toBe(false);
  expect(mayWrite(used, 16_000)).toBe(true);
});

test('PL-7: what comes back slowly may be used', () => {
  let budget = fullBudget;
  for (let now = 0; now < 100_000; now += 2_000) budget = spend(budget, 1, now);
  expect(mayWrite(budget, 100_000)).toBe(true);
});

test('PL-7: somebody’s press is carried out even meanwhile, once', () => {
  const used = grant(spend(fullBudget, 12, 1_000), 2_000);
  expect(mayWrite(used, 2_000)).toBe(true);
  const again = spend(used, 4, 2_000);
  expect(mayWrite(again, 2_001)).toBe(false);
  expect(again.restUntil).toBe(used.restUntil);
  expect(grant(spend(fullBudget, 9, 1_000), 1_000).left).toBe(12);
});

test('PL-7: it is left alone longer each time, and trusted again once it has behaved', () => {
  const first = spend(fullBudget, 12, 0);
  const second = spend(first, 12, first.restUntil);
  expect(second.restUntil - first.restUntil).toBe(30_000);
  const calm = spend(second, 0, second.restUntil + 60_000);
  expect(spend(calm, 12, second.restUntil + 60_000).restMs).toBe(30_000);
  let worst = first;
  for (let i = 0; i < 10; i++) worst = spend(worst, 12, worst.restUntil);
  expect(worst.restMs).toBe(240_000);
});

test('PL-7: what was left alone is tried anew, whatever was written meanwhile', () => {
  const used = spend(spend(fullBudget, 12, 0), 3, 1_000);
  const anew = spend(used, 3, used.restUntil);
  expect(anew.restUntil).toBe(used.restUntil);
  expect(mayWrite(anew, used.restUntil)).toBe(true);
  expect(spend(anew, 10, used.restUntil + 10).restUntil).toBeGreaterThan(used.restUntil);
});
