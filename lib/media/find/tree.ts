/**
 * Knows the videos of a frame's tree, shadow roots included, at little cost (SPEC FV-4): after one walk of the whole,
 * only what was added is looked into.
 */

export type Root = Document | ShadowRoot;

export interface TreeDependencies {
  /** Opens closed shadow roots too: what it takes differs between browsers. */
  readonly openShadow: (element: Element) => ShadowRoot | null;
  /** Something that bears on which video is the film has changed; said soon after, once for many. */
  readonly changed: () => void;
  /** A known video was taken out, and put in again elsewhere: whatever it does next is nobody's press. */
  readonly moved: (video: HTMLMediaElement) => void;
  /** The document has another root: `document.open()`, which takes every listener away, does that as well. */
  readonly rootReplaced: () => void;
  /** A known video has begun to play. */
  readonly played: (video: HTMLMediaElement) => void;
}

export interface Tree {
  readonly videos: () => readonly HTMLMediaElement[];
  /** Is in no document; a script handed it over. */
  readonly isLoose: (video: HTMLMediaElement) => boolean;
  /** Looks at an element that may be in no document, and into it. */
  readonly take: (element: Element) => void;
  /** Looks at everything anew, as soon as its cost allows. */
  readonly rescan: () => void;
}

/** What is only heard can be a film as well (SPEC FV-10). */
const FILMS = 'video, audio';
/** Media events tell of a video's coming to life; they do not leave shadow roots, so each root is heard. */
const SIGNS = [
  ...['loadedmetadata', 'durationchange', 'emptied', 'resize', 'play', 'pause', 'ended'],
  ...['enterpictureinpicture', 'leavepictureinpicture'],
];
/** Pages rebuild their trees in bursts; one look after each is enough. */
const TREE_SETTLE_MS = 200;
/** Looking for shadow roots may take this part of a core in the long run, and so much at once, ms. */
const DUTY = 0.005;
const BURST_MS = 50;
/** More added parts than this are no longer remembered one by one. */
const MAX_PARTS = 500;
/** Videos in no document that are remembered; a page can make any number. */
const MAX_LOOSE = 16;

/** Only these, and elements whose name has a dash, can have a shadow root. */
const HOSTS = new Set(
  'article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span'.split(' '),
);
const HTML = 'http://www.w3.org/1999/xhtml';

