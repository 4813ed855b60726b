import { inPath, isHost, type Site } from './site';

/** The shop's hosts; the films of the shop are on them, those of the rest of the world on primevideo.com. */
const SHOP = /(?:^|\.)amazon\.(?:com|co\.uk|co\.jp|com\.au|com\.br|com\.mx|ca|de|es|fr|in|it|nl|pl|se|com\.tr)$/;
const PLAYER = '[id^="dv-web-player"], .webPlayerSDKContainer, .atvwebplayersdk-video-surface';
const AD = '.atvwebplayersdk-ad-timer, .atvwebplayersdk-ad-timer-countdown, .atvwebplayersdk-ad-timer-text';
const TITLE = /\/(?:detail|dp|gp\/product)\/([A-Z0-9]{10,26})(?:\/|$)/;
/** In the shop only below `gp/video`: its other addresses sell things. */
const WATCH_PAGE =
  /^\/(?:-\/[a-z]{2}\/)?(?:(?:region\/[a-z]{2}\/)?detail|gp\/video\/detail)\/[A-Z0-9]{10,26}(?:\/ref=\w*)?\/?$/;

/**
 * Prime Video, on its own host and in the shop.
 *
 * - A seek while paused does not land until it plays; some leave the player stuck until paused and played again (reports
 *   of extensions that seek, 2021–2024).
 * - Several videos, decoys without a source first in the document (2019–2026); the film is in `dv-web-player`.
 * - An ad shows `atvwebplayersdk-ad-timer` (2023–2026), in the film's element.
 * - For some titles the element's time is that of a piece of the film (reported 2024-10); the player's own bar then shows
 *   elapsed and remaining time as text, and only while the controls are shown: nothing is done about it.
 * - The address has the title's number, or the season's: two episodes of one season share it.
 */
export const primevideo: Site = {
  name: 'primevideo',
  matches: (url, root) =>
    isHost(url, 'primevideo.com') ||
    (SHOP.test(url.hostname) && (url.pathname.includes('/gp/video/') || root.querySelector(PLAYER) !== null)),
  traits: { seeks: 'toggle' },
  mediaKey: (url) => inPath(url, TITLE),
  isWatchPage: (url) => WATCH_PAGE.test(url.pathname),
  isCandidate: (video, shows) => video.closest(PLAYER) !== null || !shows(PLAYER),
  isAd: (_, root) => root.querySelector(AD) !== null,
  adSigns: { within: PLAYER, attributes: ['class'] },
};
