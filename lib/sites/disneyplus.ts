import { findDeep, inPath, isHost, type Site } from './site';

const WATCHED = /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/)?(?:play|video)\/([\w-]+)/i;
const WATCH_PAGE = /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/)?(?:play|video)\/[\w-]{30,}\/?$/i;
/** Open shadow roots: the bar has its own, and on some pages the whole player has one around it. */
const THUMB = ['progress-bar', '.progress-bar__thumb'] as const;
const IN_PLAYER = 'disney-web-player';
const thumb = (root: Document) => findDeep(root, THUMB) ?? findDeep(root, [IN_PLAYER, ...THUMB]);

function shown(root: Document, name: string): number | undefined {
  const value = Number.parseFloat(thumb(root)?.getAttribute(name) ?? '');
  return Number.isFinite(value) ? value : undefined;
}

/**
 * Disney+.
 *
 * - The element's time is not the film's: each seek makes another stream with a clock of its own; the element's duration
 *   may be infinite. A written `currentTime` snaps back, and a seek makes no `seeked` (bug reports and fixes of subtitle
 *   extensions, 2020–2026).
 * - Its player is `disney-web-player`'s `mediaPlayer`: `seek(ms)`, `timeline.info.playheadPositionMs` (2024–2026); other
 *   pages hang it on a React component above the video (2026).
 * - The video is in an open shadow root on some pages. Beside it lies a second one that is not shown
 *   (`btm-media-client-element`; the film's is `hive-video`, 2025–2026).
 * - The bar (`progress-bar`) shows place and length in whole seconds as `aria-valuenow` and `aria-valuemax`; buttons
 *   `quick-rewind` and `quick-fast-forward` jump by 10 s (2024–2026): used where the player cannot be reached.
 */
export const disneyplus: Site = {
  name: 'disneyplus',
  matches: (url) => isHost(url, 'disneyplus.com'),
  traits: { nudges: false, toleranceS: 1.5 },
  mediaKey: (url) => inPath(url, WATCHED),
  isWatchPage: (url) => WATCH_PAGE.test(url.pathname),
  isCandidate: (video) => !video.classList.contains('btm-media-client-element'),
  offsetS(video, root) {
    const position = shown(root, 'aria-valuenow');
    return position === undefined ? undefined : position - video.currentTime;
  },
  durationS: (_, root) => shown(root, 'aria-valuemax'),
  bridge: 'disneyplus',
  skipButtons: {
    back: ['quick-rewind', 'info-tooltip button'],
    forward: ['quick-fast-forward', 'info-tooltip button'],
    stepS: 10,
  },
};
