import { inPath, isHost, type Site } from './site';

const NUMBER = /(umc\.cmc\.[a-z0-9]+)/;
const WATCH_PAGE = /^\/(?:[a-z]{2}\/)?(?:movie|show|episode|clip|sporting-event)\/[^/]+\/umc\.cmc\.[a-z0-9]+\/?$/;

/**
 * Apple TV.
 *
 * - The video is three open shadow roots deep: `apple-tv-plus-player`, `amp-video-player-internal`, `amp-video-player`
 *   (2019–2026); nothing else about it is special.
 * - Films and episodes are numbered `umc.cmc.…`, in the address of the page, or as its `playableId`.
 */
export const appletv: Site = {
  name: 'appletv',
  matches: (url) => isHost(url, 'tv.apple.com'),
  mediaKey: (url) => NUMBER.exec(url.searchParams.get('playableId') ?? '')?.[1] ?? inPath(url, NUMBER),
  isWatchPage: (url) => WATCH_PAGE.test(url.pathname),
};
