import { chatBox } from './chat-box';
import type { Layer } from './layer';

export interface ChatFrame {
  readonly isOpen: boolean;
  /**
   * @param address of our own page
   * @param loaded a page is in the frame: each time one has loaded, as when the frame was moved in the page
   */
  open(address: string, loaded: (frame: Window) => void): void;
  close(): void;
  /** The person writes in it from now on. */
  focus(): void;
  over(film: HTMLMediaElement | undefined): void;
}

/** Under all else that is drawn: toasts and questions pass, the chat stays. */
const STYLE = `
.chat > iframe { position: absolute; z-index: -1; pointer-events: auto; border: 1px solid rgb(255 255 255 / 0.35); border-radius: 10px; margin: 0; padding: 0; background: #14161e; box-shadow: 0 2px 16px rgb(0 0 0 / 0.5); }
`;

/**
 * A page of ours in a frame over the film, or beside it (SPEC CH-18): what is typed there is heard by no page around it.
 * @param title of the frame, for screen readers
 */
export function createChatFrame(layer: Layer, title: () => string, signal: AbortSignal): ChatFrame {
  const part = layer.part('chat', STYLE);
  let frame: HTMLIFrameElement | undefined;
  let film: HTMLMediaElement | undefined;
  /** What of the page had the focus before. */
  let before: Element | null = null;

  const place = () => {
    if (!frame) return;
    const { style } = frame;
    const box = chatBox(film?.getBoundingClientRect(), { width: innerWidth, height: innerHeight });
    style.left = `${box.left}px`;
    style.top = `${box.top}px`;
    style.width = `${box.width}px`;
    style.height = `${box.height}px`;
  };
  const close = () => {
    if (!frame) return;
    const hadFocus = (part.element.getRootNode() as ShadowRoot).activeElement === frame;
    frame.remove();
    frame = undefined;
    part.show(false);
    if (hadFocus && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    before = null;
  };
  const quietly = { capture: true, passive: true, signal };
  for (const type of ['resize', 'scroll']) addEventListener(type, place, quietly);
  layer.onPlaced(place);
  signal.addEventListener('abort', close);

  return {
    get isOpen() {
      return frame !== undefined;
    },
    open(address, loaded) {
      if (frame || signal.aborted) return;
      before = document.activeElement;
      const made = document.createElement('iframe');
      made.title = title();
      made.referrerPolicy = 'no-referrer';
      // Chromium: under an embedder policy (COEP) a page of ours is let in only so.
      Object.assign(made, { credentialless: true });
      made.src = address;
      made.addEventListener('load', () => made.contentWindow && frame === made && loaded(made.contentWindow));
      frame = made;
      part.element.append(made);
      part.show(true);
      place();
    },
    close,
    focus: () => frame?.focus({ preventScroll: true }),
    over(next) {
      film = next;
      place();
    },
  };
}
