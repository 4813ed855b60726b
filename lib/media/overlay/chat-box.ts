/** A place in the window, px. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A line of a message is read at a glance in it, px. */
const WIDTH_PX = 340;
/** Narrower, the reactions do not stand side by side, px. */
const WIDTH_MIN_PX = 280;
/** Lower, there is no message to be seen above what is being written, px. */
const HEIGHT_MIN_PX = 260;
/** What it keeps from the film and from the edges of the window, px. */
const EDGE_PX = 12;
/** Of the film's height, for the pill above it, and for the player's own controls under it, px. */
const ABOVE_PX = 40;
const UNDER_PX = 60;

/**
 * Where in the window the chat lies: beside the film where the page has room for it, else over the film's right side, and
 * over the window's where the film is too small (SPEC CH-18).
 * @param film its place in the window
 */
export function chatBox(film: Box | undefined, window: { readonly width: number; readonly height: number }): Box {
  const seen = film && within(film, window);
  if (!seen || seen.height < HEIGHT_MIN_PX) return over({ left: 0, top: 0, ...window });
  const end = seen.left + seen.width;
  const column = (left: number, right: number) => {
    const width = Math.min(WIDTH_PX, right - left - 2 * EDGE_PX);
    return { left: left === end ? end + EDGE_PX : right - EDGE_PX - width, top: seen.top, width, height: seen.height };
  };
  const isWide = (px: number) => px >= WIDTH_MIN_PX + 2 * EDGE_PX;
  if (isWide(window.width - end)) return column(end, window.width);
  if (isWide(seen.left)) return column(0, seen.left);
  const isLarge = seen.width >= 2 * WIDTH_MIN_PX && seen.height >= HEIGHT_MIN_PX + ABOVE_PX + UNDER_PX + 2 * EDGE_PX;
  return over(isLarge ? seen : { left: 0, top: 0, ...window });
}

function over({ left, top, width, height }: Box): Box {
  const wide = Math.max(0, Math.min(WIDTH_PX, width - 2 * EDGE_PX));
  const high = height - ABOVE_PX - UNDER_PX - 2 * EDGE_PX;
  // In a low window what is under it counts for less than what is in it.
  const isLow = high < HEIGHT_MIN_PX;
  return {
    left: left + width - EDGE_PX - wide,
    top: top + EDGE_PX + (isLow ? 0 : ABOVE_PX),
    width: wide,
    height: isLow ? Math.max(0, height - 2 * EDGE_PX) : high,
  };
}

/** What of the film is in the window; undefined: nothing is. */
function within(film: Box, window: { readonly width: number; readonly height: number }): Box | undefined {
  const left = Math.max(0, film.left);
  const top = Math.max(0, film.top);
  const width = Math.min(window.width, film.left + film.width) - left;
  const height = Math.min(window.height, film.top + film.height) - top;
  return width > 0 && height > 0 ? { left, top, width, height } : undefined;
}
