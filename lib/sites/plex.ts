import { isHost, type Site } from './site';
import { sourceOf, unknownWhileMade } from './transcoding';

const FILM = 'video[class*="HTMLMedia-mediaElement"]';
const TRANSCODED = /\/transcode\/universal\/start(?:\.(?!m3u8|mpd)\w+)?$/;

/**
 * Plex, on whatever host somebody runs it, and its hosted client.
 *
 * - Its video has a class that begins with `HTMLMedia-mediaElement` (2017–2026); the rest of the class changes with each
 *   version.
 * - A transcoded stream that is no playlist begins at 0 at the place that `offset` in its address names, seconds, unless
 *   `copyts=1` keeps the film's times (clients of its API, 2014–2026).
 *   Its bar (`SeekBar-seekBar…`) is a button of the role `slider`, and no field that could be written to (extensions that
 *   read or restyle it, 2019–2025): places that a stream does not reach are left alone.
 * - The film is in the fragment: `#!/server/…/details?key=/library/metadata/…`, where it stays while the film plays.
 */
export const plex: Site = {
  name: 'plex',
  matches: (url, root) => isHost(url, 'app.plex.tv') || root.querySelector(FILM) !== null,
  mediaKey(url) {
    const [place = '', query = ''] = url.hash.split('?');
    const server = /\/server\/([0-9a-f]{8,64})/i.exec(place)?.[1];
    const item = /^\/library\/metadata\/(\d+)/.exec(new URLSearchParams(query).get('key') ?? '')?.[1];
    return item ? `${server ?? ''}/${item}` : '';
  },
  offsetS(video) {
    const source = sourceOf(video);
    if (!source || !TRANSCODED.test(source.pathname) || source.searchParams.get('copyts') === '1') return undefined;
    const offset = Number(source.searchParams.get('offset'));
    return Number.isFinite(offset) && offset >= 0 ? offset : undefined;
  },
  durationS: unknownWhileMade,
};
