import { HAVE_FUTURE_DATA, HAVE_METADATA } from '../player/player-view';
import type { Evidence } from './evidence';
import { isNag, isNagAgain, isOverwritten, isOverwrittenAgain, isRateStorm } from './habits';
import type { Kind } from './kind';
import { isLoading, isPressWhileLoading } from './loading';
import { answersSeek, jumpsAsPlayed, playsAgain, setsRateBack, startsAtLanding } from './reaction-kinds';
import { isByMediaKey, isFresh, isNudge, recovers } from './seek-kinds';
import { isJumpAhead, isNewSkip, isSameSkip, isSkipAgain } from './skip-kinds';
import { FLIPS_WITHIN_MS, isStorm } from './storm';

/** Browsers pause videos as the tab is hidden. */
const HIDING_MS = 1_000;
/** …and pages as the window goes from the front: at its event. A busy page's `pause` comes some ms later. */
const FOCUS_MS = 150;
/** A page sets the rate of what begins to play within the same moment, or pauses it: nobody has seen it play by then. */
const AT_PLAY_MS = 150;
/**
 * The table of known kinds: whose doing was it? Asked from the top, the first that fits decides. A new report of what some
 * page does is a new row, and not a new branch elsewhere. A change that no row knows is the person's press (SPEC IN-1):
 * media keys, picture-in-picture and headsets show no gesture in the page, so a gesture cannot be asked for.
 */
