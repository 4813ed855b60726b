import type { Change } from '../intent/evidence';
import { forgiveNag, isNag, noteNag, noteOverwritten, type PageHabits } from '../intent/habits';
import type { Verdict } from '../intent/kind';
import { HAVE_FUTURE_DATA, isUnseekable, type PlayerView } from '../player/player-view';
import type { PlayerReason, PlayerReport } from '../room/order';
import type { Playback } from '../time/playback';
import type { MemberState } from '../wire/protocol';
import { type LastSeen, LONG_AGO, type SyncState } from './state';
import type { Moment, SyncEffect } from './step-io';

/** Looks come every quarter of a second: after a longer while nobody knows where a player has got to, ms. */
const UNSEEN_MAX_MS = 2_000;
/** A player whose page takes it elsewhere is brought back at once this often, ms. */
const BROUGHT_BACK_MS = 5_000;

/** Where the player was right before a seek, s; undefined: nobody knows. @param now local ms */
export function placeBefore({ place, dryAt }: LastSeen, now: number): number | undefined {
  if (!place || now - place.at > UNSEEN_MAX_MS) return undefined;
  // What had nothing to show has not moved.
  const speed = dryAt === place.at ? 0 : place.speed;
  return place.position + (speed * (now - place.at)) / 1000;
}

/** Takes note of what a change says of its page, and tells its person what the page begins to insist on. */
export function noteHabit(
  state: SyncState,
  change: Change,
  verdict: Verdict | undefined,
  { now, view }: Moment,
  effects: SyncEffect[],
): SyncState {
  const before = state.habits;
  if (change === 'seek' && verdict === 'page') return bringBack(state, view.position, now);
  if (change === 'pause') {
    // One that comes later, while the player is dry, is how some players buffer.
    if (view.userActive || (verdict === 'left' && (view.ended || !isNag(before, now)))) return state;
    const habits = { ...noteNag(before, now), keepsPaused: verdict === 'insists' };
    if (habits.keepsPaused && !before.keepsPaused) effects.push({ type: 'notice', notice: 'page-wants-press' });
    return { ...state, habits };
  }
  if (change !== 'rate' || verdict === 'waits') return state;
  const keepsRate = verdict === 'insists';
  // Where it was tried again in between, its person has been told.
  const isNews = keepsRate && !before.keepsRate && before.insistsOn !== view.rate;
  if (isNews) effects.push({ type: 'notice', notice: 'page-sets-speed' });
  const noted = view.userActive ? { ...before, insistsOn: undefined } : noteOverwritten(before, view.rate, now);
  const habits: PageHabits = { ...noted, keepsRate, ...(keepsRate ? { insistsOn: view.rate } : {}) };
  return { ...state, heldRate: undefined, habits };
}

/** The page has taken its player elsewhere: it is sought at once, though not time and again. */
function bringBack(state: SyncState, wentTo: number, now: number): SyncState {
  const habits = { ...state.habits, wentAt: now, wentTo };
  if (now - habits.broughtBackAt < BROUGHT_BACK_MS) return { ...state, habits };
  return { ...state, roomMoved: true, seekCoolUntil: LONG_AGO, habits: { ...habits, broughtBackAt: now } };
}

/** Takes note of what the player shows: by it the next change is judged. @param inStep it was found where the room is */
export function noteSeen(
  state: SyncState,
  { now, view }: Moment,
  target: Playback | undefined,
  inStep: boolean,
): SyncState {
  const { seen, load, habits } = state;
  const { position, paused, rate, seeking, readyState, userActive } = view;
  const wanted = target !== undefined && !target.paused && !paused && !seeking;
  const isDry = wanted && (readyState < HAVE_FUTURE_DATA || rate === 0);
  const moves = wanted && !isDry;
  const place = seeking ? seen.place : { position, at: now, speed: paused ? 0 : rate };
  const next: LastSeen = { place, goal: seeking ? position : undefined, rate, dryAt: isDry ? now : seen.dryAt };
  const movedAt = load.movedAt ?? (moves ? now : undefined);
  const inStepAt = load.inStepAt ?? (moves && inStep ? now : undefined);
  const untouched = load.untouched || !userActive;
  const same = movedAt === load.movedAt && inStepAt === load.inStepAt && untouched === load.untouched;
  const forgiven = paused ? habits : forgiveNag(habits, 'by us', now);
  return {
    ...state,
    seen: next,
    load: same ? load : { ...load, movedAt, inStepAt, untouched },
    // Its person has pressed what the page wanted.
    habits: forgiven.keepsPaused && !paused ? { ...forgiven, keepsPaused: false } : forgiven,
  };
}

/** Why the player is not simply where the room is. */
export function reasonOf({ habits }: SyncState, view: PlayerView): PlayerReason | undefined {
  if (habits.keepsPaused && view.paused) return 'page-wants-press';
  if (habits.keepsRate) return 'page-sets-speed';
  return habits.cannotSeek && isUnseekable(view) ? 'cannot-seek' : undefined;
}

const APART: ReadonlySet<MemberState> = new Set(['catching-up', 'seeking', 'waiting']);

/**
 * A page that sets its speed itself has its player sought again and again: nobody is to stand still for that (SPEC WA-7),
 * and the others read why it is never quite there (IN-25).
 */
export function withReason(report: PlayerReport, reason: PlayerReason): PlayerReport {
  const insists = APART.has(report.state) && reason === 'page-sets-speed';
  return { ...report, reason, ...(insists ? { state: 'page-insists' } : {}) };
}
