import type { PillPlace } from '../../core/ports/pill-place';
import { cardButtons, cardLine } from './card';
import type { Layer } from './layer';
import { onPress } from './press';

/** What the pill says, in the person's language; handed in. */
export interface PillWords {
  /** Its name. */
  readonly name: string;
  /** @param count of members */
  readonly members: (count: number) => string;
  readonly syncNow: string;
  readonly chat: string;
  /** @param count of messages that the person has not seen */
  readonly unread: (count: number) => string;
  readonly hide: string;
}

/** The room as the pill shows it. */
export interface PillState {
  /** How the member here is, in words. */
  readonly state: string;
  readonly members: number;
  /** Nothing asks for attention. */
  readonly calm: boolean;
  /** Messages that the person here has not seen. */
  readonly unread: number;
}

export interface PillActs {
  readonly syncNow: () => void;
  readonly chat: () => void;
  /** The person has put it elsewhere, or away. */
  readonly placed: (place: PillPlace) => void;
}

export interface Pill {
  /** @param state undefined: there is nothing to be drawn here */
  show(state: PillState | undefined): void;
  put(place: PillPlace): void;
  over(film: HTMLMediaElement | undefined): void;
}

/** As players hide their controls: so long after the last movement, ms. */
const IDLE_MS = 3_000;
/** What it keeps from the edges of the film, px. */
const EDGE_PX = 12;
/** A pointer that moves less has pressed; one that moves more has dragged, px. */
const DRAG_PX = 5;
/** Over a smaller picture it would hide too much of it, px. */
const FILM_MIN_PX = { width: 200, height: 112 };
/** More are not counted: they would make it as wide as a word. */
const UNREAD_MAX = 99;
const STYLE = `
.pill { position: absolute; font: 600 14px/1.3 system-ui, sans-serif; color: #fff; }
.pill > button, .pill section button { pointer-events: auto; cursor: pointer; font: inherit; color: #fff; background: rgb(20 22 30 / 0.82); border: 1px solid rgb(255 255 255 / 0.4); border-radius: 999px; margin: 0; }
.pill > button { display: flex; align-items: center; gap: 7px; min-height: 28px; padding: 3px 11px; touch-action: none; box-shadow: 0 1px 6px rgb(0 0 0 / 0.4); }
.pill > button::before { content: ""; width: 9px; height: 9px; border-radius: 50%; background: #f0b64a; }
.pill > button.calm::before { background: #5bd192; }
.pill > button::after { content: attr(data-members); }
.pill > button > span { min-width: 17px; padding: 0 5px; border-radius: 999px; background: #b3261e; font-size: 12px; text-align: center; }
.pill > button > span::before { content: attr(data-words); }
.pill button:hover { background: rgb(45 48 60 / 0.95); }
.pill button:focus-visible { outline: 3px solid #8ab4ff; outline-offset: 2px; }
.pill.off { display: none; }
.pill.faded:not(:focus-within) { opacity: 0; }
.pill.faded:not(:focus-within) > button { pointer-events: none; }
.pill section { pointer-events: auto; position: absolute; top: calc(100% + 6px); display: grid; gap: 8px; box-sizing: border-box; width: max-content; max-width: min(20rem, 90vw); padding: 12px 14px; border-radius: 14px; text-align: start; background: rgb(20 22 30 / 0.94); border: 1px solid rgb(255 255 255 / 0.35); }
.pill.above section { top: auto; bottom: calc(100% + 6px); }
.pill section { left: 0; }
.pill.ends section { left: auto; right: 0; }
.pill section [data-words]::before { content: attr(data-words); }
.pill section .site { font-weight: 400; font-size: 13px; color: #d3d7e2; }
.pill section .buttons { display: flex; flex-wrap: wrap; gap: 8px; }
.pill section button { padding: 6px 12px; }
@media (prefers-reduced-motion: no-preference) { .pill { transition: opacity 0.2s; } }
@media (forced-colors: active) { .pill > button::before { forced-color-adjust: none; } }
`;

/**
 * A small sign over the film: that there is a room, how many are in it, how the member here is (SPEC PI-1), and how much was
 * written. It fades as players' own controls do, can be dragged, and opens to three buttons.
 */
