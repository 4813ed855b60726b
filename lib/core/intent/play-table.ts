import { HAVE_FUTURE_DATA } from '../player/player-view';
import { isNag, isNagAgain } from './habits';
import type { Kind } from './kind';
import { LOADS } from './loads';
import { playsAgain, startsAtLanding } from './reaction-kinds';
import { FLIPS_WITHIN_MS, isStorm } from './storm';

/** Browsers pause videos as the tab is hidden. */
const HIDING_MS = 1_000;
/** …and pages as the window goes from the front: at its event. A busy page's `pause` comes some ms later. */
const FOCUS_MS = 150;
/** A page sets the rate of what begins to play within the same moment, or pauses it: nobody has seen it play by then. */
const AT_PLAY_MS = 150;

/** Known kinds of plays and pauses: whose doing was it? (`kinds`) */
export const PLAY_KINDS: readonly Kind[] = [
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
  LOADS,
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
    name: 'pauses as the tab is frozen',
    of: ['pause'],
    is: ({ view: { userActive, thawedAt }, now }) =>
      !userActive && thawedAt !== undefined && now - thawedAt < HIDING_MS,
    verdict: 'page',
    source: 'Chromium 156: it pauses what it freezes, and tells of that as the tab goes on, hidden or not',
    rule: 'IN-30',
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
];
