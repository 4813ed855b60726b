import type { WatchPage } from '../core/film/follow';
import { generic } from './generic';
import { SITES } from './index';
import { bounded } from './media-key';

/** An address alone has no page: sites that are known by signs in theirs are not known here. */
const NO_PAGE = {
  querySelector: () => null,
  querySelectorAll: () => [],
  getElementById: () => null,
} as unknown as Document;

/**
 * What a site's own file says of an address that another person has named (SPEC FO-6): which film it shows.
 * @returns undefined where no file knows the watch pages of the site
 */
export function watchPageAt(address: string): WatchPage {
  const url = new URL(address);
  const site = SITES.find((one) => one !== generic && one.isWatchPage && one.matches(url, NO_PAGE));
  if (!site?.isWatchPage) return undefined;
  const id = site.isWatchPage(url) && site.mediaKey?.(url, NO_PAGE);
  return id ? { key: bounded(`${site.name}:${id}`) } : 'none';
}
