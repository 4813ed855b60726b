// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import { wordsPlace } from '../../../lib/media/overlay/words-place';

beforeEach(() => {
  Object.assign(globalThis, { innerWidth: 1_000, innerHeight: 700 });
});

function filmAt(left: number, top: number, width: number, height: number, kind: 'video' | 'audio' = 'video') {
  const film = document.createElement(kind);
  film.getBoundingClientRect = () => new DOMRect(left, top, width, height);
  return film as unknown as HTMLMediaElement;
}
const WINDOW = { middle: 500, top: 20, width: 1_000 };

test('OV-6: words are said over the middle of the film’s upper edge', () => {
  expect(wordsPlace(filmAt(40, 90, 640, 360))).toEqual({ middle: 360, top: 110, width: 640 });
});

test('OV-6: of a film that is partly scrolled away, over what is seen', () => {
  expect(wordsPlace(filmAt(-200, -100, 800, 450))).toEqual({ middle: 300, top: 20, width: 600 });
  expect(wordsPlace(filmAt(700, 400, 800, 450))).toEqual({ middle: 850, top: 420, width: 300 });
});

test.each([
  ['there is no film', undefined],
  ['it is scrolled away', filmAt(0, -400, 640, 360)],
  ['it is narrow', filmAt(0, 0, 270, 400)],
  ['it is flat', filmAt(0, 0, 640, 110)],
  ['it has no picture', filmAt(0, 600, 640, 50, 'audio')],
])('OV-6: over the window where %s', (_, film) => {
  expect(wordsPlace(film)).toEqual(WINDOW);
});
