import type { PlayerTraits } from '../core/player/traits';
import type { BridgeName } from './bridge';

/**
 * What is known of one site, or of one player that many sites embed. It only describes: nothing here writes to a
 * video or to a page (SPEC ST-1). Everything is optional but the name and the match; what is left out is as on any
 * other page.
 */
export interface Site {
  /** The name of its file, and the first part of its media keys. */
  readonly name: string;
  /**
   * @param url of the frame that holds the video, not of the tab
   * @param root self-hosted ones have no host of their own and are known by signs in their page
   */
  matches(url: URL, root: Document): boolean;
  /** What its player bears, as far as it is known beforehand. */
  readonly traits?: Partial<PlayerTraits>;
  /**
   * What is being watched, the same for everybody who watches it: an id, without the site's name.
   * Undefined: this page says nothing better than its address. Empty: not even the address says anything.
   */
  mediaKey?(url: URL, root: Document): string | undefined;
  /**
   * This address shows a film, and opening it does nothing else: guests are taken to such a page unasked, wherever in the
   * site a host says that it is (SPEC FO-6). Another address of the site may log somebody out, or lead elsewhere: the
   * whole path has to fit, and only a path that nobody can choose. Left out, nobody is taken anywhere on this site before
   * having been asked once.
   */
  isWatchPage?(url: URL): boolean;
  /**
   * False for what is never the film: previews while hovering, decoys.
   * @param shows whether the page has an element like that; searched for once, however many videos are asked about
   */
  isCandidate?(video: HTMLMediaElement, shows: (selector: string) => boolean): boolean;
  /** An ad runs now, in this element or instead of it. */
  isAd?(video: HTMLMediaElement, root: Document): boolean;
  /** Where the page shows that `isAd` changed: to be watched, not polled. */
  readonly adSigns?: AdSigns;
  /** A live stream, although the element's duration may look finite. */
  isLive?(video: HTMLMediaElement, url: URL): boolean;
  /** Media time = element time + this, seconds; undefined while the page does not say. */
  offsetS?(video: HTMLMediaElement, root: Document): number | undefined;
  /** How long the film is, seconds, where the element does not tell the truth. */
  durationS?(video: HTMLMediaElement, root: Document): number | undefined;
  /** Positions and seeks go through the site's own player, in the page's world. */
  readonly bridge?: BridgeName;
  /** Buttons that jump by a fixed step: what is left for seeking where the site's player cannot be reached. */
  readonly skipButtons?: SkipButtons;
  /** The page's own bar, which has the server send what the stream does not reach; for sites with an `offsetS`. */
  readonly slider?: Slider;
}

/** Changes of these attributes, or of children, of the elements that match and below them. */
export interface AdSigns {
  readonly within: string;
  readonly attributes: readonly string[];
}

export interface SkipButtons {
  /** A path of selectors: each is looked for in the open shadow root of the one before. */
  readonly back: readonly string[];
  readonly forward: readonly string[];
  readonly stepS: number;
}

export interface Slider {
  /** A range `input` over the whole film, whose `change` has the page seek. */
  readonly bar: string;
  /** How long the film is, as the page shows it, seconds. */
  lengthS(root: Document): number | undefined;
}

/** Whether the host is one of these or below one of these. */
export function isHost(url: URL, ...hosts: readonly string[]): boolean {
  return hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
}

/** The first group of the pattern in the path. */
export function inPath(url: URL, pattern: RegExp): string | undefined {
  return pattern.exec(url.pathname)?.[1];
}

/** The element at the end of a path through open shadow roots. */
export function findDeep(root: ParentNode, path: readonly string[]): HTMLElement | undefined {
  let within: ParentNode | null | undefined = root;
  let found: HTMLElement | null | undefined;
  for (const selector of path) {
    found = within?.querySelector<HTMLElement>(selector);
    within = found?.shadowRoot ?? found;
  }
  return found ?? undefined;
}
