import type { Layer } from './layer';

export interface Reactions {
  /** @param picture of the reaction @param name of who reacts @param colour of that member, as a style says it */
  show(picture: string, name: string, colour: string): void;
  /** The film that they float over. */
  over(film: HTMLMediaElement | undefined): void;
}

/** So long one is seen, ms. */
const FLOATS_MS = 3_000;
/** More would hide the film: the oldest makes room. */
const FLOATING_MAX = 12;
/** They rise beside each other, in so many columns over the film's left third. */
const COLUMNS = 4;
const STYLE = `
.reactions > div { position: absolute; translate: -50% 0; display: grid; justify-items: center; gap: 2px; font: 34px/1.1 system-ui, sans-serif; filter: drop-shadow(0 1px 4px rgb(0 0 0 / 0.6)); }
.reactions > div::before { content: attr(data-picture); }
.reactions > div::after { content: attr(data-name); max-width: 9rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; padding: 1px 7px; border-radius: 999px; border-inline-start: 4px solid var(--own); background: rgb(20 22 30 / 0.82); color: #fff; font: 600 12px/1.4 system-ui, sans-serif; }
@media (prefers-reduced-motion: no-preference) { .reactions > div { animation: float 3s ease-out forwards; }
  @keyframes float { from { opacity: 0; transform: translateY(0) scale(0.6); } 12% { opacity: 1; transform: translateY(-12px) scale(1); } 70% { opacity: 1; } to { opacity: 0; transform: translateY(-130px); } } }
`;

/**
 * Reactions that float over the film (SPEC CH-15). Screen readers hear of them in the chat, so they are hidden from them
 * here; and no press is caught.
 */
export function createReactions(layer: Layer, signal: AbortSignal): Reactions {
  const part = layer.part('reactions', STYLE);
  part.element.setAttribute('aria-hidden', 'true');
  const floating: HTMLElement[] = [];
  let film: HTMLMediaElement | undefined;
  let column = 0;

  const end = (each: HTMLElement) => {
    const at = floating.indexOf(each);
    if (at < 0) return;
    floating.splice(at, 1);
    each.remove();
    part.show(floating.length > 0);
  };
  signal.addEventListener('abort', () => {
    for (const each of [...floating]) end(each);
  });

  return {
    show(picture, name, colour) {
      if (!film || signal.aborted) return;
      const { left, top, width, height } = film.getBoundingClientRect();
      const right = Math.min(left + width, innerWidth);
      const bottom = Math.min(top + height, innerHeight);
      const start = Math.max(left, 0);
      // A film that is scrolled away has nothing to float over.
      if (right <= start || bottom <= Math.max(top, 0)) return;
      const each = document.createElement('div');
      each.dataset.picture = picture;
      each.dataset.name = name;
      each.style.setProperty('--own', colour);
      column = (column + 1) % COLUMNS;
      each.style.left = `${start + ((right - start) / 3) * ((column + 0.5) / COLUMNS)}px`;
      each.style.top = `${Math.max(top, 0) + (bottom - Math.max(top, 0)) * 0.7}px`;
      floating.push(each);
      part.element.append(each);
      part.show(true);
      if (floating.length > FLOATING_MAX) end(floating[0] as HTMLElement);
      setTimeout(() => end(each), FLOATS_MS);
    },
    over(next) {
      film = next;
    },
  };
}
