import { inPath, isHost, type Site } from './site';

/** The old player's frame: it plays what the page around it says. */
const FRAME_HOST = 'static.crunchyroll.com';
const EPISODE = /\/watch\/([A-Z0-9]{6,16})(?:\/|$)/;
const WATCH_PAGE = /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/)?watch\/[A-Z0-9]{6,16}(?:\/[\w-]*)?\/?$/;

/**
 * Crunchyroll, in both its layouts.
 *
 * - Old (2018 to April 2026): the player is a frame of `static.crunchyroll.com` (`vilos`), the video in it `#player0`; the
 *   frame's address does not say which episode.
 * - New (from March 2026, region by region): a Bitmovin player in the page itself.
 * - The episode is in `/watch/…`, in some languages behind a language.
 * - A rate of our own is taken back on resume (2020–2026): the writer deals with it on every page.
 */
export const crunchyroll: Site = {
  name: 'crunchyroll',
  matches: (url) => isHost(url, 'crunchyroll.com'),
  mediaKey: (url) => (url.hostname === FRAME_HOST ? '' : inPath(url, EPISODE)),
  isWatchPage: (url) => WATCH_PAGE.test(url.pathname),
};
