/**
 * Finds the video of a frame (SPEC FV-1): the biggest that plays or could play, open shadow roots
 * included. Every frame does this for itself; the room service picks the frame.
 */

export interface Candidate {
  readonly video: HTMLVideoElement;
  /** Comparable across frames of a tab; 0 = not worth driving. */
  readonly score: number;
}

/** Smaller ones are hover previews and thumbnails. */
const MIN_WIDTH_PX = 200;
const MIN_HEIGHT_PX = 100;
const LOOP_FACTOR = 0.05;
const PLAYING_FACTOR = 3;
/** A video of which nothing is on the screen (scrolled away) is still worth something. */
const OFFSCREEN_FACTOR = 0.2;
/** Another video has to be this much better before the room's video is swapped. */
export const SWAP_FACTOR = 1.5;

/** Every video under `root`, through shadow roots as far as `openShadow` opens them. */
export function allVideos(
  root: Document | ShadowRoot,
  openShadow: (element: Element) => ShadowRoot | null,
): HTMLVideoElement[] {
  const found: HTMLVideoElement[] = [];
  const visit = (within: Document | ShadowRoot) => {
    for (const element of within.querySelectorAll('*')) {
      if (element instanceof HTMLVideoElement) found.push(element);
      const shadow = openShadow(element);
      if (shadow) visit(shadow);
    }
  };
  visit(root);
  return found;
}

export function score(video: HTMLVideoElement): number {
  const hasSource =
    video.readyState > 0 ||
    video.currentSrc !== '' ||
    video.src !== '' ||
    video.srcObject !== null ||
    video.querySelector('source[src]') !== null;
  if (!hasSource || !video.isConnected) return 0;
  const box = video.getBoundingClientRect();
  if (box.width < MIN_WIDTH_PX || box.height < MIN_HEIGHT_PX) return 0;
  const width = Math.min(box.right, innerWidth) - Math.max(box.left, 0);
  const height = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  const visible = Math.max(0, width) * Math.max(0, height);
  let value = Math.max(visible, box.width * box.height * OFFSCREEN_FACTOR);
  if (video.muted && video.loop) value *= LOOP_FACTOR;
  if (!video.paused && !video.ended) value *= PLAYING_FACTOR;
  if (video.readyState === 0) value *= 0.5;
  return value;
}

/** The best of a frame; the present one stays unless another is clearly better. */
export function bestVideo(
  videos: readonly HTMLVideoElement[],
  present: HTMLVideoElement | undefined,
): Candidate | undefined {
  let best: Candidate | undefined;
  for (const video of videos) {
    const value = score(video) * (video === present ? SWAP_FACTOR : 1);
    if (value > 0 && (!best || value > best.score)) best = { video, score: value };
  }
  return best;
}

/** Media events tell of a video's coming to life; they do not leave shadow roots, so each root is heard. */
const SIGNS = ['loadedmetadata', 'play', 'emptied', 'resize'] as const;
/** Pages rebuild their trees in bursts; one look after each is enough. */
const SETTLE_MS = 200;

/**
 * Tells of the frame's best video at once, and whenever it becomes another or its score changes by a half.
 * Event-driven: mutations and media events, no polling.
 */
export function watchVideos(
  onBest: (best: Candidate | undefined) => void,
  openShadow: (element: Element) => ShadowRoot | null,
  signal: AbortSignal,
): void {
  const heard = new WeakSet<Node>();
  let present: Candidate | undefined;
  let pending: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    pending ??= setTimeout(look, SETTLE_MS);
  };
  const observer = new MutationObserver((records) => {
    if (records.some((r) => [...r.addedNodes, ...r.removedNodes].some((n) => n.nodeType === Node.ELEMENT_NODE))) soon();
  });
  const hear = (root: Document | ShadowRoot) => {
    if (heard.has(root)) return;
    heard.add(root);
    observer.observe(root, { childList: true, subtree: true });
    for (const sign of SIGNS) root.addEventListener(sign, soon, { capture: true, passive: true, signal });
  };
  const look = () => {
    pending = undefined;
    if (signal.aborted) return;
    hear(document);
    const videos = allVideos(document, (element) => {
      const shadow = openShadow(element);
      if (shadow) hear(shadow);
      return shadow;
    });
    const best = bestVideo(videos, present?.video);
    const same = best?.video === present?.video && ratio(best?.score, present?.score) < SWAP_FACTOR;
    if (same && (best || present)) return;
    present = best;
    onBest(best);
  };
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearTimeout(pending);
  });
  addEventListener('resize', soon, { passive: true, signal });
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', look, { once: true, signal });
  look();
  if (!present) onBest(undefined);
}

function ratio(a = 0, b = 0): number {
  return Math.max(a, b) / Math.max(1, Math.min(a, b));
}
