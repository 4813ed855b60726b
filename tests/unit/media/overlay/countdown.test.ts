// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import { createCountdown } from '../../../../lib/media/overlay/countdown';
import type { Layer } from '../../../../lib/media/overlay/layer';

test('WA-10: the number lies in the middle of the film, or of the window where that is not seen, until it is over', () => {
  const element = document.createElement('div');
  const isShown = vi.fn();
  const style = vi.fn();
  const part = (_: string, text: string) => {
    style(text);
    return { element, show: isShown };
  };
  const layer = { part, onPlaced: () => {} } as unknown as Layer;
  const life = new AbortController();
  const sign = createCountdown(layer, life.signal);
  // Only who allows motion sees any, and who hears the page hears the sentence of the live region.
  expect(style.mock.calls.join()).toMatch(/@media \(prefers-reduced-motion: no-preference\) \{[^@]*animation/);
  expect(style.mock.calls.join().replace(/@media[\s\S]*/, '')).not.toContain('animation');
  expect(element.getAttribute('aria-hidden')).toBe('true');
  const film = (top: number) =>
    ({ getBoundingClientRect: () => ({ left: 100, top, width: 640, height: 360 }) }) as HTMLMediaElement;
  const drawn = () => element.querySelector<HTMLElement>('div');
  const place = () => [drawn()?.style.left, drawn()?.style.top, drawn()?.style.height];
  const px = (value: number) => `${value}px`;
  sign.over(film(40));
  sign.show(3);
  expect(drawn()?.dataset.left).toBe('3');
  const [right, bottom] = [Math.min(740, innerWidth), Math.min(400, innerHeight)];
  expect(place()).toEqual([px((100 + right) / 2), px((40 + bottom) / 2), px((bottom - 40) * 0.3)]);
  sign.over(film(-2_000));
  expect(place().slice(0, 2)).toEqual([px(innerWidth / 2), px(innerHeight / 2)]);
  sign.show(2);
  expect([element.childElementCount, drawn()?.dataset.left]).toEqual([1, '2']);
  sign.show(undefined);
  expect([element.childElementCount, isShown.mock.lastCall]).toEqual([0, [false]]);
  sign.show(1);
  life.abort();
  sign.show(1);
  expect(element.childElementCount).toBe(0);
});
