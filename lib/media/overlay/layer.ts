import type { Spoken } from '../../ui/language';
import { findHome, type OpenShadow } from './home';
import { keepFromPage } from './press';

/** One of the things that are drawn in a page. */
export interface Part {
  /** What is put in here is drawn, over the whole window. What is to be pressed there wants `pointer-events: auto`. */
  readonly element: HTMLElement;
  /** There is something in it to be seen, or nothing any more. */
  show(isShown: boolean): void;
}

/** All that Lockstep draws in one frame: one element of the page, with a closed shadow tree. */
export interface Layer {
  /** @param name of its class @param style rules that name that class */
  part(name: string, style: string): Part;
  /** Puts the element into the page for good, also while there is nothing to be seen. */
  stand(): void;
  /** The film that things are drawn over. */
  over(film: HTMLMediaElement | undefined): void;
  readonly film: HTMLMediaElement | undefined;
  /** False: what is drawn is seen, but no press reaches it. */
  readonly isReachable: boolean;
  /** When the element was put where it is, ms of `performance.now()`. */
  readonly placedAt: number;
  /** Tells whenever places, or `isReachable`, may have changed. */
  onPlaced(told: () => void): void;
}

/** Pages change in bursts, and one may fight us: it is looked where we are so long after a change, ms. */
const LOOK_MS = 50;
/** A page that sets these on what it does not know sets them on our element too. */
const FOREIGN = ['inert', 'aria-hidden', 'hidden'];
const STYLE = `
:host { all: initial !important; direction: ltr !important; position: fixed !important; inset: 0 !important;
  width: auto !important; height: auto !important; margin: 0 !important; padding: 0 !important; border: 0 !important;
  background: none !important; overflow: visible !important; pointer-events: none !important; display: block !important;
  z-index: 2147483647 !important; color-scheme: dark !important; }
:host::before, :host::after, :host::backdrop { display: none !important; }
`;

/**
 * Lives where it can be seen and pressed (SPEC OV-2) and goes along, by the page's events. While there is something to
 * be seen it lies in the top layer, where no clipping, transform or z-index of the page reaches it.
 * @param spoken the language of the words that are drawn, asked for each time something comes to be seen
 */
