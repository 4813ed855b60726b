/** Where words are said in a window: their middle, their top, and how much room is to both sides together, px. */
export interface WordsPlace {
  readonly middle: number;
  readonly top: number;
  readonly width: number;
}

/** Over less of a film than this, words would hide it and have no room themselves, px. */
const FILM_MIN_PX = { width: 280, height: 120 };
/** What words keep from the upper edge, px. */
const TOP_PX = 20;

/** Over the upper edge of what is seen of the film; over that of the window where too little of it is, or it has no picture. */
export function wordsPlace(film: HTMLMediaElement | undefined): WordsPlace {
  const box = film && film.localName !== 'audio' ? film.getBoundingClientRect() : new DOMRect();
  const left = Math.max(0, box.left);
  const right = Math.min(innerWidth, box.right);
  const top = Math.max(0, box.top);
  const height = Math.min(innerHeight, box.bottom) - top;
  const fits = right - left >= FILM_MIN_PX.width && height >= FILM_MIN_PX.height;
  if (!fits) return { middle: innerWidth / 2, top: TOP_PX, width: innerWidth };
  return { middle: (left + right) / 2, top: top + TOP_PX, width: right - left };
}
