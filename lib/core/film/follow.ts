import type { Match } from './film-match';
import { isSameSite, siteName } from './media';

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
  /** This tab has shown the room's film, or was taken to it, and shows something else. */
  readonly left: boolean;
}
export const FOLLOW_ANSWERS = ['go', 'same', 'stay'] as const;
export type FollowAnswer = (typeof FOLLOW_ANSWERS)[number];

/**
 * What a site's own file says of an address (SPEC FO-6): which film it shows, or that it is none of the site's pages with a
 * film. Undefined: no file knows the site's pages.
 */
export type WatchPage = { readonly key: string } | 'none' | undefined;

export interface FollowState {
  /** The film that this member was on, went to, or was taken to: nobody is taken to the same twice. */
  readonly settled: number | undefined;
  /** The film that this member did not want to go to. */
  readonly stayed: number | undefined;
  /** Local times at which this member was taken along, ms. */
  readonly moves: readonly number[];
  /** What the person last answered about pages of a site whose file says nothing of them (SPEC FO-7). */
  readonly consents: ReadonlyMap<string, 'go' | 'stay'>;
  /** The page of this film led on to this address of another site: until its person says so, nobody is taken along. */
  readonly strayed: { readonly film: number; readonly url: string } | undefined;
}
export const followStart: FollowState = {
  settled: undefined,
  stayed: undefined,
  moves: [],
  consents: new Map(),
  strayed: undefined,
};

/** Where a member would be taken, and what is known of it. */
export interface Destination {
  /** Address of the page here; empty: not known. */
  readonly from: string;
  readonly to: string;
  /** Of the film there, as the host says. */
  readonly key: string;
  readonly watchPage: WatchPage;
  /** A film is or was here, on the site of `to`. */
  readonly filmSeen: boolean;
}

/** How a member who goes along gets there: at once, by a question, or by a question that only the popup shows. */
export type Way = 'unasked' | 'ask' | 'quiet';

/**
 * Whether a member who goes along is taken somewhere unasked (SPEC FO-2, FO-6, FO-7, FO-8). The address is the host's to
 * choose, and opening it is a press of this person's: it may log them out, vote, or buy.
 */
export function wayTo(state: FollowState, { from, to, key, watchPage, filmSeen }: Destination): Way {
  if (state.strayed || !filmSeen || !isSameSite(from, to)) return 'ask';
  if (watchPage !== undefined) return watchPage !== 'none' && watchPage.key === key ? 'unasked' : 'ask';
  const consent = state.consents.get(siteName(to));
  if (consent === undefined) return 'ask';
  return consent === 'go' ? 'unasked' : 'quiet';
}

/** @param site of the film, where the answer is to hold for the films after it as well */
export function answered(
  state: FollowState,
  answer: 'go' | 'stay',
  film: number,
  site: string | undefined,
): FollowState {
  const consents = site === undefined ? state.consents : new Map(state.consents).set(site, answer);
  if (answer === 'stay') return { ...state, stayed: film, consents };
  return { ...settledOn(state, film), consents, strayed: undefined };
}

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
  readonly way: Way;
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
/** Sites that go on by themselves (SPEC FO-9) count down from 5 to 10 s; both sides' countdowns began together. */
const ROLL_ASK_MS = 12_000;
/** To be taken along looks like the site's own next: but what was taken for it is waited for a little. */
const ROLL_GO_MS = 3_000;
/** A tab is taken elsewhere at most this often… */
const MOVE_GAP_MS = 2_000;
/** …and at most so many times a minute: then its person is asked (SPEC FO-4). */
const MOVES_MAX = 5;
const MOVES_WITHIN_MS = 60_000;

/** Is this member to be taken to that film unasked, as soon as its page has settled? */
export function isLed(state: FollowState, { film, mode, way }: Pick<FollowMoment, 'film' | 'mode' | 'way'>): boolean {
  return state.settled !== film && mode === 'always' && way === 'unasked';
}

/** What a member whose page shows another film than the room's is to do about it, if anything (SPEC FO-1…). Pure. */
export function followStep(state: FollowState, moment: FollowMoment): FollowStep {
  const { now, film, match, sinceMs, rolling, mode, way, here } = moment;
  if (match === 'same') return { do: 'nothing' };
  const strayed = state.strayed?.film === film;
  if (strayed) return { do: 'ask', loud: mode !== 'never' && state.stayed !== film };
  const led = isLed(state, moment);
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
  const quiet = mode === 'never' || (mode === 'always' && way === 'quiet');
  return { do: 'ask', loud: !quiet && state.stayed !== film && news };
}

/** Was this member on the room's film, so that it is the one that has gone elsewhere? */
export function hasLeft({ settled, strayed }: FollowState, film: number): boolean {
  return settled === film && strayed?.film !== film;
}

/** The member was taken to, or is on, the room's film. */
export function settledOn(state: FollowState, film: number): FollowState {
  return state.settled === film ? state : { ...state, settled: film };
}

export function movedTo(state: FollowState, film: number, now: number): FollowState {
  return { ...settledOn(state, film), moves: [...state.moves.slice(1 - MOVES_MAX), now] };
}
