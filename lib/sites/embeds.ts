import { isHost, type Site } from './site';

interface Embed {
  readonly host: string;
  /** Its first two groups are the film. */
  readonly path: RegExp;
  /** Or this parameter is, of an address that has the path. */
  readonly parameter?: string;
}

/** Hosts whose only business is to play one film in a frame of somebody else's page, by the address they document. */
const EMBEDS: readonly Embed[] = [
  { host: 'iframe.mediadelivery.net', path: /^\/(?:embed|play)\/(\d+)\/([0-9a-f-]{36})/ },
  { host: 'player.mediadelivery.net', path: /^\/(?:embed|play)\/(\d+)\/([0-9a-f-]{36})/ },
  { host: 'iframe.videodelivery.net', path: /^\/([0-9a-f]{32})/ },
  { host: 'cloudflarestream.com', path: /^\/([0-9a-f]{32})/ },
  { host: 'fast.wistia.net', path: /^\/embed\/iframe\/(\w{6,20})/ },
  { host: 'fast.wistia.com', path: /^\/embed\/iframe\/(\w{6,20})/ },
  { host: 'cdn.jwplayer.com', path: /^\/players\/(\w{8})-/ },
  { host: 'content.jwplatform.com', path: /^\/players\/(\w{8})-/ },
  { host: 'players.brightcove.net', path: /^\/(\d+)\/.*\/index\.html$/, parameter: 'videoId' },
  { host: 'streamable.com', path: /^\/(?:[eo]\/)?(\w{4,10})/ },
  { host: 'drive.google.com', path: /^\/file\/d\/([\w-]{20,60})/ },
  { host: 'ok.ru', path: /^\/video(?:embed)?\/(\d+)/ },
  { host: 'rutube.ru', path: /^\/(?:play\/embed|video)\/([0-9a-f]{32})/ },
  { host: 'player.mux.com', path: /^\/(\w{20,60})/ },
  { host: 'videos.sproutvideo.com', path: /^\/embed\/([0-9a-f]+)/ },
  { host: 'play.vidyard.com', path: /^\/(\w{10,40})/ },
];

const embedOf = (url: URL) => EMBEDS.find(({ host }) => isHost(url, host));

/**
 * Frames of common players: plain videos, all of them.
 *
 * - Known is only how their address names the film, from each player's own documentation (2023–2026): parameters for
 *   looks, starting places, tokens and hosts of one customer are left out, so that two pages which embed one film are
 *   known to show the same.
 */
export const embeds: Site = {
  name: 'embeds',
  matches: (url) => embedOf(url) !== undefined,
  mediaKey(url) {
    const embed = embedOf(url);
    const found = embed?.path.exec(url.pathname);
    if (!embed || !found) return undefined;
    const named = embed.parameter === undefined ? found[2] : url.searchParams.get(embed.parameter);
    if (embed.parameter !== undefined && !named) return undefined;
    return [embed.host, found[1], named].filter(Boolean).join('/');
  },
};
