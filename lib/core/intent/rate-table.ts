import { isOverwritten, isOverwrittenAgain, isRateStorm } from './habits';
import type { Kind } from './kind';
import { LOADS } from './loads';
import { setsRateBack } from './reaction-kinds';

/** A page sets the rate of what begins to play within the same moment, or pauses it: nobody has seen it play by then. */
const AT_PLAY_MS = 150;

/** Known kinds of changes of the rate: whose doing was it? (`kinds`) */
export const RATE_KINDS: readonly Kind[] = [
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
    name: 'sets the rate back as it plays',
    of: ['rate'],
    is: setsRateBack,
    verdict: 'page',
    answersUs: true,
    source: 'players that set rate 1 at each `playing`: Max, Dailymotion',
    rule: 'IN-11',
    test: 'core/intent/page-reactions',
  },
  LOADS,
  {
    name: 'keeps to a rate of its own',
    of: ['rate'],
    is: ({ view, habits, now }) =>
      !view.userActive &&
      (habits.keepsRate ||
        habits.insistsOn === view.rate ||
        isOverwrittenAgain(habits, view.rate, now) ||
        isRateStorm(habits, now)),
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