export function createPill(layer: Layer, words: PillWords, acts: PillActs, signal: AbortSignal): Pill {
  const part = layer.part('pill', STYLE);
  const box = part.element;
  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-label', words.name);
  button.setAttribute('aria-expanded', 'false');
  const unread = document.createElement('span');
  unread.setAttribute('aria-hidden', 'true');
  unread.hidden = true;
  button.append(unread);
  box.append(button);
  box.classList.add('off');
  let shown: PillState | undefined;
  let film: HTMLMediaElement | undefined;
  let at: PillPlace = { x: 1, y: 0, hidden: false };
  let panel: HTMLElement | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let dragged: { readonly dx: number; readonly dy: number; readonly x: number; readonly y: number } | undefined;
  let hasMoved = false;

  /** What the pill may lie in. */
  const room = () => {
    const { left, top, width, height } = film?.getBoundingClientRect() ?? new DOMRect();
    const right = Math.min(left + width, innerWidth) - EDGE_PX - button.offsetWidth;
    const bottom = Math.min(top + height, innerHeight) - EDGE_PX - button.offsetHeight;
    const start = { x: Math.max(left, 0) + EDGE_PX, y: Math.max(top, 0) + EDGE_PX };
    const fits = width >= FILM_MIN_PX.width && height >= FILM_MIN_PX.height && right >= start.x && bottom >= start.y;
    return { ...start, width: Math.max(0, right - start.x), height: Math.max(0, bottom - start.y), fits };
  };
  const place = () => {
    const { x, y, width, height, fits } = room();
    // Where no press reaches it, it would only lie there.
    box.style.visibility = fits && layer.isReachable ? '' : 'hidden';
    box.style.left = `${x + at.x * width}px`;
    box.style.top = `${y + at.y * height}px`;
    box.classList.toggle('ends', at.x > 0.5);
    box.classList.toggle('above', at.y > 0.5);
  };
  const close = () => {
    panel?.remove();
    panel = undefined;
    button.setAttribute('aria-expanded', 'false');
  };
  const open = () => {
    if (!shown) return;
    panel = document.createElement('section');
    panel.append(cardLine(shown.state, 'said'), cardLine(words.members(shown.members), 'site'));
    panel.append(
      cardButtons([
        [words.syncNow, () => [close(), acts.syncNow()]],
        [words.chat, () => [close(), acts.chat()]],
        [words.hide, () => [close(), put({ ...at, hidden: true }), acts.placed(at)]],
      ]),
    );
    box.append(panel);
    button.setAttribute('aria-expanded', 'true');
  };
  const update = () => {
    const isDrawn = shown !== undefined && film !== undefined && !at.hidden && !signal.aborted;
    if (!isDrawn) close();
    box.classList.toggle('off', !isDrawn);
    part.show(isDrawn);
    if (isDrawn) place();
  };
  const put = (next: PillPlace) => {
    at = next;
    update();
  };
  const wake = () => {
    clearTimeout(idle);
    box.classList.remove('faded');
    idle = setTimeout(() => panel || box.classList.add('faded'), IDLE_MS);
  };

  onPress(button, () => {
    if (hasMoved) return;
    if (panel) close();
    else open();
    wake();
  });
  const isOurs = ({ clientX, clientY }: PointerEvent) =>
    (box.getRootNode() as ShadowRoot).elementFromPoint(clientX, clientY) === button;
  const down = (event: PointerEvent) => {
    if (!event.isTrusted || event.button !== 0 || !shown) return;
    hasMoved = false;
    if (!isOurs(event)) return;
    const { left, top } = button.getBoundingClientRect();
    dragged = { dx: event.clientX - left, dy: event.clientY - top, x: event.clientX, y: event.clientY };
  };
  const move = (event: PointerEvent) => {
    if (!event.isTrusted || !shown) return;
    wake();
    // Let go over a frame, which keeps that to itself.
    if (dragged && event.buttons === 0) up();
    if (!dragged) return place();
    if (!hasMoved && Math.hypot(event.clientX - dragged.x, event.clientY - dragged.y) < DRAG_PX) return;
    hasMoved = true;
    const { x, y, width, height } = room();
    const within = (wanted: number, size: number) => (size > 0 ? Math.min(1, Math.max(0, wanted / size)) : 0);
    at = { ...at, x: within(event.clientX - dragged.dx - x, width), y: within(event.clientY - dragged.dy - y, height) };
    place();
  };
  const up = () => {
    if (dragged && hasMoved) acts.placed(at);
    dragged = undefined;
    // The click that ends a drag comes before that; what is pressed later is pressed.
    setTimeout(() => {
      hasMoved = false;
    });
  };
  const quietly = { capture: true, passive: true, signal };
  addEventListener('pointerdown', down, quietly);
  addEventListener('pointermove', move, quietly);
  for (const type of ['pointerup', 'pointercancel']) addEventListener(type, up, quietly);
  for (const type of ['resize', 'scroll']) addEventListener(type, () => shown && place(), quietly);
  layer.onPlaced(() => shown && place());
  signal.addEventListener('abort', () => {
    clearTimeout(idle);
    update();
  });

  return {
    show(state) {
      const isNew = state !== undefined && (state.state !== shown?.state || state.unread > shown.unread);
      const isSame =
        state?.members === shown?.members && state?.calm === shown?.calm && state?.unread === shown?.unread;
      if (!isNew && isSame) return;
      shown = state;
      if (state) {
        button.dataset.members = `${state.members}`;
        button.classList.toggle('calm', state.calm);
        unread.hidden = state.unread === 0;
        unread.dataset.words = `${Math.min(state.unread, UNREAD_MAX)}`;
        const said = [
          state.state,
          words.members(state.members),
          ...(state.unread > 0 ? [words.unread(state.unread)] : []),
        ];
        button.setAttribute('aria-description', said.join(', '));
      }
      update();
      if (isNew) wake();
    },
    put,
    over(next) {
      film = next;
      update();
    },
  };
}
