import { inPath, isHost, type Site } from './site';

const ID = /^\/(?:embed\/)?(?:video|crawler\/video)\/([a-z0-9]{5,20})/i;
const WATCH_PAGE = /^\/video\/[a-z0-9]{5,20}(?:_[\w-]*)?\/?$/i;
const SHORT = /^\/[a-z0-9]{5,20}\/?$/i;

/**
 * Dailymotion and its embedded players.
 *
 * - Frames are `geo.dailymotion.com/player/….html?video=…` (its documentation, since 2022) and `/embed/video/…` (before);
 *   short addresses `dai.ly/…`.
 * - Ads before the film play in an element of their own; the generic signs tell them.
 */
export const dailymotion: Site = {
  name: 'dailymotion',
  matches: (url) => isHost(url, 'dailymotion.com', 'dai.ly'),
  mediaKey: (url) =>
    isHost(url, 'dai.ly') ? inPath(url, /^\/([a-z0-9]+)/i) : (url.searchParams.get('video') ?? inPath(url, ID)),
  isWatchPage: (url) => (isHost(url, 'dai.ly') ? SHORT : WATCH_PAGE).test(url.pathname),
};