export function watchTree(
  { openShadow, changed, moved, rootReplaced, played }: TreeDependencies,
  signal: AbortSignal,
): Tree {
  const known = new Set<HTMLMediaElement>();
  const loose = new Set<HTMLMediaElement>();
  const heard = new WeakSet<Root>();
  /** Added, and not looked into yet: for videos at once, for shadow roots when the cost allows. */
  const added = new Set<Element>();
  const unopened = new Set<Element>();
  let lookTimer: ReturnType<typeof setTimeout> | undefined;
  let openTimer: ReturnType<typeof setTimeout> | undefined;
  /** What looking for shadow roots may still cost; below 0 it waits until it has earned that much. */
  let budgetMs = BURST_MS;
  let budgetAt = performance.now();

  const soon = () => {
    lookTimer ??= setTimeout(look, TREE_SETTLE_MS);
  };
  const onSign = (event: Event) => {
    const { target } = event;
    if (!isVideo(target)) return;
    add(target);
    if (event.type === 'play') played(target);
    soon();
  };
  const observer = new MutationObserver((records) => {
    for (const record of records) {
      for (const node of record.removedNodes) if (isElement(node)) remove(node);
      for (const node of record.addedNodes) if (isElement(node)) added.add(node);
      if (isDocument(record.target)) {
        hear(record.target);
        rootReplaced();
      }
    }
    if (added.size > 0) soon();
  });
  const hear = (root: Root) => {
    if (!heard.has(root)) observer.observe(root, { childList: true, subtree: true });
    heard.add(root);
    for (const sign of SIGNS) root.addEventListener(sign, onSign, { capture: true, passive: true, signal });
  };

  const add = (video: HTMLMediaElement) => {
    if (known.has(video)) return;
    known.add(video);
    soon();
  };
  const remove = (node: Element) => {
    added.delete(node);
    unopened.delete(node);
    for (const video of known) {
      if (!contains(node, video)) continue;
      if (video.isConnected) moved(video);
      soon();
    }
  };

  const addVideos = (within: Element | Root) => {
    if (isVideo(within)) add(within);
    for (const video of within.querySelectorAll<HTMLMediaElement>(FILMS)) add(video);
  };
  const open = (within: Element | Root) => {
    if (isElement(within)) openOne(within);
    for (const element of within.querySelectorAll('*')) openOne(element);
  };
  const openOne = (element: Element) => {
    const name = element.localName;
    if (!(HOSTS.has(name) || name.includes('-')) || element.namespaceURI !== HTML) return;
    const shadow = openShadow(element);
    if (!shadow) return;
    hear(shadow);
    addVideos(shadow);
    open(shadow);
  };

  const look = () => {
    lookTimer = undefined;
    for (const element of added) {
      if (!element.isConnected) continue;
      addVideos(element);
      unopened.add(element);
    }
    added.clear();
    if (unopened.size > MAX_PARTS) rescan();
    if (unopened.size > 0) openTimer ??= setTimeout(openAdded, Math.max(0, -earn() / DUTY));
    for (const video of known) {
      if (video.isConnected) loose.delete(video);
      else if (!loose.has(video)) known.delete(video);
    }
    changed();
  };
  const openAdded = () => {
    openTimer = undefined;
    const begun = performance.now();
    for (const element of unopened) open(element);
    unopened.clear();
    budgetMs = earn() - (performance.now() - begun);
  };
  const earn = () => {
    const now = performance.now();
    budgetMs = Math.min(BURST_MS, budgetMs + (now - budgetAt) * DUTY);
    budgetAt = now;
    return budgetMs;
  };
  const rescan = () => {
    unopened.clear();
    const { documentElement } = document;
    if (!documentElement) return;
    unopened.add(documentElement);
    soon();
  };

  /** A page may hand one over at each frame: nothing is looked at anew for what is known, and heard of. */
  const takeVideo = (video: HTMLMediaElement) => {
    if (video.isConnected) hearAround(video);
    else if (!loose.has(video)) {
      loose.add(video);
      // No root hears of it.
      for (const sign of SIGNS) video.addEventListener(sign, soon, { passive: true, signal });
      // A page's sounds must not take the place of its film.
      const oldest = [...loose].find(({ localName }) => localName === 'audio') ?? [...loose][0];
      if (oldest && loose.size > MAX_LOOSE) loose.delete(oldest);
      soon();
    }
    add(video);
    if (!video.paused) played(video);
  };
  /** Its events do not leave its root: a shadow root that nobody has opened yet, or a window of its own. */
  const hearAround = (video: HTMLMediaElement) => {
    for (let at: Node | undefined = video; at; ) {
      const root = at.getRootNode() as Root;
      if (!heard.has(root)) hear(root);
      at = 'host' in root ? root.host : undefined;
    }
  };

  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearTimeout(lookTimer);
    clearTimeout(openTimer);
  });
  hear(document);
  addVideos(document);
  if (document.documentElement) unopened.add(document.documentElement);
  openAdded();
  return {
    videos: () => [...known],
    isLoose: (video) => loose.has(video) && !video.isConnected,
    take: (element) => {
      if (isVideo(element)) return takeVideo(element);
      const shadow = openShadow(element);
      if (shadow && !heard.has(shadow)) {
        hear(shadow);
        addVideos(shadow);
      } else {
        // Of what is deeper in a shadow tree only the outermost host is named to us.
        unopened.add(element);
        soon();
      }
    },
    rescan,
  };
}

const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE;
const isDocument = (node: Node): node is Document => node.nodeType === Node.DOCUMENT_NODE;
/** An element made in another frame is no instance of this one's `HTMLMediaElement`. */
const isVideo = (node: unknown): node is HTMLMediaElement =>
  typeof node === 'object' &&
  node !== null &&
  'localName' in node &&
  (node.localName === 'video' || node.localName === 'audio') &&
  'namespaceURI' in node &&
  node.namespaceURI === HTML;

/** As `Node.contains`, through shadow roots. */
function contains(ancestor: Node, node: Node): boolean {
  for (let at: Node | undefined = node; at; ) {
    if (ancestor.contains(at)) return true;
    const root: Node = at.getRootNode();
    at = 'host' in root ? (root as ShadowRoot).host : undefined;
  }
  return false;
}
