import { inPath, isHost, type Site } from './site';

const EPISODE = /^\/bangumi\/play\/(ep\d+)/;
const SEASON = /^\/bangumi\/play\/ss\d+/;
const VIDEO = /^\/video\/(BV\w{10}|av\d+)/;
const ROOM = /^\/(?:blanc\/|h5\/)?(\d+)/;
const WATCH_PAGE = /^\/(?:bangumi\/play\/ep\d+|video\/(?:BV\w{10}|av\d+))\/?$/;
const LIVE_PAGE = /^\/(?:blanc\/|h5\/)?\d+\/?$/;

/** Pages of a season name the episode that plays in their head only. */
function episodeIn(root: Document): string | undefined {
  for (const sign of ['link[rel="canonical"]', 'meta[property="og:url"]']) {
    const element = root.querySelector(sign);
    const address = element?.getAttribute('href') ?? element?.getAttribute('content') ?? '';
    const episode = /\/bangumi\/play\/(ep\d+)/.exec(address)?.[1];
    if (episode) return episode;
  }
  return undefined;
}

/**
 * bilibili: videos, series, live, and its embedded player.
 *
 * - A page of a season keeps the address `ss…` while it plays the episode `ep…` (2019–2026): such an address says nothing
 *   of what is watched, unless the page's head names the episode.
 * - A video of several parts is one address with `p=`.
 * - Quality switches pause 4 to 5 times a second, without anybody's press (2020–2026): nothing here, presses that come so
 *   fast are the site's on every page.
 * - Its rate is reset on resume. Live (`live.bilibili.com`) cannot be sought.
 * - For a while some browsers got `bwp-video`, an element of the site's own that decodes in a script (2020–2023): it is no
 *   video, and is not found.
 */
export const bilibili: Site = {
  name: 'bilibili',
  matches: (url) => isHost(url, 'bilibili.com'),
  mediaKey(url, root) {
    if (isHost(url, 'live.bilibili.com')) {
      const room = inPath(url, ROOM);
      return room && `live/${room}`;
    }
    if (SEASON.test(url.pathname)) return episodeIn(root) ?? '';
    const video = inPath(url, VIDEO) ?? url.searchParams.get('bvid') ?? undefined;
    const part = Number.parseInt(url.searchParams.get('p') ?? url.searchParams.get('page') ?? '1', 10);
    return inPath(url, EPISODE) ?? (video && (part > 1 ? `${video}/${part}` : video));
  },
  isWatchPage: (url) => (isHost(url, 'live.bilibili.com') ? LIVE_PAGE : WATCH_PAGE).test(url.pathname),
  isLive: (_, url) => isHost(url, 'live.bilibili.com'),
};
