// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchFrozen } from '../../../../lib/media/page/frozen';

const life = new AbortController();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  life.abort();
  vi.useRealTimers();
});

test('IN-30: a tab that was frozen is seen to go on', () => {
  const thawedAt = watchFrozen(life.signal);
  expect(thawedAt()).toBeUndefined();
  document.dispatchEvent(new Event('freeze'));
  vi.advanceTimersByTime(30_000);
  expect(thawedAt()).toBe(performance.now());
  document.dispatchEvent(new Event('resume'));
  const at = performance.now();
  vi.advanceTimersByTime(5_000);
  expect(thawedAt()).toBe(at);
});