export const KINDS: readonly Kind[] = [
  {
    name: 'stops by rate 0',
    of: ['rate'],
    is: ({ view }) => view.rate === 0,
    verdict: 'waits',
    source: 'Shaka Player while it buffers',
    rule: 'IN-15',
    test: 'core/sync/page-doings',
  },
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
    name: 'plays as a seek lands',
    of: ['play'],
    is: startsAtLanding,
    verdict: 'page',
    answersUs: true,
    source: 'players that begin to play wherever they are sought',
    rule: 'IN-6',
    test: 'core/intent/page-reactions',
  },
  {
    name: 'plays again after our pause',
    of: ['play'],
    is: playsAgain,
    verdict: 'page',
    answersUs: true,
    source: 'pages that do not want to be stopped',
    rule: 'IN-6',
    test: 'core/intent/page-reactions',
  },
  {
    name: 'sets the rate back as it plays',
    of: ['rate'],
    is: setsRateBack,
    verdict: 'page',
    answersUs: true,
    source: 'players that set rate 1 at each `playing`: Max, Dailymotion',
    rule: 'IN-11',
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
  {
    name: 'loads',
    of: ['play', 'pause', 'seek', 'rate'],
    is: (seen) => isLoading(seen) && !isPressWhileLoading(seen),
    verdict: 'page',
    source: 'every page that plays, rewinds, or sets a rate that it has kept',
    rule: 'IN-2',
    test: 'core/intent/kinds',
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
    is: (seen) => !seen.view.userActive && !seen.view.paused && recovers(seen),
    verdict: 'page',
    source: 'hls.js, dash.js, video.js, Shaka Player: the gap is jumped over, or the place set anew',
    rule: 'IN-16',
    test: 'core/sync/page-doings',
  },
  {
    name: 'nudges itself',
    of: ['seek'],
    is: (seen) => !seen.view.userActive && !seen.view.paused && isNudge(seen),
    verdict: 'page',
    source: 'engines that find themselves stuck before the browser says so',
    rule: 'IN-16',
    test: 'core/sync/page-doings',
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
  {
    name: 'pauses muted and hidden',
    of: ['pause'],
    is: ({ view }) => view.hiddenSince !== undefined && view.muted && !view.ended,
    verdict: 'page',
    source: 'Chromium 156 after each seek of a muted video in a hidden tab; media keys reach only what can be heard',
    rule: 'IN-2',
    test: 'core/intent/kinds',
  },
  {
    name: 'pauses as the tab is hidden',
    of: ['pause'],
    is: ({ view, now }) => view.hiddenSince !== undefined && now - view.hiddenSince < HIDING_MS,
    verdict: 'page',
    source: 'browsers, and pages that listen to `visibilitychange`',
    rule: 'IN-2',
    test: 'core/intent/kinds',
  },
  {
    name: 'pauses or plays with the window',
    of: ['play', 'pause'],
    is: ({ change, view: { userActive, focus }, now }) =>
      !userActive && focus?.to === (change === 'pause' ? 'back' : 'front') && now - focus.at < FOCUS_MS,
    verdict: 'page',
    source: 'pages that pause at `blur` and play at `focus`: an open popup of ours is enough',
    rule: 'IN-21',
    test: 'core/sync/page-doings',
  },
  {
    name: 'pauses what we play while dry or seeking, again',
    of: ['pause'],
    is: ({ view, habits, now }) => !view.userActive && !view.ended && isNag(habits, now) && isNagAgain(habits, now),
    verdict: 'insists',
    source: 'a page that pauses whatever is played, where our play has to seek first',
    rule: 'IN-20',
    test: 'core/sync/page-doings',
  },
  {
    name: 'pauses while dry, seeking, or at the end',
    of: ['pause'],
    is: ({ view }) => view.readyState < HAVE_FUTURE_DATA || view.seeking || view.ended,
    verdict: 'left',
    source: 'players that pause while they buffer',
    rule: 'IN-3',
    test: 'core/intent/kinds',
  },
  {
    name: 'pauses whatever is played',
    of: ['pause'],
    is: ({ view, habits, now }) => !view.userActive && (habits.keepsPaused || isNagAgain(habits, now)),
    verdict: 'insists',
    source: '“Are you still watching?”, and browsers that take back sound which no press has begun',
    rule: 'IN-20',
    test: 'core/sync/page-doings',
  },
  {
    name: 'pauses at once what we play',
    of: ['pause'],
    is: ({ view, habits, now }) => !view.userActive && isNag(habits, now),
    verdict: 'page',
    source: 'the same, the first time',
    rule: 'IN-20',
    test: 'core/sync/page-doings',
  },
  {
    name: 'takes back a pause that was told',
    of: ['play'],
    is: ({ now, pausedAt }) => now - pausedAt < FLIPS_WITHIN_MS,
    // That pause was the storm's as well: the room must not be left standing.
    verdict: 'press',
    source: 'storms whose first pause passed for a press',
    rule: 'IN-3',
    test: 'core/intent/kinds',
  },
  {
    name: 'flips in a storm',
    of: ['play', 'pause'],
    is: ({ flips, now }) => isStorm(flips, now),
    verdict: 'left',
    source: 'pages that change their quality, and those that fight another script',
    rule: 'IN-3',
    test: 'core/intent/kinds',
  },
  {
    name: 'pauses at once what it has played itself',
    of: ['pause'],
    is: ({ view, reactions, now }) => !view.userActive && now - reactions.playAt < AT_PLAY_MS,
    verdict: 'page',
    source: 'the page that pauses whatever is played, where it plays by itself as a seek lands',
    rule: 'IN-28',
    test: 'core/sync/page-doings',
  },
  {
    name: 'keeps to a rate of its own',
    of: ['rate'],
    is: ({ view, habits, now }) =>
      !view.userActive && (habits.keepsRate || isOverwrittenAgain(habits, view.rate, now) || isRateStorm(habits, now)),
    verdict: 'insists',
    source: 'speed extensions that set their rate again after any other change',
    rule: 'IN-18',
    test: 'core/sync/page-doings',
  },
  {
    name: 'writes over our rate',
    of: ['rate'],
    is: ({ view, habits, now }) => !view.userActive && isOverwritten(habits, view.rate, now),
    verdict: 'page',
    source: 'the same, the first time',
    rule: 'IN-18',
    test: 'core/sync/page-doings',
  },
  {
    name: 'sets a rate as it begins to play',
    of: ['rate'],
    is: ({ view, reactions, now }) =>
      !view.userActive && now - Math.max(reactions.playAt, reactions.playingAt) < AT_PLAY_MS,
    verdict: 'page',
    source: 'pages and extensions that keep a rate for all films',
    rule: 'IN-18',
    test: 'core/sync/page-doings',
  },
  {
    name: 'changes its rate',
    of: ['rate'],
    is: ({ view }) => !view.userActive,
    verdict: 'held',
    source: 'speed extensions, whose buttons lie outside the page; those that run past silences take it back',
    rule: 'IN-19',
    test: 'core/sync/page-doings',
  },
];

/** @returns the first kind that fits; undefined: nothing is known of such a change, so it is a press */
export function kindOf(seen: Evidence): Kind | undefined {
  return KINDS.find(({ of, is }) => of.includes(seen.change) && is(seen));
}
