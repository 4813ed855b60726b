import type { Prompt } from '../player/player';

/** What the overlay says, in the person's language; handed in. */
export interface OverlayWords {
  readonly unmute: string;
  readonly play: string;
}

export interface Overlay {
  prompt(prompt: Prompt, over: HTMLVideoElement, press: () => void): void;
  toast(text: string): void;
  /** Something with buttons, for a while; undefined: no more. */
  card(card: HTMLElement | undefined): void;
}

const TOAST_MS = 4_000;
/** What the button keeps from the edges of the window. */
const EDGE_PX = 8;
/** A question must not cover the film for ever: the popup keeps it. */
const CARD_MS = 30_000;
const STYLE = `
:host { all: initial !important; position: fixed !important; inset: 0 !important; width: auto !important; height: auto !important;
  margin: 0 !important; padding: 0 !important; border: 0 !important; background: none !important; overflow: visible !important;
  pointer-events: none !important; display: block !important; z-index: 2147483647 !important; color-scheme: dark !important; }
button, p { font: 600 15px/1.3 system-ui, sans-serif; color: #fff; background: rgb(20 22 30 / 0.88); border: 1px solid rgb(255 255 255 / 0.35);
  border-radius: 999px; padding: 10px 18px; margin: 0; box-shadow: 0 2px 12px rgb(0 0 0 / 0.4); }
button { position: absolute; pointer-events: auto; cursor: pointer; }
button:hover { background: rgb(45 48 60 / 0.95); }
button:focus-visible { outline: 3px solid #8ab4ff; outline-offset: 2px; }
p::before, [data-words]::before { content: attr(data-words); }
[role=status] { position: absolute; left: 50%; top: 20px; transform: translateX(-50%); display: grid; gap: 8px; justify-items: center; width: max-content; max-width: 90vw; }
section { pointer-events: auto; display: grid; grid-template-columns: minmax(0, 1fr); gap: 6px; box-sizing: border-box; width: min(26rem, 90vw); padding: 14px 16px; border-radius: 14px; text-align: start;
  font: 15px/1.35 system-ui, sans-serif; color: #fff; background: rgb(20 22 30 / 0.94); border: 1px solid rgb(255 255 255 / 0.35); box-shadow: 0 2px 12px rgb(0 0 0 / 0.4); }
section .said { font-weight: 600; }
section .title { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
section .site { font-size: 13px; color: #d3d7e2; overflow-wrap: anywhere; }
section .buttons { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 6px; }
section button { position: static; padding: 7px 14px; font-size: 14px; }
@media (prefers-reduced-motion: no-preference) { p { animation: in 0.2s ease-out; } @keyframes in { from { opacity: 0; translate: 0 -6px; } } }
`;

/**
 * What Lockstep draws in a page (SPEC OV-1): one button when the browser wants a press, and short words.
 * Lives in a closed shadow root in the top layer, so that a page neither reads nor covers it, nor a
 * fullscreen film. Nothing is in the page until there is something to say.
 */
export function createOverlay(words: OverlayWords, signal: AbortSignal): Overlay {
  let parts: { readonly host: HTMLElement; readonly root: ShadowRoot; readonly toasts: HTMLElement } | undefined;
  let button: { readonly element: HTMLButtonElement; readonly over: HTMLVideoElement } | undefined;

  let card: HTMLElement | undefined;

  const make = () => {
    if (parts?.host.isConnected) return parts;
    const host = document.createElement('div');
    const root = host.attachShadow({ mode: 'closed' });
    const style = document.createElement('style');
    style.textContent = STYLE;
    const toasts = document.createElement('div');
    toasts.setAttribute('role', 'status');
    root.append(style, toasts);
    document.documentElement.append(host);
    parts = { host, root, toasts };
    raise();
    return parts;
  };
  /** The top layer stacks by order of showing: after a film went fullscreen, ours is shown again. */
  const raise = () => {
    const host = parts?.host;
    if (!host || typeof host.showPopover !== 'function') return;
    host.popover = 'manual';
    if (host.matches(':popover-open')) host.hidePopover();
    if (host.isConnected) host.showPopover();
  };
  const place = () => {
    if (parts) parts.toasts.style.top = '';
    if (!button) return;
    const box = button.over.getBoundingClientRect();
    // A film that is scrolled away still waits for the press.
    const within = (place: number, end: number) => Math.max(EDGE_PX, Math.min(place, end - EDGE_PX));
    button.element.style.left = `${within(box.left + 16, innerWidth - button.element.offsetWidth)}px`;
    button.element.style.top = `${within(box.top + 16, innerHeight - button.element.offsetHeight)}px`;
    if (!parts) return;
    const [words, under] = [parts.toasts.getBoundingClientRect(), button.element.getBoundingClientRect()];
    const apart =
      words.right < under.left || words.left > under.right || words.bottom < under.top || words.top > under.bottom;
    // Words must neither hide the button nor be hidden by it.
    if (!apart) parts.toasts.style.top = `${under.bottom + EDGE_PX}px`;
  };
  const clear = () => {
    button?.element.remove();
    button = undefined;
    if (parts && parts.toasts.childElementCount === 0) {
      parts.host.remove();
      parts = undefined;
    }
  };
  const refit = () => {
    raise();
    place();
  };
  document.addEventListener('fullscreenchange', refit, { signal });
  addEventListener('resize', place, { passive: true, signal });
  addEventListener('scroll', place, { passive: true, capture: true, signal });
  // Last words stay for their time: they say why it is over.
  signal.addEventListener('abort', clear);

  return {
    prompt(prompt, over, press) {
      clear();
      if (prompt === 'none' || signal.aborted) return;
      const element = document.createElement('button');
      element.type = 'button';
      element.textContent = prompt === 'unmute' ? words.unmute : words.play;
      element.addEventListener('click', (event) => {
        event.stopPropagation();
        // A page's script may dispatch clicks; only a person's counts, and only theirs may unmute.
        if (event.isTrusted) press();
      });
      const { root } = make();
      root.append(element);
      button = { element, over };
      place();
    },
    card(next) {
      card?.remove();
      card = next;
      if (next && !signal.aborted) {
        make().toasts.append(next);
        place();
        setTimeout(() => card === next && this.card(undefined), CARD_MS);
      } else if (!button) clear();
    },
    toast(text) {
      if (signal.aborted) return;
      const { toasts } = make();
      const line = document.createElement('p');
      // Names must not reach the page, and `window.find` looks into closed trees: but not at what a style has made.
      line.dataset.words = text;
      toasts.append(line);
      place();
      setTimeout(() => {
        line.remove();
        if (!button) clear();
        else place();
      }, TOAST_MS);
    },
  };
}
