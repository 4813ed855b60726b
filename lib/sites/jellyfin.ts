import type { Site } from './site';
import { isApplication, itemOf, osdSlider, ticksOffsetS, unknownWhileMade } from './transcoding';

const FILM = 'video.htmlvideoplayer';

/**
 * Jellyfin, on whatever host somebody runs it.
 *
 * - Its page names itself as the application `Jellyfin` (source of its web client, 2019–2026). The name can be changed by
 *   who runs the server: then it is a page like any other.
 * - A transcoded stream that is no playlist begins at 0 wherever in the film it begins, and its address says where
 *   (`StartTimeTicks`); playlists keep the film's times (source of its web client and server). Only the client can fetch
 *   another one, on the same page: its bar is the way to where the stream does not reach. It plays whatever it fetches,
 *   even if the film stood before (source of its web client, 2019–2026).
 * - While a film plays the address is the same for all films: what is watched stands in the stream's address, or nowhere.
 */
export const jellyfin: Site = {
  name: 'jellyfin',
  matches: (_, root) => isApplication(root, 'jellyfin'),
  mediaKey: (_, root) => itemOf(root, FILM) ?? '',
  offsetS: ticksOffsetS,
  durationS: unknownWhileMade,
  slider: osdSlider,
};
