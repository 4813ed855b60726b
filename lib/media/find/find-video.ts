import { hasSource, isShort, SWAP_FACTOR, score } from './score';
import { watchTree } from './tree';
import { videoPath } from './video-path';

/**
 * Finds the video of a frame (SPEC FV-1). Every frame does this for itself; the room service picks the frame.
 */

export interface Candidate {
  readonly video: HTMLMediaElement;
  /** Comparable across frames of a tab; above 0. */
  readonly score: number;
  /** No longer than an ad. */
  readonly short: boolean;
  /** By the person, now or earlier: outranks every score (SPEC FV-8). */
  readonly chosen: boolean;
}

export interface WatchDependencies {
  /** Told at once, and whenever it becomes another or its score changes by a half. */
  readonly best: (best: Candidate | undefined) => void;
  /** The best one was taken out of the tree, and put in elsewhere. */
  readonly moved: () => void;
  /** False: what the site knows never to be the film. @param shows whether the page has such an element */
  readonly isCandidate?: (video: HTMLMediaElement, shows: (selector: string) => boolean) => boolean;
  /** The document has another root: listeners may be gone with the old one. */
  readonly rootReplaced: () => void;
  /** Opens closed shadow roots too. */
  readonly openShadow: (element: Element) => ShadowRoot | null;
}

export interface VideoWatch {
  /** Looks at an element that a script has made or plays: it may be in no document (SPEC FV-5). */
  readonly take: (element: Element) => void;
  /** What a person could choose among, in reading order. */
  readonly choices: () => readonly HTMLMediaElement[];
  /** Whatever the choices hang on may have changed; told until `over`, often. */
  readonly whenLooked: (told: () => void, over: AbortSignal) => void;
  /** The person chose this one, or one elsewhere. @returns its path, to find it again */
  readonly choose: (video: HTMLMediaElement | undefined) => string | undefined;
  /** Earlier the person chose what is at this path. */
  readonly prefer: (path: string) => void;
}

/** So long another video has to be the better one, lest an ad's element steals the place, ms. */
const COOLDOWN_MS = 2_000;
/** Smaller than this nobody means; and no more than so many can be told apart. */
const MIN_CHOICE_PX = 64;
const MAX_CHOICES = 20;
/** How much of a video is on the screen is told in these steps. */
const VISIBLE_STEPS = [0, 0.1, 0.25, 0.5, 0.75, 0.95];

