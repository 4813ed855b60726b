import type { Layer } from './layer';
import { onPress } from './press';

/** What the picker says, in the person's language; handed in. */
export interface PickerWords {
  readonly title: string;
  readonly hint: string;
  /** Where nothing can be pressed but keys. */
  readonly hintByKey: string;
  readonly one: (place: number, total: number) => string;
}

export type PickerPress =
  | { readonly press: 'next' | 'previous' | 'cancel' }
  /** Without an index: the current one, in whichever frame it is. */
  | { readonly press: 'take'; readonly index?: number };

export interface Picker {
  /**
   * Shows a numbered button over each video of this frame.
   * @param first the number, from 0, of the frame's first one among `total` of all frames
   * @param current the number of the one that Enter takes
   */
  show(videos: readonly HTMLMediaElement[], first: number, total: number, current: number): void;
  hide(): void;
}

const STYLE = `
.picker button { position: absolute; box-sizing: border-box; pointer-events: auto; cursor: pointer; padding: 8px; display: flex; align-items: start;
  background: rgb(20 22 30 / 0.35); border: 3px dashed #fff; border-radius: 8px; color: #fff; font: 700 20px/1 system-ui, sans-serif; }
.picker button span { background: rgb(20 22 30 / 0.9); border-radius: 999px; padding: 10px 14px; }
.picker button[aria-current=true] { border: 5px solid #8ab4ff; background: rgb(30 60 120 / 0.45); }
.picker button:focus-visible { outline: 3px solid #fff; outline-offset: 2px; }
.picker p { position: absolute; left: 50%; bottom: 24px; transform: translateX(-50%); margin: 0; width: max-content; max-width: 90vw; padding: 10px 18px;
  font: 600 15px/1.3 system-ui, sans-serif; color: #fff; background: rgb(20 22 30 / 0.92); border: 1px solid rgb(255 255 255 / 0.35); border-radius: 12px; }
.picker:not(.shut) .by-key, .picker.shut .by-pointer { display: none; }
`;
/** A video without a place on the page gets a button of this size at its edge. */
const CHIP_PX = 64;

const KEYS: Readonly<Record<string, PickerPress>> = {
  ArrowRight: { press: 'next' },
  ArrowDown: { press: 'next' },
  ArrowLeft: { press: 'previous' },
  ArrowUp: { press: 'previous' },
  Enter: { press: 'take' },
  ' ': { press: 'take' },
  Escape: { press: 'cancel' },
};

/**
 * The choice of a video in one frame (SPEC FV-7). Every frame hears keys, also one without a video: the focus may be
 * anywhere.
 */
export function createPicker(
  layer: Layer,
  words: PickerWords,
  choose: (press: PickerPress) => void,
  signal: AbortSignal,
): Picker {
  const part = layer.part('picker', STYLE);
  let shown: { readonly over: AbortController; readonly of: readonly unknown[] } | undefined;
  let videos: readonly HTMLMediaElement[] = [];
  let buttons: readonly HTMLButtonElement[] = [];
  let before: Element | null = null;

  const onKey = (event: KeyboardEvent) => {
    const known = event.key === 'Tab' ? { press: event.shiftKey ? 'previous' : 'next' } : KEYS[event.key];
    // A page's script may dispatch keys; only a person's choose.
    if (!known || !event.isTrusted || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type === 'keydown') choose(known as PickerPress);
  };

  const place = () => {
    part.element.classList.toggle('shut', !layer.isReachable);
    for (const [index, video] of videos.entries()) {
      const button = buttons[index];
      if (button) Object.assign(button.style, boxOf(video, index));
    }
  };
  layer.onPlaced(place);

  const make = (offered: readonly HTMLMediaElement[], first: number, total: number, of: readonly unknown[]) => {
    const over = new AbortController();
    const group = document.createElement('div');
    group.setAttribute('role', 'dialog');
    group.setAttribute('aria-label', words.title);
    videos = offered;
    buttons = videos.map((_, index) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.setAttribute('aria-label', words.one(first + index + 1, total));
      const number = document.createElement('span');
      number.textContent = String(first + index + 1);
      button.append(number);
      onPress(button, () => choose({ press: 'take', index }));
      return button;
    });
    group.append(...buttons);
    // Once is enough: where the page is, and not in each of its frames.
    if (window === top || videos.length > 0) {
      group.append(hint(words.hint, 'by-pointer'), hint(words.hintByKey, 'by-key'));
    }
    const { signal: off } = over;
    for (const type of ['keydown', 'keypress', 'keyup'] as const) {
      addEventListener(type, onKey, { capture: true, signal: off });
    }
    addEventListener('resize', place, { passive: true, signal: off });
    addEventListener('scroll', place, { passive: true, capture: true, signal: off });
    before = document.activeElement;
    part.element.append(group);
    if (group.childElementCount > 0) part.show(true);
    place();
    shown = { over, of };
  };

  const hide = () => {
    if (!shown) return;
    shown.over.abort();
    shown = undefined;
    [videos, buttons] = [[], []];
    part.element.replaceChildren();
    part.show(false);
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
  signal.addEventListener('abort', hide);

  return {
    hide,
    show(offered, first, total, current) {
      const of = [first, total, ...offered];
      if (shown?.of.length !== of.length || shown.of.some((each, i) => each !== of[i])) {
        hide();
        make(offered, first, total, of);
      }
      for (const [index, button] of buttons.entries()) {
        const isCurrent = first + index === current;
        button.setAttribute('aria-current', String(isCurrent));
        if (!isCurrent) continue;
        button.scrollIntoView?.({ block: 'nearest' });
        videos[index]?.scrollIntoView?.({ block: 'nearest' });
        button.focus({ preventScroll: true });
      }
    },
  };
}

function hint(text: string, name: string): HTMLElement {
  const element = document.createElement('p');
  element.className = name;
  element.textContent = text;
  return element;
}

function boxOf(video: HTMLMediaElement, index: number): Partial<CSSStyleDeclaration> {
  const { left, top, width, height } = video.getBoundingClientRect();
  const placeless = width * height === 0 || video.ownerDocument !== document;
  const box = placeless
    ? { left: 16, top: 16 + index * (CHIP_PX + 8), width: CHIP_PX, height: CHIP_PX }
    : { left, top, width: Math.max(width, CHIP_PX), height: Math.max(height, CHIP_PX) };
  return { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` };
}
