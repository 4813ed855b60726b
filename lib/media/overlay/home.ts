/** Opens closed shadow roots too: what it takes differs between browsers. */
export type OpenShadow = (element: Element) => ShadowRoot | null;

/** Where in a page our own is drawn. */
export interface Home {
  /** Our element is a child of this. */
  readonly at: Element | ShadowRoot;
  /** False: what fills the screen can hold nothing of ours. What is drawn is seen all the same, but no press reaches it. */
  readonly reachable: boolean;
}

const HTML = 'http://www.w3.org/1999/xhtml';
/** Children of these are not drawn. */
const CHILDLESS = new Set([
  ...['video', 'audio', 'canvas', 'iframe', 'object', 'embed', 'frame', 'frameset', 'img', 'picture'],
  ...['input', 'textarea', 'select', 'progress', 'meter', 'hr', 'br', 'area', 'map'],
]);

/**
 * Where what is drawn can be seen and pressed (SPEC OV-2). While an element fills the screen, or a modal dialog is open,
 * the browser lets no press through to anything outside of it, not even to what is drawn above it (Chromium 156,
 * Firefox ESR 153). A press outside of a popover closes the popover.
 * @param film what it is drawn over
 */
export function findHome(film: Element | undefined, openShadow: OpenShadow): Home {
  const root = document.documentElement;
  const full = fullscreenElement(openShadow);
  const dialog = topDialog(film, openShadow);
  // A modal dialog shuts off what fills the screen as well, unless that lies within the dialog.
  const top = dialog && !(full && holds(dialog, full, openShadow)) ? dialog : full;
  const around = popoverAround(film, top, openShadow) ?? top ?? root;
  const holder = holderIn(around, openShadow);
  return holder ? { at: holder, reachable: true } : { at: root, reachable: false };
}

/** The innermost: of what is in a shadow tree a document names only the host. */
function fullscreenElement(openShadow: OpenShadow): Element | undefined {
  let full = document.fullscreenElement;
  for (let within = full; within; within = openShadow(within)?.fullscreenElement ?? null) full = within;
  return full ?? undefined;
}

/** The modal dialog that was opened last, in the document or in a shadow tree around the film or the focus. */
function topDialog(film: Element | undefined, openShadow: OpenShadow): Element | undefined {
  const focus = deepest(document.activeElement, (root) => root.activeElement, openShadow);
  const roots = new Set<Document | ShadowRoot>([document]);
  for (const element of [film, focus]) {
    for (const around of flatAncestors(element, openShadow)) {
      const root = around.getRootNode();
      if (isShadow(root)) roots.add(root);
    }
  }
  const dialogs = [...roots].flatMap((root) => [...root.querySelectorAll('dialog:modal')]);
  if (dialogs.length < 2) return dialogs[0];
  // Nothing but the last one can be hit, and its backdrop is everywhere; or have the focus.
  const hit = deepest(document.elementFromPoint(0, 0), (root) => root.elementFromPoint(0, 0), openShadow);
  const innermost = (element: Element | undefined) =>
    element && dialogs.findLast((dialog) => holds(dialog, element, openShadow));
  return innermost(hit) ?? innermost(focus) ?? dialogs.at(-1);
}

/** An open popover that the film lies in, and that lies in `top`. */
function popoverAround(
  film: Element | undefined,
  top: Element | undefined,
  openShadow: OpenShadow,
): Element | undefined {
  for (const around of flatAncestors(film, openShadow)) {
    if (around === top) return undefined;
    if (around.matches(':popover-open')) return top && !holds(top, around, openShadow) ? undefined : around;
  }
  return undefined;
}

/** An element with a shadow tree draws that instead of its children. */
function holderIn(element: Element, openShadow: OpenShadow): Element | ShadowRoot | undefined {
  if (element.namespaceURI !== HTML || CHILDLESS.has(element.localName)) return undefined;
  return openShadow(element) ?? element;
}

function deepest(
  from: Element | null,
  next: (root: ShadowRoot) => Element | null,
  openShadow: OpenShadow,
): Element | undefined {
  let found = from;
  for (let at = from; at; ) {
    const root = openShadow(at);
    const within: Element | null = root && next(root);
    if (!within || within === at) break;
    found = at = within;
  }
  return found ?? undefined;
}

/** One that was made in another window is no instance of this one's class. */
const isShadow = (root: Node): root is ShadowRoot => root.nodeType === Node.DOCUMENT_FRAGMENT_NODE && 'host' in root;

/** As the page is drawn: the element, the slot it is put into or its parent, that one's, and so on. */
function* flatAncestors(element: Element | undefined, openShadow: OpenShadow): Generator<Element> {
  for (let at = element; at; at = flatParent(at, openShadow)) yield at;
}

function flatParent(element: Element, openShadow: OpenShadow): Element | undefined {
  const { parentElement: parent } = element;
  if (!parent) {
    const root = element.getRootNode();
    return isShadow(root) ? root.host : undefined;
  }
  const shadow = openShadow(parent);
  const slots = shadow ? [...shadow.querySelectorAll('slot')] : [];
  return slots.find((slot) => slot.assignedNodes().includes(element)) ?? parent;
}

function holds(ancestor: Element, element: Element, openShadow: OpenShadow): boolean {
  for (const around of flatAncestors(element, openShadow)) if (around === ancestor) return true;
  return false;
}
