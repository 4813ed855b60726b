import type { Prompt } from '../player/player';
import { cardLine } from './card';
import type { Layer } from './layer';
import { onPress } from './press';
import { wordsPlace } from './words-place';

/** What the overlay says, in the person's language; handed in. */
export interface OverlayWords {
  readonly unmute: string;
  readonly play: string;
  /** Where nothing can be pressed but a key: Enter. */
  readonly unmuteByKey: string;
  readonly playByKey: string;
  /** A question that cannot be answered where it is shown. */
  readonly answerElsewhere: string;
}

export interface Overlay {
  prompt(prompt: Prompt, over: HTMLMediaElement, press: () => void): void;
  toast(text: string): void;
  /** Something with buttons, for a while; undefined: no more. */
  card(card: HTMLElement | undefined): void;
}

const TOAST_MS = 4_000;
/** What the button keeps from the edges of the window. */
const EDGE_PX = 8;
/** A question must not cover the film for ever: the popup keeps it. */
const CARD_MS = 30_000;
/** Screen readers may not read out words that come together with their live region, ms. */
const REGION_MS = 200;
const STYLE = `
.overlay button, .overlay p { font: 600 15px/1.3 system-ui, sans-serif; color: #fff; background: rgb(20 22 30 / 0.88); border: 1px solid rgb(255 255 255 / 0.35);
  border-radius: 999px; padding: 10px 18px; margin: 0; box-shadow: 0 2px 12px rgb(0 0 0 / 0.4); }
.overlay button { position: absolute; pointer-events: auto; cursor: pointer; }
.overlay button:hover { background: rgb(45 48 60 / 0.95); }
.overlay button:focus-visible { outline: 3px solid #8ab4ff; outline-offset: 2px; }
.overlay p::before, .overlay [data-words]::before { content: attr(data-words); }
.overlay [role=status] { position: absolute; transform: translateX(-50%); display: grid; gap: 8px; justify-items: center; width: max-content; max-width: calc(var(--words-width) * 0.9); }
.overlay section { pointer-events: auto; display: grid; grid-template-columns: minmax(0, 1fr); gap: 6px; box-sizing: border-box; width: min(26rem, calc(var(--words-width) * 0.9)); padding: 14px 16px; border-radius: 14px; text-align: start;
  font: 15px/1.35 system-ui, sans-serif; color: #fff; background: rgb(20 22 30 / 0.94); border: 1px solid rgb(255 255 255 / 0.35); box-shadow: 0 2px 12px rgb(0 0 0 / 0.4); }
.overlay section .said { font-weight: 600; }
.overlay section .title { text-align: match-parent; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.overlay section .site, .overlay section .elsewhere { font-size: 13px; color: #d3d7e2; overflow-wrap: anywhere; }
.overlay section .buttons { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 6px; }
.overlay section button { position: static; flex: 1 1 auto; padding: 7px 14px; font-size: 14px; }
.overlay section .buttons > :first-child:nth-last-child(3) { flex-basis: 100%; }
.overlay:not(.shut) .elsewhere, .overlay.shut button, .overlay.shut .buttons { display: none; }
@media (prefers-reduced-motion: no-preference) { .overlay p { animation: in 0.2s ease-out; } @keyframes in { from { opacity: 0; translate: 0 -6px; } } }
`;

/** What the browser wants a press for, and where it is to be had. */
interface Asked {
  readonly button: HTMLButtonElement;
  /** Says by which key, where the button cannot be pressed. */
  readonly words: HTMLElement;
  readonly over: HTMLMediaElement;
  readonly life: AbortController;
}

/**
 * What Lockstep says in a page (SPEC OV-1): one button when the browser wants a press, short words, and questions. The
 * live region is there before its words. Where no press reaches what is drawn, the button's work is done by a key, and
 * questions are said without their buttons (SPEC OV-4).
 */
