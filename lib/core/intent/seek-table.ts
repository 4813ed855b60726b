import { HAVE_METADATA } from '../player/player-view';
import { isPlaying } from './evidence';
import type { Kind } from './kind';
import { isLoading } from './loading';
import { LOADS } from './loads';
import { answersSeek, jumpsAsPlayed } from './reaction-kinds';
import { comesNearer, isByMediaKey, isFresh, isNudge, landsThere, recovers } from './seek-kinds';
import { isJumpAhead, isNewSkip, isSameSkip, isSkipAgain } from './skip-kinds';

/** Known kinds of seeks: whose doing was it? (`kinds`) */
export const SEEK_KINDS: readonly Kind[] = [
  {
    name: 'goes where a media key sends it',
    of: ['seek'],
    is: (seen) => isByMediaKey(seen) && !isLoading(seen),
    verdict: 'press',
    source: 'handlers of `mediaSession`: in Firefox 153 they are run without activation, and in Chromium 156 with it',
    rule: 'IN-29',
    test: 'core/sync/page-doings',
  },
  {
    name: 'is skipped to the same end again',
    of: ['seek'],
    is: isSameSkip,
    verdict: 'offered',
    source: 'sponsor skippers on YouTube, which look at each `timeupdate`',
    rule: 'IN-12',
    test: 'core/sync/skip',
  },
  {
    name: 'is skipped to another end',
    of: ['seek'],
    is: isSkipAgain,
    verdict: 'offered',
    source: 'skippers that know several pieces in a row',
    rule: 'IN-12',
    test: 'core/sync/skip',
  },
  {
    name: 'seeks back from our seek',
    of: ['seek'],
    is: answersSeek,
    verdict: 'page',
    answersUs: true,
    source: 'pages that hold a place of their own: Netflix, Hulu',
    rule: 'IN-6',
    test: 'core/intent/page-reactions',
  },
  {
    name: 'jumps as we play what stood in a stream',
    of: ['seek'],
    is: jumpsAsPlayed,
    verdict: 'page',
    source:
      'Chromium and players of streams: what has fallen out of the window is gone, and the window’s beginning is played',
    rule: 'LV-4',
    test: 'core/sync/settle-live',
  },
  {
    name: 'skips a piece',
    of: ['seek'],
    is: isNewSkip,
    verdict: 'offered',
    source: 'sponsor skippers and ad blockers',
    rule: 'IN-8',
    test: 'core/sync/skip',
  },
  LOADS,
  {
    name: 'lands where its page has taken it',
    of: ['seek'],
    is: landsThere,
    verdict: 'page',
    source: 'every page that takes its player elsewhere: the end of that jump is not another',
    rule: 'IN-31',
    test: 'core/sync/other-forms',
  },
  {
    name: 'goes to a place of its own',
    of: ['seek'],
    is: (seen) => !seen.view.userActive && isFresh(seen),
    verdict: 'page',
    source: 'bookmarks, and starts at 0, at the first `playing` or seconds after a load',
    rule: 'IN-17',
    test: 'core/sync/page-doings',
  },
  {
    name: 'gets over a stall',
    of: ['seek'],
    is: (seen) => !seen.view.userActive && isPlaying(seen) && recovers(seen),
    verdict: 'page',
    source: 'hls.js, dash.js, video.js, Shaka Player: the gap is jumped over, or the place set anew',
    rule: 'IN-16',
    test: 'core/sync/page-doings',
  },
  {
    name: 'nudges itself',
    of: ['seek'],
    is: (seen) => !seen.view.userActive && isPlaying(seen) && isNudge(seen),
    verdict: 'page',
    source: 'engines that find themselves stuck before the browser says so',
    rule: 'IN-16',
    test: 'core/sync/page-doings',
  },
  {
    name: 'comes nearer to the room',
    of: ['seek'],
    is: (seen) => !seen.view.userActive && isPlaying(seen) && comesNearer(seen),
    verdict: 'page',
    source: 'pages with a keeper of their own, which catch up with what they have fallen behind',
    rule: 'IN-31',
    test: 'core/sync/other-forms',
  },
  {
    name: 'jumps ahead',
    of: ['seek'],
    is: isJumpAhead,
    verdict: 'offered',
    atLanding: true,
    source:
      'skippers of intros, sponsors and silence on any page; a remote control, which is no press in the page either',
    rule: 'IN-8',
    test: 'core/sync/skip',
  },
  {
    name: 'seeks before there is a film',
    of: ['seek'],
    is: ({ view }) => view.readyState < HAVE_METADATA,
    verdict: 'page',
    source: 'pages that set the place before they load',
    rule: 'IN-2',
    test: 'core/intent/kinds',
  },
];