/** Event-driven: mutations, media events, sizes and presses; no polling. */
export function watchVideos(
  { best, moved, isCandidate, rootReplaced, openShadow }: WatchDependencies,
  signal: AbortSignal,
): VideoWatch {
  let present: Candidate | undefined;
  let challenger: { readonly video: HTMLMediaElement; readonly since: number } | undefined;
  let cooldown: ReturnType<typeof setTimeout> | undefined;
  let chosen: HTMLMediaElement | undefined;
  let preferred: string | undefined;
  let looked: (() => void) | undefined;
  const visible = new WeakMap<Element, number>();
  const pressed = new WeakSet<HTMLMediaElement>();
  const watched = new Set<HTMLMediaElement>();

  const visibility = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) visible.set(entry.target, entry.intersectionRatio);
      look();
    },
    { threshold: VISIBLE_STEPS },
  );
  const sizes = new ResizeObserver(() => look());

  const look = () => {
    if (signal.aborted) return;
    const candidates: Candidate[] = [];
    const videos = new Set(tree.videos());
    const shows = searchOnce(document);
    unobserveGone(videos);
    for (const video of videos) {
      if (isCandidate && !isCandidate(video, shows)) continue;
      if (!watched.has(video)) {
        watched.add(video);
        visibility.observe(video);
        sizes.observe(video);
      }
      const value = score(video, {
        present: video === present?.video,
        visible: visible.get(video),
        pressed: pressed.has(video),
        loose: tree.isLoose(video),
      });
      const isChosen = video === chosen || (preferred !== undefined && videoPath(video) === preferred);
      // Even one too small to be found, if there is anything to play.
      const worth = isChosen && hasSource(video) ? Math.max(1, value) : value;
      if (worth > 0) candidates.push({ video, score: worth, short: isShort(video), chosen: isChosen });
    }
    take(cooled(bestOf(candidates, present?.video)));
    looked?.();
  };

  /** Firefox (ESR 153) keeps in memory what a `ResizeObserver` observes, and the shadow tree that it is in. */
  const unobserveGone = (videos: ReadonlySet<HTMLMediaElement>) => {
    for (const video of watched) {
      if (videos.has(video)) continue;
      watched.delete(video);
      visibility.unobserve(video);
      sizes.unobserve(video);
    }
  };

  /** The present one stays until another has been better for a while, if it is there at all. */
  const cooled = (next: Candidate | undefined): Candidate | undefined => {
    clearTimeout(cooldown);
    if (!present || next?.chosen || next?.video === present.video || !isThere(present.video)) {
      challenger = undefined;
      return next;
    }
    const { video } = present;
    const stays = {
      video,
      score: score(video, { present: true, loose: tree.isLoose(video) }),
      short: isShort(video),
      chosen: false,
    };
    if (!next) return stays.score > 0 ? stays : undefined;
    const now = performance.now();
    if (challenger?.video !== next.video) challenger = { video: next.video, since: now };
    const leftMs = challenger.since + COOLDOWN_MS - now;
    if (leftMs <= 0) {
      challenger = undefined;
      return next;
    }
    cooldown = setTimeout(look, leftMs);
    return stays;
  };
  const isThere = (video: HTMLMediaElement) => hasSource(video) && (video.isConnected || tree.isLoose(video));

  const take = (next: Candidate | undefined) => {
    const same = next?.video === present?.video && next?.short === present?.short;
    const told = same && next?.chosen === present?.chosen && ratio(next?.score, present?.score) < SWAP_FACTOR;
    if (told) return;
    present = next;
    best(next);
  };

  const tree = watchTree(
    {
      openShadow,
      changed: look,
      rootReplaced,
      moved: (video) => video === present?.video && moved(),
      played: (video) => {
        // The room's own plays are of the present one, which gains nothing by it.
        if (video !== present?.video && navigator.userActivation?.isActive) pressed.add(video);
      },
    },
    signal,
  );
  /** A shadow root made on a page that is watched already shows in no mutation; a press often brings the film. */
  const press = () => {
    if (!present || present.video.paused) tree.rescan();
  };
  for (const event of ['pointerup', 'keyup', 'load', 'DOMContentLoaded', 'fullscreenchange']) {
    addEventListener(event, press, { capture: true, passive: true, signal });
  }
  signal.addEventListener('abort', () => {
    visibility.disconnect();
    sizes.disconnect();
    clearTimeout(cooldown);
  });
  look();
  if (!present) best(undefined);
  return {
    take: tree.take,
    choices: () =>
      tree
        .videos()
        .filter((video) => hasSource(video) && (video.isConnected || tree.isLoose(video)))
        .map((video) => ({ video, box: video.getBoundingClientRect() }))
        .filter(({ video, box }) => box.width >= MIN_CHOICE_PX || tree.isLoose(video))
        .sort((a, b) => a.box.top - b.box.top || a.box.left - b.box.left)
        .map(({ video }) => video)
        .slice(0, MAX_CHOICES),
    whenLooked: (told, over) => {
      looked = told;
      over.addEventListener('abort', () => {
        if (looked === told) looked = undefined;
      });
    },
    choose: (video) => {
      chosen = video;
      preferred = video && videoPath(video);
      look();
      return preferred;
    },
    prefer: (path) => {
      preferred = path;
      look();
    },
  };
}

/** Searches a page once for each selector, however often it is asked. */
function searchOnce(page: ParentNode): (selector: string) => boolean {
  const found = new Map<string, boolean>();
  return (selector) => {
    const known = found.get(selector) ?? page.querySelector(selector) !== null;
    found.set(selector, known);
    return known;
  };
}

/** The best of a frame; the present one stays unless another is clearly better, and no ad's length. */
export function bestOf(candidates: readonly Candidate[], present: HTMLMediaElement | undefined): Candidate | undefined {
  const chosen = candidates.find((candidate) => candidate.chosen && candidate.video === present);
  const wanted = chosen ?? candidates.find((candidate) => candidate.chosen);
  if (wanted) return wanted;
  const now = candidates.find(({ video }) => video === present);
  let best = now;
  let bestScore = (now?.score ?? 0) * SWAP_FACTOR;
  for (const candidate of candidates) {
    if (now && !now.short && !now.video.ended && candidate.short) continue;
    if (candidate.score > bestScore) [best, bestScore] = [candidate, candidate.score];
  }
  return best;
}

function ratio(a = 0, b = 0): number {
  return Math.max(a, b) / Math.max(1, Math.min(a, b));
}
