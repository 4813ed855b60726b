import { pageKey } from './media-key';
import type { Site } from './site';

/**
 * Any page that plays a video; last in the list, so that it takes what no other file knows.
 *
 * What is watched is the address without what says nothing of it. That errs on both sides (one address may play
 * several films, one film may have several addresses), so the duration is looked at as well, and in doubt the person
 * is asked.
 */
export const generic: Site = {
  name: 'generic',
  matches: () => true,
  mediaKey: (url) => pageKey(url) || undefined,
};
