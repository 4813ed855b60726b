import { inPath, isHost, type Site } from './site';

const FILM = 'content-video-player';
const OTHERS: ReadonlySet<string> = new Set(['ad-video-player', 'intro-video-player']);
const AD = '.AdUnitView, [data-testid="ad-unit-view"]';

/**
 * Hulu.
 *
 * - Ads play in an element of their own, `#ad-video-player`, while the film's, `#content-video-player`, waits: the film's
 *   time has no gap at an ad (2018–2026).
 * - Previews on the pages that list films play without being asked; there the film's element is not there.
 * - The episode's number is in `/watch/…`, and becomes the next one's without a load.
 */
export const hulu: Site = {
  name: 'hulu',
  matches: (url) => isHost(url, 'hulu.com'),
  mediaKey: (url) => inPath(url, /^\/watch\/([\w-]{8,64})/),
  isWatchPage: (url) => /^\/watch\/[\w-]{8,64}\/?$/.test(url.pathname),
  isCandidate: (video) =>
    !OTHERS.has(video.id) && (video.id === FILM || video.ownerDocument.getElementById(FILM) === null),
  isAd(_, root) {
    const ad = root.getElementById('ad-video-player');
    return root.querySelector(AD) !== null || (ad instanceof HTMLMediaElement && !ad.paused && !ad.ended);
  },
  adSigns: { within: '#web-player-app, .Player, #hulu-player', attributes: ['class', 'style', 'src'] },
};
