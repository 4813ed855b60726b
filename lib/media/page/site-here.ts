import { siteOf } from '../../sites/index';
import type { Site } from '../../sites/site';

/** What is known of the page of a frame. */
export interface Here {
  readonly url: URL;
  readonly site: Site;
}

export interface SiteHere {
  /** As last asked; anew only where the address is another. */
  now(): Here;
  /** Asks anew. Signs of self-hosted sites come with their film: to be called when a video is found. */
  ask(): Here;
}

/**
 * Keeps which site a frame shows. To ask is to search the whole page several times where no file names its host, which
 * takes some ms with 50,000 elements: too much for each of its videos, some times a second (SPEC FV-4).
 */
export function watchSite(root: Document): SiteHere {
  let kept: Here | undefined;
  const ask = () => {
    const url = new URL(root.location.href);
    kept = { url, site: siteOf(url, root) };
    return kept;
  };
  return {
    ask,
    now: () => (kept?.url.href === root.location.href ? kept : ask()),
  };
}
