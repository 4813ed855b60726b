import { inPath, isHost, type Site } from './site';

const AD = '[data-testid^="player-ux-ad"], [data-testid="ad-badge"]';
const WATCHED = /\/video\/watch(?:-sport)?\/([0-9a-f-]{36})/i;
const WATCH_PAGE = /^\/video\/watch(?:-sport)?\/[0-9a-f-]{36}(?:\/[0-9a-f-]{36})?\/?$/i;

/**
 * HBO Max, for some years Max.
 *
 * - Ads (since 2021) play in the film's element and forbid seeks: a written position is taken back. `data-testid`s that
 *   begin with `player-ux-ad` are shown meanwhile (2024–2026).
 * - `/video/watch/…/…` has the film's or the episode's number, then that of its cut: the second differs between regions.
 */
export const max: Site = {
  name: 'max',
  matches: (url) => isHost(url, 'max.com', 'hbomax.com'),
  mediaKey: (url) => inPath(url, WATCHED),
  isWatchPage: (url) => WATCH_PAGE.test(url.pathname),
  isAd: (_, root) => root.querySelector(AD) !== null,
  adSigns: { within: '[data-testid="playerContainer"], #layer-root-player-screen', attributes: ['data-testid'] },
};
