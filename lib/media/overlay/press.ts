const presses = new WeakMap<Element, () => void>();

/** All that a page's player may take for a press on itself. */
const KEPT = [
  ...['pointerdown', 'pointerup', 'pointercancel', 'mousedown', 'mouseup', 'click', 'dblclick', 'auxclick'],
  ...['contextmenu', 'touchstart', 'touchend', 'touchcancel', 'wheel', 'keydown', 'keypress', 'keyup', 'focusin'],
];

/** What a press of the button does. A page's script may dispatch clicks: only a person's counts. */
export function onPress(button: HTMLElement, press: () => void): void {
  presses.set(button, press);
  button.addEventListener('click', (event) => event.isTrusted && press());
}

/**
 * Keeps what the person does to our own from the page (SPEC OV-3), in whose elements it may lie: a click on a button of
 * ours is no click on the player around it, and a key on it none of the player's shortcuts. What the page has put on the
 * window itself before we came hears them first.
 */
export function keepFromPage(host: Element, root: ShadowRoot, signal: AbortSignal): void {
  const hit = (x: number, y: number) => {
    const found = root.elementFromPoint(x, y);
    return found && root.contains(found) ? found : null;
  };
  const isOurs = (event: Event) => {
    if (event.composedPath().includes(host)) return true;
    // Within a closed shadow tree of the page's, an event names the element that has the tree, and not ours.
    const outer = outermost(host);
    if (outer === host || event.target !== outer) return false;
    const place = placeOf(event);
    return (place ? hit(place.clientX, place.clientY) : root.activeElement) !== null;
  };
  /** By a key, or by a screen reader, it has no place. */
  const buttonOf = (event: MouseEvent) =>
    (event.detail === 0 ? root.activeElement : hit(event.clientX, event.clientY))?.closest('button');
  const keep = (event: Event) => {
    if (!isOurs(event)) return;
    if (event.type !== 'click') return event.stopPropagation();
    const button = buttonOf(event as MouseEvent);
    // It goes on to the button that it is for, which we do not know.
    if (!button && (event as MouseEvent).detail === 0) return;
    event.stopPropagation();
    if (button && event.isTrusted) presses.get(button)?.();
  };
  for (const type of KEPT) {
    addEventListener(type, keep, { capture: true, passive: true, signal });
    root.addEventListener(type, (event) => event.stopPropagation(), { passive: true, signal });
  }
}

/** Of the shadow trees that it is in. */
function outermost(element: Element): Element {
  const root = element.getRootNode();
  return 'host' in root ? outermost((root as ShadowRoot).host) : element;
}

function placeOf(event: Event): { readonly clientX: number; readonly clientY: number } | undefined {
  if ('clientX' in event) return event as MouseEvent;
  return 'changedTouches' in event ? (event as TouchEvent).changedTouches[0] : undefined;
}
