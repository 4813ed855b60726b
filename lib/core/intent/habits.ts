import type { FocusChange } from '../player/player-view';

/**
 * What a page was seen to insist on, and by which it is known for that (SPEC IN-18, IN-20). All times are local ms.
 */
export interface PageHabits {
  /** Our last rate. */
  readonly ownRate: number | undefined;
  /** When we last wrote one that neither began nor ended a nudge, and the rate that was there before it. */
  readonly ownRateAt: number;
  readonly rateBefore: number | undefined;
  /** The rate that the nudge under way has left. */
  readonly nudgedFrom: number | undefined;
  /** When we last played. */
  readonly ownPlayAt: number;
  /** When the page last wrote over a rate of ours. */
  readonly overwroteAt: number;
  /** When the page has changed its rate, and kept to that. */
  readonly ratesAt: readonly number[];
  /** The room's rate before the last of these. */
  readonly rateLeft: number | undefined;
  /** When the page last took back a rate of its own. */
  readonly tookRateBackAt: number;
  /** When the page last paused what we had just played. */
  readonly naggedAt: number;
  /** Its film cannot be sought: its person has been told. */
  readonly cannotSeek: boolean;
  /** When the page last took its player elsewhere, and where to, s; and when that was last made good at once. */
  readonly wentAt: number;
  readonly wentTo: number | undefined;
  readonly broughtBackAt: number;
  /** The page sets its speed itself: it is not written any more. */
  readonly keepsRate: boolean;
  /** The rate by which it was last seen to do so, until its person presses another. */
  readonly insistsOn: number | undefined;
  /** The page pauses whatever is played until its person has pressed something: it is not played any more. */
  readonly keepsPaused: boolean;
}

export const noHabits: PageHabits = {
  ownRate: undefined,
  ownRateAt: Number.NEGATIVE_INFINITY,
  rateBefore: undefined,
  nudgedFrom: undefined,
  ownPlayAt: Number.NEGATIVE_INFINITY,
  overwroteAt: Number.NEGATIVE_INFINITY,
  ratesAt: [],
  rateLeft: undefined,
  tookRateBackAt: Number.NEGATIVE_INFINITY,
  naggedAt: Number.NEGATIVE_INFINITY,
  wentAt: Number.NEGATIVE_INFINITY,
  wentTo: undefined,
  broughtBackAt: Number.NEGATIVE_INFINITY,
  cannotSeek: false,
  keepsRate: false,
  insistsOn: undefined,
  keepsPaused: false,
};

/** Speed extensions answer another's rate with the next event; a person has to see it first. */
const OVERWRITES_MS = 300;
/** Others look by a timer, and at a busy page's pace: the very rate that was there before is nobody's new choice so soon. */
const PUTS_BACK_MS = 1_500;
/** A page that has given in for so long does not insist. */
const OVERWRITES_WITHIN_MS = 10_000;
/** So many rates by themselves within so long are a fight that the room is no part of. */
const RATES_MAX = 3;
const RATES_WITHIN_MS = 5_000;
/** A rate that no press is known for is told once it has stood for so long… */
const RATE_STANDS_MS = 250;
/** …or, while the page is at the front and nobody is at a button of another window, as long as most silences in speech last. */
const RATE_STANDS_AT_FRONT_MS = 1_000;
/** …or, once its page has taken one back, as long as a silence may last at all. */
const RATE_STANDS_AGAIN_MS = 5_000;
/** A film has another silence within this. */
const TOOK_BACK_WITHIN_MS = 60_000;
/** Nobody sees a start and takes it back as fast. */
const NAGS_AT_ONCE_MS = 150;
/** Pages that want a press pause again within this. */
const NAGS_MS = 1_000;
/** The others press play once more within this. */
const NAGS_WITHIN_MS = 60_000;

/** What of a player we write. */
interface OwnWrites {
  readonly play: boolean;
  readonly rate: { readonly rate: number; readonly nudge?: unknown } | undefined;
}

/** We write now. @param before the rate that the player has until then */
export function noteOwnHabits(habits: PageHabits, { play, rate }: OwnWrites, before: number, now: number): PageHabits {
  if (!play && !rate) return habits;
  return { ...(rate ? noteOwnRate(habits, rate, before, now) : habits), ...(play ? { ownPlayAt: now } : {}) };
}