export function createLayer(
  openShadow: OpenShadow,
  signal: AbortSignal,
  spoken: () => Spoken = () => ({ lang: '', dir: 'ltr' }),
): Layer {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'closed' });
  root.append(styleOf(STYLE));
  const shown = new Set<HTMLElement>();
  const listeners: (() => void)[] = [];
  let stands = false;
  let film: HTMLMediaElement | undefined;
  let home: Element | ShadowRoot | undefined;
  let isReachable = true;
  let placedAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let guard: AbortController | undefined;
  let watching = new AbortController();

  const place = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!stands && shown.size === 0) return remove();
    // A page that writes itself anew has no root for a moment.
    if (!document.documentElement) return soon();
    const focused = root.activeElement;
    const found = findHome(film, openShadow);
    isReachable = found.reachable;
    put(found.at);
    if (isReachable && host.checkVisibility?.() === false) {
      // Its page draws nothing in there.
      isReachable = false;
      put(document.documentElement);
    }
    for (const attribute of FOREIGN) host.removeAttribute(attribute);
    rise();
    if (focused instanceof HTMLElement && root.activeElement !== focused) focused.focus({ preventScroll: true });
    watch();
    for (const told of listeners) told();
  };
  const put = (at: Element | ShadowRoot) => {
    home = at;
    if (host.isConnected && host.parentNode === at) return;
    move(host, at);
    placedAt = performance.now();
  };
  /** The top layer stacks by order of showing: another thing may have come to lie above us. */
  const rise = () => {
    if (typeof host.showPopover !== 'function') return;
    host.popover = 'manual';
    if (host.matches(':popover-open')) host.hidePopover();
    if (shown.size > 0) host.showPopover();
  };
  const remove = () => {
    unwatch();
    host.remove();
    home = undefined;
  };
  const soon = () => {
    if (!signal.aborted) timer ??= setTimeout(place, LOOK_MS);
  };

  const around = new MutationObserver(() => {
    const isForeign = FOREIGN.some((attribute) => host.hasAttribute(attribute));
    if (isForeign || !host.isConnected || host.parentNode !== home) soon();
  });
  /** Before Chromium 132 and Firefox 133 no event tells that a dialog opens or closes. */
  const dialogs = new MutationObserver(soon);
  const onToggle = ({ target }: Event) => {
    if (target === host ? shown.size > 0 && !host.matches(':popover-open') : isPopover(target)) soon();
  };
  const watch = () => {
    unwatch();
    if (signal.aborted) return;
    watching = new AbortController();
    around.observe(host, { attributeFilter: FOREIGN });
    // Whatever holds us may be taken out of the page.
    for (let at = holderOf(host); at; at = holderOf(at)) around.observe(at, { childList: true });
    for (const tree of new Set([document, host.getRootNode(), film?.getRootNode() ?? document])) {
      dialogs.observe(tree, { subtree: true, attributeFilter: ['open'] });
      tree.addEventListener('toggle', onToggle, { capture: true, signal: watching.signal });
    }
  };
  const unwatch = () => {
    watching.abort();
    around.disconnect();
    dialogs.disconnect();
  };
  document.addEventListener('fullscreenchange', () => home && place(), { signal });
  // A frame that was hidden is shown.
  addEventListener('resize', () => home && !isReachable && place(), { passive: true, signal });
  // So does a dialog in a shadow tree of which we know nothing: it takes the focus.
  const onFocus = (event: Event) => shown.size > 0 && !event.composedPath().includes(host) && soon();
  document.addEventListener('focusin', onFocus, { passive: true, signal });
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    unwatch();
    guard?.abort();
    stands = false;
    if (shown.size === 0) remove();
  });

  const show = (element: HTMLElement, isShown: boolean) => {
    if (isShown) {
      shown.add(element);
      const { lang, dir } = spoken();
      if (element.lang !== lang) element.lang = lang;
      if (element.dir !== dir) element.dir = dir;
    } else if (!shown.delete(element)) return;
    if (!isShown && shown.size > 0) return;
    if (!isShown) guard?.abort();
    else if (!signal.aborted && guard?.signal.aborted !== false) {
      guard = new AbortController();
      keepFromPage(host, root, guard.signal);
    }
    place();
  };

  return {
    part(name, style) {
      const element = document.createElement('div');
      element.className = name;
      root.append(styleOf(style), element);
      return { element, show: (isShown) => show(element, isShown) };
    },
    stand() {
      if (stands || signal.aborted) return;
      stands = true;
      place();
    },
    over(next) {
      if (next === film) return;
      film = next;
      if (home) soon();
    },
    get film() {
      return film;
    },
    get isReachable() {
      return isReachable;
    },
    get placedAt() {
      return placedAt;
    },
    onPlaced: (told) => void listeners.push(told),
  };
}

function styleOf(text: string): HTMLElement {
  const style = document.createElement('style');
  style.textContent = text;
  return style;
}

/** Without loading anew what lies in it in a frame, where the browser can (Chromium 133, Firefox 144). */
function move(host: HTMLElement, to: Element | ShadowRoot) {
  const { moveBefore } = to as { moveBefore?: (node: Node, before: null) => void };
  try {
    if (host.isConnected && moveBefore) return moveBefore.call(to, host, null);
  } catch {
    // Out of a document, or into another.
  }
  to.append(host);
}

const holderOf = (node: Node): Node | null => node.parentNode ?? ('host' in node ? (node as ShadowRoot).host : null);

const isPopover = (target: EventTarget | null) => target instanceof HTMLElement && target.popover !== null;
