import { isHost, type Site } from './site';
import { isApplication, itemOf, osdSlider, ticksOffsetS, unknownWhileMade } from './transcoding';

/**
 * Emby, on whatever host somebody runs it, and its hosted client.
 *
 * - Its page names itself as the application `Emby`. Streams are those of the server that Jellyfin came from in 2018, with
 *   the same `StartTimeTicks` in their address (documentation of its API, 2014–2026), and its client does as Jellyfin's
 *   with them (source of its web client, 2016–2018).
 */
export const emby: Site = {
  name: 'emby',
  matches: (url, root) => isHost(url, 'app.emby.media') || isApplication(root, 'emby'),
  mediaKey: (_, root) => itemOf(root, 'video') ?? '',
  offsetS: ticksOffsetS,
  durationS: unknownWhileMade,
  slider: osdSlider,
};
