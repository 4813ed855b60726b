// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Layer } from '../../../../lib/media/overlay/layer';
import { createReactions } from '../../../../lib/media/overlay/reactions';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('CH-15: of a hundred reactions a second twelve are seen at most, and none for longer than three seconds', () => {
  const element = document.createElement('div');
  const isShown = vi.fn();
  const layer = { part: () => ({ element, show: isShown }) } as unknown as Layer;
  const reactions = createReactions(layer, new AbortController().signal);
  const film = { getBoundingClientRect: () => ({ left: 0, top: 0, width: 640, height: 360 }) };
  reactions.show('🔥', 'nobody sees it', '#fff');
  reactions.over(film as HTMLMediaElement);
  let most = 0;
  for (let n = 0; n < 500; n++) {
    reactions.show('🔥', '<b>Eve</b>'.repeat(50), '#fff');
    most = Math.max(most, element.childElementCount);
    vi.advanceTimersByTime(10);
  }
  expect([most, element.querySelector('b')]).toEqual([12, null]);
  vi.advanceTimersByTime(3_000);
  expect([element.childElementCount, isShown.mock.lastCall]).toEqual([0, [false]]);
  expect(vi.getTimerCount()).toBe(0);
});
