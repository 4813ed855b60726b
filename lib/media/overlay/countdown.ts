import type { Layer } from './layer';

export interface CountdownSign {
  /** @param left until the film starts, s; undefined: it is not counted in */
  show(left: number | undefined): void;
  /** The film that it is drawn over. */
  over(film: HTMLMediaElement | undefined): void;
}

/** Of the film's height. */
const SIZE = 0.3;
/** It can be read from a sofa, and hides no more of the film than it has to, px. */
const SIZE_MIN_PX = 56;
const SIZE_MAX_PX = 200;
const STYLE = `
.countdown > div { position: absolute; translate: -50% -50%; display: grid; place-items: center; border-radius: 50%; color: #fff; background: rgb(20 22 30 / 0.82); border: 2px solid rgb(255 255 255 / 0.6); box-sizing: border-box; box-shadow: 0 2px 18px rgb(0 0 0 / 0.5); font-family: system-ui, sans-serif; font-weight: 700; line-height: 1; }
.countdown > div::before { content: attr(data-left); }
@media (prefers-reduced-motion: no-preference) { .countdown > div { animation: count 1s ease-out; } @keyframes count { from { scale: 1.25; opacity: 0; } 18% { scale: 1; opacity: 1; } } }
`;

/**
 * "3, 2, 1" in the middle of the film (SPEC WA-10). It is hidden from screen readers, which hear the sentence of the live
 * region as it begins: numbers that are read out late are of no use. No press is caught.
 */
export function createCountdown(layer: Layer, signal: AbortSignal): CountdownSign {
  const part = layer.part('countdown', STYLE);
  part.element.setAttribute('aria-hidden', 'true');
  let film: HTMLMediaElement | undefined;
  let sign: HTMLElement | undefined;

  const place = () => {
    if (!sign) return;
    const { left, top, width, height } = film?.getBoundingClientRect() ?? new DOMRect();
    // A film that is scrolled away, or only heard, is counted in in the middle of the window.
    const [right, bottom] = [Math.min(left + width, innerWidth), Math.min(top + height, innerHeight)];
    const [start, above] = [Math.max(left, 0), Math.max(top, 0)];
    const isSeen = right - start >= SIZE_MIN_PX && bottom - above >= SIZE_MIN_PX;
    const box = isSeen
      ? { x: (start + right) / 2, y: (above + bottom) / 2, height: bottom - above }
      : { x: innerWidth / 2, y: innerHeight / 2, height: innerHeight };
    const size = Math.min(SIZE_MAX_PX, Math.max(SIZE_MIN_PX, box.height * SIZE));
    sign.style.left = `${box.x}px`;
    sign.style.top = `${box.y}px`;
    sign.style.width = `${size}px`;
    sign.style.height = `${size}px`;
    sign.style.fontSize = `${size * 0.6}px`;
  };
  const show = (left: number | undefined) => {
    sign?.remove();
    sign = undefined;
    if (left !== undefined && !signal.aborted) {
      // Each is an element of its own, and comes with its own movement.
      sign = document.createElement('div');
      sign.dataset.left = `${left}`;
      part.element.append(sign);
    }
    part.show(sign !== undefined);
    place();
  };
  layer.onPlaced(place);
  addEventListener('resize', place, { passive: true, signal });
  addEventListener('scroll', place, { passive: true, capture: true, signal });
  signal.addEventListener('abort', () => show(undefined));

  return {
    show,
    over(next) {
      film = next;
      place();
    },
  };
}
