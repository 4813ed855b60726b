import { appletv } from './appletv';
import { bilibili } from './bilibili';
import { crunchyroll } from './crunchyroll';
import { dailymotion } from './dailymotion';
import { disneyplus } from './disneyplus';
import { embeds } from './embeds';
import { emby } from './emby';
import { generic } from './generic';
import { hulu } from './hulu';
import { jellyfin } from './jellyfin';
import { max } from './max';
import { bounded } from './media-key';
import { netflix } from './netflix';
import { plex } from './plex';
import { primevideo } from './primevideo';
import type { Site } from './site';
import { twitch } from './twitch';
import { vimeo } from './vimeo';
import { youtube } from './youtube';

/**
 * Every site that is known to need a file; the first that matches wins. Those that are known by their page, on any host,
 * come after those that are known by their host; `generic` takes the rest.
 */
export const SITES: readonly Site[] = [
  appletv,
  bilibili,
  crunchyroll,
  dailymotion,
  disneyplus,
  embeds,
  hulu,
  max,
  netflix,
  primevideo,
  twitch,
  vimeo,
  youtube,
  jellyfin,
  emby,
  plex,
  generic,
];

/**
 * The site of a frame. To be asked again when a video is found: signs of self-hosted ones come with the page.
 * @param url the frame's own
 */
export function siteOf(url: URL, root: Document): Site {
  return SITES.find((site) => site.matches(url, root)) ?? generic;
}

/**
 * What is being watched: equal texts are the same film. Printable ASCII of at most 200 characters, made of what the
 * page says, so it is believed like a page. Undefined where the address says nothing: `about:blank`, a frame that plays whatever the page
 * around it wants.
 */
export function mediaKeyOf(site: Site, url: URL, root: Document): string | undefined {
  const id = site.mediaKey?.(url, root);
  if (id === '') return undefined;
  if (id && site !== generic) return bounded(`${site.name}:${id}`);
  return generic.mediaKey?.(url, root);
}