export function createOverlay(layer: Layer, words: OverlayWords, signal: AbortSignal): Overlay {
  const part = layer.part('overlay', STYLE);
  const region = document.createElement('div');
  region.setAttribute('role', 'status');
  part.element.append(region);
  let asked: Asked | undefined;
  let card: HTMLElement | undefined;
  /** What waits for its region to have stood. */
  const waiting: (() => void)[] = [];

  const update = () => {
    part.show(asked !== undefined || waiting.length > 0 || region.childElementCount > 0);
    place();
  };
  const place = () => {
    part.element.classList.toggle('shut', !layer.isReachable);
    const { middle, top, width } = wordsPlace(layer.film);
    region.style.left = `${middle}px`;
    region.style.top = `${top}px`;
    region.style.setProperty('--words-width', `${width}px`);
    if (!asked || !layer.isReachable) return;
    const { button, over } = asked;
    // What is only heard has no picture to lie over: its own controls are small, and the person's to press.
    const box = over.localName === 'audio' ? { left: 0, top: 0 } : over.getBoundingClientRect();
    // A film that is scrolled away still waits for the press.
    const within = (place: number, end: number) => Math.max(EDGE_PX, Math.min(place, end - EDGE_PX));
    button.style.left = `${within(box.left + 16, innerWidth - button.offsetWidth)}px`;
    button.style.top = `${within(box.top + 16, innerHeight - button.offsetHeight)}px`;
    const [said, under] = [region.getBoundingClientRect(), button.getBoundingClientRect()];
    const apart =
      said.right < under.left || said.left > under.right || said.bottom < under.top || said.top > under.bottom;
    // Words must neither hide the button nor be hidden by it.
    if (!apart) region.style.top = `${under.bottom + EDGE_PX}px`;
  };
  const say = (what: () => void) => {
    waiting.push(what);
    update();
    if (waiting.length > 1) return;
    const sayAll = () => {
      for (const sayOne of waiting.splice(0)) sayOne();
      update();
    };
    setTimeout(sayAll, Math.max(0, layer.placedAt + REGION_MS - performance.now()));
  };
  const clear = () => {
    asked?.life.abort();
    asked?.button.remove();
    asked?.words.remove();
    asked = undefined;
    update();
  };
  layer.onPlaced(place);
  addEventListener('resize', place, { passive: true, signal });
  addEventListener('scroll', place, { passive: true, capture: true, signal });
  // Last words stay for their time: they say why it is over.
  signal.addEventListener('abort', () => {
    card?.remove();
    card = undefined;
    clear();
  });

  return {
    prompt(prompt, over, press) {
      clear();
      if (prompt === 'none' || signal.aborted) return;
      const isMuted = prompt === 'unmute';
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = isMuted ? words.unmute : words.play;
      onPress(button, press);
      const byKey = line(isMuted ? words.unmuteByKey : words.playByKey);
      byKey.className = 'elsewhere';
      const life = new AbortController();
      asked = { button, words: byKey, over, life };
      part.element.append(button);
      region.append(byKey);
      onEnter(() => !layer.isReachable, press, life.signal);
      update();
    },
    card(next) {
      card?.remove();
      card = next;
      update();
      if (!next || signal.aborted) return;
      if (next.querySelector('button')) next.append(cardLine(words.answerElsewhere, 'elsewhere'));
      say(() => card === next && region.append(next));
      const end = () => {
        if (card !== next) return;
        // It has not been there to be answered yet.
        if (layer.isReachable) this.card(undefined);
        else setTimeout(end, CARD_MS);
      };
      setTimeout(end, CARD_MS);
    },
    toast(text) {
      if (signal.aborted) return;
      say(() => {
        const said = line(text);
        region.append(said);
        setTimeout(() => {
          said.remove();
          update();
        }, TOAST_MS);
      });
    },
  };
}

function line(text: string): HTMLElement {
  const element = document.createElement('p');
  // Names must not reach the page, and `window.find` looks into closed trees: but not at what a style has made.
  element.dataset.words = text;
  return element;
}

/** Takes the key from the page as well, whose player it might start or stop. */
function onEnter(isWanted: () => boolean, press: () => void, signal: AbortSignal): void {
  const take = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onKey = (event: KeyboardEvent) => {
    const isPlain = !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    // A page's script may dispatch keys; only a person's may unmute.
    if (event.key !== 'Enter' || !isPlain || !event.isTrusted || !isWanted()) return;
    take(event);
    addEventListener('keyup', take, { capture: true, once: true });
    press();
  };
  addEventListener('keydown', onKey, { capture: true, signal });
}
