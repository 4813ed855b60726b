import type { PageSigns } from '../../core/timeline/player-step';
import { mediaKeyOf, siteOf } from '../../sites/index';
import type { Site } from '../../sites/site';

/** Players are nested once or twice; a page with more is up to something. */
const WATCHED_MAX = 8;

/**
 * Reads what the page around a video says of what it shows (SPEC AD-2).
 * @param onAd the site's sign of an ad came or went, without any event of the video
 */
export function readPageSigns(
  video: HTMLVideoElement,
  root: Document,
  onAd: () => void,
  signal: AbortSignal,
): () => PageSigns {
  let href = '';
  let url = new URL('about:blank');
  let site: Site | undefined;
  const isAd = () => site?.isAd?.(video, root) ?? false;
  const read = (): PageSigns => {
    if (site === undefined || href !== root.location.href) {
      href = root.location.href;
      url = new URL(href);
      site = siteOf(url, root);
    }
    return { ad: isAd(), live: site.isLive?.(video, url) ?? false, film: mediaKeyOf(site, url, root) ?? '' };
  };
  let ad = read().ad;
  if (site?.adSigns) {
    const observer = new MutationObserver(() => {
      if (isAd() === ad) return;
      ad = !ad;
      onAd();
    });
    const { within, attributes } = site.adSigns;
    for (const element of [...root.querySelectorAll(within)].slice(0, WATCHED_MAX)) {
      observer.observe(element, { attributeFilter: [...attributes], childList: true, subtree: true });
    }
    signal.addEventListener('abort', () => observer.disconnect());
  }
  return read;
}
