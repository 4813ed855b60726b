import { expect, test } from 'vitest';
import { type Box, chatBox } from '../../../../lib/media/overlay/chat-box';

const box = (left: number, top: number, width: number, height: number): Box => ({ left, top, width, height });
const window = { width: 1280, height: 720 };
const ends = ({ left, top, width, height }: Box) => [left + width, top + height];

test.each([
  ['beside the film, on its right', box(0, 100, 900, 500), box(912, 100, 340, 500)],
  ['beside it as narrow as the page has room', box(0, 0, 960, 500), box(972, 0, 296, 500)],
  ['beside the film, on its left', box(380, 100, 900, 500), box(28, 100, 340, 500)],
  [
    'over the film that fills the window, and neither the pill nor the controls',
    box(0, 0, 1280, 720),
    box(928, 52, 340, 596),
  ],
  ['over the window where the film is small', box(450, 0, 380, 200), box(928, 52, 340, 596)],
  ['over the window where the film is scrolled away', box(0, -900, 900, 500), box(928, 52, 340, 596)],
  ['over the window where there is no film', undefined, box(928, 52, 340, 596)],
])('CH-18: the chat lies %s', (_, film, place) => {
  expect(chatBox(film, window)).toEqual(place);
});

test('CH-18: the chat lies within the window, however small that is', () => {
  for (const small of [
    { width: 320, height: 240 },
    { width: 200, height: 90 },
    { width: 10, height: 10 },
  ]) {
    const place = chatBox(box(0, 0, small.width, small.height), small);
    const [right = 0, bottom = 0] = ends(place);
    expect(right).toBeLessThanOrEqual(small.width);
    expect(bottom).toBeLessThanOrEqual(Math.max(small.height, 12));
    expect(Math.min(place.width, place.height)).toBeGreaterThanOrEqual(0);
  }
});
