import { inPath, isHost, type Site } from './site';

/** A film's number, not that of the list it was found in. */
const WATCHED = /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/)?watch\/(\d+)/i;
const WATCH_PAGE = /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/)?watch\/\d+\/?$/i;
const AD = '[data-uia="ads-info-container"], .watch-video--adsInfo-container';

/**
 * Netflix.
 *
 * - Writing `currentTime` kills the player with the error M7375, F7375 in Firefox (bug reports of extensions that
 *   seek, 2016–2026). Its own player seeks: `netflix.appContext.state.playerApp.getAPI().videoPlayer` in the page's
 *   world, with `getAllPlayerSessionIds`, `getVideoPlayerBySessionId`, `seek(ms)`, `getCurrentTime` (known in public
 *   since 2017; WebKit and Firefox use it for their own fixes of the site, 2019–2024). Ids of what is watched begin
 *   with `watch-`; others are billboards.
 * - A small change of rate freezes it for 3 to 5 s in Edge (PlayReady): never nudged, nor sought for less than 3 s.
 *   Pausing and playing the element is harmless.
 * - Its rate is reset on resume, once at once and once later (2018–2026).
 * - The number in `/watch/…` is the film's or the episode's; pages change without a load.
 * - Ads (since 2022) play in the same element, while `ads-info-container` is shown; the player's own time stands.
 */
export const netflix: Site = {
  name: 'netflix',
  matches: (url) => isHost(url, 'netflix.com'),
  traits: { nudges: false, toleranceS: 3 },
  mediaKey: (url) => inPath(url, WATCHED),
  isWatchPage: (url) => WATCH_PAGE.test(url.pathname),
  isAd: (_, root) => root.querySelector(AD) !== null,
  adSigns: { within: '.watch-video, [data-uia="player"]', attributes: ['class', 'data-uia'] },
  bridge: 'netflix',
};
