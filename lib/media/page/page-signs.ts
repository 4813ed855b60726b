import type { PageSigns } from '../../core/timeline/player-step';
import { mediaKeyOf } from '../../sites/index';
import type { SiteHere } from './site-here';

/** Players are nested once or twice; a page with more is up to something. */
const WATCHED_MAX = 8;

/**
 * Reads what the page around a video says of what it shows (SPEC AD-2).
 * @param onAd the site's sign of an ad came or went, without any event of the video
 */
export function readPageSigns(
  video: HTMLMediaElement,
  root: Document,
  here: SiteHere,
  onAd: () => void,
  signal: AbortSignal,
): () => PageSigns {
  const isAd = () => here.now().site.isAd?.(video, root) ?? false;
  const read = (): PageSigns => {
    const { site, url } = here.now();
    return { ad: isAd(), live: site.isLive?.(video, url) ?? false, film: mediaKeyOf(site, url, root) ?? '' };
  };
  let ad = read().ad;
  const { adSigns } = here.now().site;
  if (adSigns) {
    const observer = new MutationObserver(() => {
      if (isAd() === ad) return;
      ad = !ad;
      onAd();
    });
    const { within, attributes } = adSigns;
    for (const element of [...root.querySelectorAll(within)].slice(0, WATCHED_MAX)) {
      observer.observe(element, { attributeFilter: [...attributes], childList: true, subtree: true });
    }
    signal.addEventListener('abort', () => observer.disconnect());
  }
  return read;
}
