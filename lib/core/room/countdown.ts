import { stopAt } from '../time/playback';
import { COUNTED_FROM } from '../wire/fields';
import type { Countdown, MemberId } from '../wire/protocol';
import { findMember, mayDrive, type RoomFacts } from './facts';
import { type HostState, pressedByRoom, touched } from './host-state';
import { nextReviewAt, reviewWaiting, START_LEAD_MAX_MS, startLeadMs } from './waiting';

const COUNTED_MS = COUNTED_FROM * 1_000;
/** What lies further ahead was counted by no host of ours. */
const COUNTED_MAX_MS = COUNTED_MS + START_LEAD_MAX_MS;

/** One a second at most, whoever wants it: each is said to everybody. */
const AGAIN_MS = 1_000;
/** Of no change: what somebody has stopped runs no more, and tells when it was begun. */
const STOPPED = -1;

type Counting = Pick<RoomFacts, 'countdown' | 'change'>;

/**
 * The countdown that runs, by whoever holds the facts: the film starts at its `at`, and nobody has pressed anything since.
 * @param now room time, ms
 */
export function runningCountdown({ countdown, change }: Counting, now: number): Countdown | undefined {
  if (countdown?.change !== change) return undefined;
  const leftMs = countdown.at - now;
  return leftMs > 0 && leftMs <= COUNTED_MAX_MS ? { by: countdown.by, at: countdown.at } : undefined;
}

/** A film that stands, for nobody's sake, can be counted in. A stream cannot: its places go on while it stands. */
export function canCountDown({ playback }: Pick<RoomFacts, 'playback'>, waiting: readonly MemberId[]): boolean {
  return playback?.paused === true && !playback.live && waiting.length === 0;
}

/**
 * A member has all start together, or not after all (SPEC WA-9).
 * @param now room time, ms
 * @returns the same state where the member may not drive, or where there is nothing to begin or to end
 */
export function countDown(state: HostState, by: MemberId, on: boolean, now: number): HostState {
  if (!mayDrive(state, by) || !findMember(state, by)) return state;
  const running = runningCountdown(state, now);
  if (!on) return running ? ended(state, running, by, now) : state;
  const { countdown } = state;
  if (running || (countdown && countdown.at - COUNTED_MS + AGAIN_MS > now)) return state;
  if (!canCountDown(state, state.waiting?.for ?? [])) return state;
  const at = now + COUNTED_MS + startLeadMs(state);
  return { ...touched(state), countdown: { by, at, change: state.change } };
}

/** Starts the film where its countdown is about to end, and looks who is waited for. @param now room time, ms */
export function reviewStarts(state: HostState, now: number): HostState {
  return reviewWaiting(begun(state, now), now);
}

/** When this state has to be reviewed again by itself, room time in ms; undefined: only when somebody changes. @param now room time, ms */
export function nextStartReviewAt(state: HostState, now: number): number | undefined {
  const waiting = nextReviewAt(state, now);
  const dueAt = startOf(state, now)?.dueAt;
  return waiting === undefined || dueAt === undefined ? (dueAt ?? waiting) : Math.min(waiting, dueAt);
}

/** What is counted in, and when the players have to be told of the start so that each has heard of it by then. */
function startOf(state: HostState, now: number) {
  const { playback, countdown } = state;
  if (!playback?.paused || !countdown || !runningCountdown(state, now)) return undefined;
  return { playback, countdown, dueAt: countdown.at - startLeadMs(state) };
}

/** The start at 0: everybody hears of it before, as of any common start (SPEC WA-3). */
function begun(state: HostState, now: number): HostState {
  const start = startOf(state, now);
  if (!start || now < start.dueAt) return state;
  const { playback, countdown } = start;
  const at = Math.max(countdown.at, now + startLeadMs(state));
  const next = pressedByRoom(state, { ...playback, paused: false, at }, 'together');
  return { ...next, countdown: { ...countdown, at, change: next.change } };
}

/** Just before 0 the start is told already: it is taken back as by a press on pause. */
function ended(state: HostState, running: Countdown, by: MemberId, now: number): HostState {
  const { playback } = state;
  const next = { ...touched(state), countdown: { ...running, change: STOPPED } };
  if (!playback || playback.paused) return next;
  return { ...next, change: state.change + 1, playback: stopAt(playback, now), cause: 'pause', by, changedAt: now };
}