function noteOwnRate(
  habits: PageHabits,
  { rate, nudge }: NonNullable<OwnWrites['rate']>,
  before: number,
  now: number,
): PageHabits {
  const isNudged = habits.nudgedFrom !== undefined && before === habits.ownRate;
  const rateBefore = isNudged ? habits.nudgedFrom : before;
  if (nudge !== undefined) return { ...habits, ownRate: rate, nudgedFrom: rateBefore };
  const own = { ...habits, ownRate: rate, nudgedFrom: undefined };
  // The end of a nudge writes nothing over that a page may have chosen.
  return rate === rateBefore || rate === before ? own : { ...own, ownRateAt: now, rateBefore };
}

/** Has a rate of ours been written over with the one before it? Any other may be a person's, in the middle of a nudge. */
export function isOverwritten({ ownRateAt, rateBefore }: PageHabits, rate: number, now: number): boolean {
  return now - ownRateAt < PUTS_BACK_MS && rate === rateBefore;
}

/** Has that happened before? */
export function isOverwrittenAgain(habits: PageHabits, rate: number, now: number): boolean {
  return isOverwritten(habits, rate, now) && now - habits.overwroteAt < OVERWRITES_WITHIN_MS;
}

/** Somebody has chosen another rate: whether the page insists on its own still is seen by what it does to that. */
export function tryRateAgain(habits: PageHabits): PageHabits {
  return habits.keepsRate ? { ...habits, keepsRate: false } : habits;
}

/** Does the page go from one rate to another, all by itself? */
export function isRateStorm({ ratesAt }: PageHabits, now: number): boolean {
  return ratesAt.filter((at) => now - at < RATES_WITHIN_MS).length >= RATES_MAX - 1;
}

/** Has the page paused what we had just played? */
export function isNag({ ownPlayAt }: PageHabits, now: number): boolean {
  return now - ownPlayAt < NAGS_AT_ONCE_MS;
}

/** Has it done so to an earlier play of ours, and now about as fast? */
export function isNagAgain({ ownPlayAt, naggedAt }: PageHabits, now: number): boolean {
  return now - ownPlayAt < NAGS_MS && naggedAt <= ownPlayAt && now - naggedAt < NAGS_WITHIN_MS;
}

/** The page has written over our rate: with the one before, or, the first time, with its own. */
export function noteOverwritten(habits: PageHabits, rate: number, now: number): PageHabits {
  const isAtOnce = now - habits.ownRateAt < OVERWRITES_MS;
  return isAtOnce || isOverwritten(habits, rate, now) ? { ...habits, overwroteAt: now } : habits;
}

/** The page has changed its rate, and keeps to it. @param rateLeft the room's rate until then */
export function noteRate(habits: PageHabits, rate: number, rateLeft: number, now: number): PageHabits {
  const ratesAt = habits.ratesAt.filter((at) => now - at < RATES_WITHIN_MS);
  const tookBack = ratesAt.length > 0 && rate === habits.rateLeft;
  const noted = { ...habits, ratesAt: [...ratesAt, now], rateLeft };
  return tookBack ? noteTookRateBack(noted, now) : noted;
}

/** A rate of the page's own is over, and nobody has pressed anything: something runs past silences. */
export function noteTookRateBack(habits: PageHabits, now: number): PageHabits {
  return { ...habits, tookRateBackAt: now };
}

/** For how long a rate without a press has to stand until it is told, ms (SPEC IN-19). @param now local ms */
export function rateStandsMs({ tookRateBackAt }: PageHabits, focus: FocusChange | undefined, now: number): number {
  if (now - tookRateBackAt < TOOK_BACK_WITHIN_MS) return RATE_STANDS_AGAIN_MS;
  return focus?.to === 'front' ? RATE_STANDS_AT_FRONT_MS : RATE_STANDS_MS;
}

/** The player is paused by nobody that is known. */
export function noteNag(habits: PageHabits, now: number): PageHabits {
  return now - habits.ownPlayAt < NAGS_MS ? { ...habits, naggedAt: now } : habits;
}

/** Our play has been let be for so long, or it was not ours: such a page does not want to stand. */
export function forgiveNag(habits: PageHabits, played: 'by press' | 'by us', now: number): PageHabits {
  const { naggedAt, ownPlayAt } = habits;
  const stood = played === 'by press' || ownPlayAt < naggedAt || now - ownPlayAt >= NAGS_MS;
  return stood && naggedAt > Number.NEGATIVE_INFINITY ? { ...habits, naggedAt: Number.NEGATIVE_INFINITY } : habits;
}
