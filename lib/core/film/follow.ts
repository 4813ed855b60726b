import type { Match } from './film-match';

/** What a member does when the host goes on to another film (SPEC FO-1). */
export const FOLLOW_MODES = ['always', 'ask', 'never'] as const;
export type FollowMode = (typeof FOLLOW_MODES)[number];

/** Asked of a member whose page does not show what the room watches. */
export interface FilmQuestion {
  /** The host's name. */
  readonly who: string;
  /** May be empty. */
  readonly title: string;
  /** Where it is: the whole host name, punycode. */
  readonly site: string;
  /** Another film is here, which the person may know to be the same. */
  readonly here: boolean;
}
export const FOLLOW_ANSWERS = ['go', 'same', 'stay'] as const;
export type FollowAnswer = (typeof FOLLOW_ANSWERS)[number];

export interface FollowState {
  /** The film that this member was on, went to, or was taken to: nobody is taken to the same twice. */
  readonly settled: number | undefined;
  /** The film that this member did not want to go to. */
  readonly stayed: number | undefined;
  /** Local times at which this member was taken along, ms. */
  readonly moves: readonly number[];
}
export const followStart: FollowState = { settled: undefined, stayed: undefined, moves: [] };

export interface FollowMoment {
  /** Local ms. */
  readonly now: number;
  /** Which film of the room. */
  readonly film: number;
  readonly match: Match;
  /** For how long it has been so. */
  readonly sinceMs: number;
  /** The room's last film runs out, or just has: the page here may go on by itself. */
  readonly rolling: boolean;
  readonly mode: FollowMode;
  /** The host's film is on the site that this tab shows now. */
  readonly sameSite: boolean;
  /** A film is here. */
  readonly here: boolean;
}

export type FollowStep =
  /** `againMs`: to be looked at again by itself. */
  | { readonly do: 'nothing'; readonly againMs?: number }
  | { readonly do: 'go' }
  /** `loud`: in the page; else only for who looks. */
  | { readonly do: 'ask'; readonly loud: boolean };

/** A page and its player take this long to show what they have. */
const FILM_SETTLE_MS = 5_000;
/** Sites that go on by themselves count down from 5 to 10 s; both sides' countdowns began together. */
const ROLL_ASK_MS = 12_000;
/** To be taken along looks like the site's own next: but what was taken for it is waited for a little. */
const ROLL_GO_MS = 3_000;
/** A tab is taken elsewhere at most this often… */
const MOVE_GAP_MS = 2_000;
/** …and at most so many times a minute: then its person is asked (SPEC FO-4). */
const MOVES_MAX = 5;
const MOVES_WITHIN_MS = 60_000;

/** What a member whose page shows another film than the room's is to do about it, if anything (SPEC FO-1…). Pure. */
export function followStep(state: FollowState, moment: FollowMoment): FollowStep {
  const { now, film, match, sinceMs, rolling, mode, sameSite, here } = moment;
  if (match === 'same') return { do: 'nothing' };
  const led = state.settled !== film && mode === 'always' && sameSite;
  const settleMs = match === 'unsettled' ? FILM_SETTLE_MS : 0;
  const patienceMs = Math.max(settleMs, !rolling ? 0 : led ? ROLL_GO_MS : ROLL_ASK_MS);
  if (sinceMs < patienceMs) return { do: 'nothing', againMs: patienceMs - sinceMs };
  if (led) {
    const gapMs = now - (state.moves.at(-1) ?? Number.NEGATIVE_INFINITY);
    if (gapMs < MOVE_GAP_MS) return { do: 'nothing', againMs: MOVE_GAP_MS - gapMs };
    if (state.moves.filter((at) => now - at < MOVES_WITHIN_MS).length < MOVES_MAX) return { do: 'go' };
  }
  // Who has wandered off to a page without a film is looking around: the popup's word is enough.
  const news = here || state.settled !== film;
  return { do: 'ask', loud: mode !== 'never' && state.stayed !== film && news };
}

/** The member was taken to, or is on, the room's film. */
export function settledOn(state: FollowState, film: number): FollowState {
  return state.settled === film ? state : { ...state, settled: film };
}

export function movedTo(state: FollowState, film: number, now: number): FollowState {
  return { ...settledOn(state, film), moves: [...state.moves.slice(1 - MOVES_MAX), now] };
}
