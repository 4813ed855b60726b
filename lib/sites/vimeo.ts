import { inPath, isHost, type Site } from './site';

/** `/76979871`, `/channels/…/76979871`, `/album/…/video/…`, `/video/…`: the last number but a hash is the video's. */
const NUMBER = /^\/(?:.*?\/)??(\d{6,12})(?:\/[0-9a-f]{8,12})?\/?$/;
const WATCH_PAGE =
  /^\/(?:video\/|channels\/[\w-]+\/|groups\/[\w-]+\/videos\/|(?:album|showcase)\/\d+\/video\/)?\d{6,12}(?:\/[0-9a-f]{8,12})?\/?$/;

/**
 * Vimeo and its embedded player.
 *
 * - A plain video; the player's frame is `player.vimeo.com/video/…` (its documentation, 2014–2026). What
 *   follows the number opens an unlisted video, and is not part of what is watched.
 * - Pages use it for backgrounds (`background=1`): muted loops, which are no film on any page.
 */
export const vimeo: Site = {
  name: 'vimeo',
  matches: (url) => isHost(url, 'vimeo.com'),
  mediaKey: (url) => inPath(url, NUMBER),
  isWatchPage: (url) => WATCH_PAGE.test(url.pathname),
};
