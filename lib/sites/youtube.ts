import { inPath, isHost, type Site } from './site';

/** What a video's id looks like; the documentation of the embedded player shows no other form. */
const ID = /^[\w-]{11}$/;
const WATCH_PAGE = /^\/(?:watch|(?:shorts|live)\/[\w-]{11})\/?$/;
/** Of `youtu.be`. */
const SHORT = /^\/[\w-]{11}\/?$/;
const PLAYER = '.html5-video-player';
/** The player is marked while an ad has its element; the second mark came with ads that cannot be skipped. */
const AD = '.ad-showing, .ad-interrupting';
/** What plays while the pointer rests on a thumbnail: a player of its own, on top of the page that is open. */
const PREVIEW = 'ytd-video-preview, #video-preview, #inline-preview-player, ytd-moving-thumbnail-renderer';

/**
 * YouTube, YouTube Music, and its embedded player.
 *
 * - Ads play in the film's own element; `#movie_player` carries `ad-showing` and `ad-interrupting` meanwhile
 *   (2018–2026, extensions that skip or count ads rely on the two classes).
 * - Pages change without a load (`yt-navigate-finish`, since 2014); the element stays. The id is in the address:
 *   `watch?v=`, `/shorts/`, `/live/`, `youtu.be/`, `/embed/` (documentation of the embedded player).
 * - Hovering starts a preview in a player of its own (`ytd-video-preview`, since 2021).
 * - A rate of our own is taken back on resume, once at once and once later (bug reports of rate extensions, 2015–2026);
 *   nothing here: the writer deals with it on every page.
 * - Sponsor skippers (SponsorBlock, since 2019: `currentTime` is set to the end of the piece, again whenever it is in
 *   it) and ad blockers take one person past a piece of the film.
 * - Live streams report an infinite duration, or a growing one where they can be rewound: `.ytp-live` marks the player.
 */
export const youtube: Site = {
  name: 'youtube',
  matches: (url) => isHost(url, 'youtube.com', 'youtube-nocookie.com', 'youtu.be'),
  traits: { skippers: true },
  mediaKey(url) {
    const id = isHost(url, 'youtu.be')
      ? inPath(url, /^\/([^/]+)/)
      : (url.searchParams.get('v') ?? inPath(url, /^\/(?:shorts|live|embed|v)\/([^/]+)/));
    return id && ID.test(id) ? id : undefined;
  },
  isWatchPage: ({ hostname, pathname }) => (hostname.endsWith('youtu.be') ? SHORT : WATCH_PAGE).test(pathname),
  isCandidate: (video) => !video.closest(PREVIEW),
  isAd: (video, root) => (video.closest(PLAYER) ?? root.querySelector('#movie_player'))?.matches(AD) ?? false,
  adSigns: { within: PLAYER, attributes: ['class'] },
  isLive: (video) => !!video.closest(PLAYER)?.querySelector('.ytp-live'),
};
