import { HAVE_FUTURE_DATA, HAVE_METADATA } from '../player/player-view';
import type { Change, Evidence } from './evidence';
import { isLoading } from './loading';
import { answersSeek, playsAgain, setsRateBack, startsAtLanding } from './reaction-kinds';
import { isNewSkip, isSameSkip, isSkipAgain } from './skip-kinds';
import { FLIPS_WITHIN_MS, isStorm } from './storm';

/** What becomes of a change. */
export type Verdict =
  /** The person's: told to the room. */
  | 'press'
  /** The page's own doing: not told, and the player is brought back to the room. */
  | 'page'
  /** Perhaps the page's own doing: left alone until it shows whose it is (SPEC IN-4). */
  | 'left'
  /** Not told as a press but offered to the others, and undone (SPEC RO-9). */
  | 'offered';

/** A known kind of change: one row of the table. */
export interface Kind {
  readonly name: string;
  readonly of: readonly Change[];
  readonly is: (seen: Evidence) => boolean;
  readonly verdict: Verdict;
  /** It is the page's answer to a write of ours. */
  readonly answersUs?: true;
  /** Who was seen to do so. */
  readonly source: string;
  /** Of SPEC.md. */
  readonly rule: string;
  /** Cites the rule. */
  readonly test: string;
}

/** Browsers pause videos as the tab is hidden. */
const HIDING_MS = 1_000;

/**
 * The table of known kinds: whose doing was it? Asked from the top, the first that fits decides. A new report of what some
 * page does is a new row, and not a new branch elsewhere. A change that no row knows is the person's press (SPEC IN-1):
 * media keys, picture-in-picture and headsets show no gesture in the page, so a gesture cannot be asked for.
 */
export const KINDS: readonly Kind[] = [
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
    is: (seen) => isLoading(seen) && !(seen.restored && seen.view.userActive),
    verdict: 'page',
    source: 'every page that plays, rewinds, or sets a rate that it has kept',
    rule: 'IN-2',
    test: 'core/intent/kinds',
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
    name: 'pauses while dry, seeking, or at the end',
    of: ['pause'],
    is: ({ view }) => view.readyState < HAVE_FUTURE_DATA || view.seeking || view.ended,
    verdict: 'left',
    source: 'players that pause while they buffer',
    rule: 'IN-3',
    test: 'core/intent/kinds',
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
];

/** @returns the first kind that fits; undefined: nothing is known of such a change, so it is a press */
export function kindOf(seen: Evidence): Kind | undefined {
  return KINDS.find(({ of, is }) => of.includes(seen.change) && is(seen));
}
