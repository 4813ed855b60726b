import { inPath, isHost, type Site } from './site';

const RECORDING = /^\/(?:[^/]+\/)?v(?:ideos?)?\/(\d+)/;
const CLIP = /^\/[^/]+\/clip\/([\w-]+)/;
const WATCH_PAGE = /^\/(?:videos\/\d+|\w+\/clip\/[\w-]+)\/?$/;
const CHANNEL = /^\/(?:moderator\/|popout\/)?([a-z0-9]\w{2,24})\/?$/i;
const NO_CHANNEL = new Set([
  'directory',
  'downloads',
  'jobs',
  'search',
  'settings',
  'subscriptions',
  'turbo',
  'wallet',
]);
const PLAYER = '[data-a-target="video-player"], .video-player';
const AD = '[data-a-target="video-ad-label"], [data-a-target="video-ad-countdown"], [data-a-target="player-ad-notice"]';

const recordingOf = (url: URL) => inPath(url, RECORDING) ?? url.searchParams.get('video')?.replace(/^v/, '');
const clipOf = (url: URL) =>
  isHost(url, 'clips.twitch.tv') ? (url.searchParams.get('clip') ?? inPath(url, /^\/([\w-]+)/)) : inPath(url, CLIP);
function channelOf(url: URL): string | undefined {
  const channel = (url.searchParams.get('channel') ?? inPath(url, CHANNEL))?.toLowerCase();
  return channel && !NO_CHANNEL.has(channel) ? channel : undefined;
}

/**
 * Twitch: recordings, clips, live, and its embedded player (`player.twitch.tv`, whose parameters are documented).
 *
 * - Live cannot be sought: a written position is taken back, or the player loads anew. The element's duration looks finite
 *   there in Chromium (2³⁰ s), so the address says what is live (2017–2026).
 * - Recordings are `/videos/…`, seekable like any film.
 * - Ads are part of the live stream; the player shows `video-ad-label` meanwhile (2019–2026).
 */
export const twitch: Site = {
  name: 'twitch',
  matches: (url) => isHost(url, 'twitch.tv'),
  mediaKey(url) {
    const [recording, clip, channel] = [recordingOf(url), clipOf(url), channelOf(url)];
    if (recording) return recording;
    if (clip) return `clip/${clip}`;
    return channel && `live/${channel}`;
  },
  // A channel's address cannot be told from another page's, as that for logging out.
  isWatchPage: (url) => WATCH_PAGE.test(url.pathname),
  isLive: (_, url) => !recordingOf(url) && !clipOf(url) && channelOf(url) !== undefined,
  isAd: (video, root) => (video.closest(PLAYER) ?? root).querySelector(AD) !== null,
  adSigns: { within: PLAYER, attributes: ['data-a-target'] },
};
