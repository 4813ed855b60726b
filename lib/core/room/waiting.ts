import { type Playback, reanchor, stopAt } from '../time/playback';
import type { Member, MemberId } from '../wire/protocol';
import { backOffFromEdge } from './edge-backoff';
import { mayDrive } from './facts';
import { type HostState, pressedByRoom, sameIds, touched } from './host-state';
import { STATE_POLICY } from './state-policy';

/** Every seek and start runs dry for a moment; only what lasts is waited for. */
export const WAIT_AFTER_MS = 500;
/** A common start has to reach everybody first: half the slowest round trip, and this much for players to get ready. */
const START_SPARE_MS = 250;
export const START_LEAD_MAX_MS = 1_500;

/** Switches between *wait for everyone* and *carry on*; whoever is being waited for is gone on without. */
export function setTogether(state: HostState, together: boolean, now: number): HostState {
  if (state.together === together) return state;
  const next = { ...touched(state), together };
  return state.waiting && state.playback ? startTogether(next, state.playback, now) : next;
}

/** Notes since when each member runs dry, and pauses or resumes the room accordingly. @param now room time, ms */
export function reviewWaiting(before: HostState, now: number): HostState {
  const state = noteDry(before, now);
  if (!state.together || !state.playback) return backOffFromEdge(state, now);
  const dry = state.members.map((m) => m.id).filter((id) => isLate(state, id, now));
  if (!state.waiting) {
    if (dry.length === 0 || state.playback.paused) return state;
    return {
      ...pressedByRoom(state, stopAt(state.playback, now), 'wait'),
      waiting: { for: dry, since: now },
    };
  }
  const { since } = state.waiting;
  if (dry.length === 0) return startTogether(state, state.playback, now);
  if (now >= waitEndsAt(state, dry, since)) {
    return startTogether({ ...state, excused: [...state.excused, ...dry] }, state.playback, now);
  }
  return sameIds(dry, state.waiting.for) ? state : { ...touched(state), waiting: { for: dry, since } };
}

/** When this state has to be reviewed again by itself, room time in ms; undefined: only when somebody changes. @param now room time, ms */
export function nextReviewAt(state: HostState, now: number): number | undefined {
  if (!state.together) return undefined;
  const due = Object.values(state.drySince)
    .map((since) => since + WAIT_AFTER_MS)
    .filter((at) => at > now);
  if (state.waiting) due.push(waitEndsAt(state, state.waiting.for, state.waiting.since));
  return due.length > 0 ? Math.min(...due) : undefined;
}

/**
 * What a press means for a room that waits for everyone: a play goes on without the late ones, and every start
 * is one that all can make together.
 */
export function pressedTogether(state: HostState, playback: Playback, now: number): HostState {
  if (playback.paused) return state.waiting && state.cause !== 'pause' ? state : { ...state, waiting: undefined };
  const { waiting } = state;
  return {
    ...state,
    waiting: undefined,
    excused: waiting ? [...state.excused, ...waiting.for] : state.excused,
    ...(state.together && state.cause === 'play' ? { playback: { ...playback, at: now + startLeadMs(state) } } : {}),
  };
}

/**
 * A member goes on without those who are waited for (SPEC WA-3): a press on play, which needs no player of its own.
 * @param now room time, ms
 * @returns the same state where nobody is waited for, or the member may not drive
 */
export function goOnWithout(state: HostState, by: MemberId, now: number): HostState {
  const { playback, waiting, members } = state;
  if (!playback || !waiting || !mayDrive(state, by) || !members.some(({ id }) => id === by)) return state;
  const going = { ...reanchor(playback, now), paused: false };
  const pressed = {
    ...touched(state),
    change: state.change + 1,
    playback: going,
    cause: 'play',
    by,
    changedAt: now,
  } as const;
  return pressedTogether(pressed, going, now);
}

function startTogether(state: HostState, playback: Playback, now: number): HostState {
  const start = { ...playback, paused: false, at: now + startLeadMs(state) };
  return { ...pressedByRoom(state, start, 'together'), waiting: undefined };
}

/** So long before a common start everybody is told of it, ms. */
export function startLeadMs(state: HostState): number {
  const slowest = Math.max(0, ...state.members.map((m) => m.rttMs ?? 0));
  return Math.min(START_LEAD_MAX_MS, slowest / 2 + START_SPARE_MS);
}

/** By the state of whoever is waited for longest. One sum for all who ask: a difference would be rounded otherwise. */
function waitEndsAt({ members }: HostState, ids: readonly MemberId[], since: number): number {
  const late = members.filter(({ id }) => ids.includes(id));
  return since + Math.max(0, ...late.map(waitedForMs));
}

/** So long a room stands still for a member that is so, ms (SPEC WA-7). */
const waitedForMs = ({ state }: Member) => STATE_POLICY[state].waitedForMs;

function noteDry(state: HostState, now: number): HostState {
  const dry = state.members.filter((m) => waitedForMs(m) > 0).map((m) => m.id);
  const known = Object.keys(state.drySince);
  // A player that seeks while it is dry has not caught up: it only says another word for a moment.
  const excused = state.excused.filter((id) => state.members.some((m) => m.id === id && m.state !== 'in-sync'));
  if (sameIds(dry, known) && excused.length === state.excused.length) return state;
  return { ...state, excused, drySince: Object.fromEntries(dry.map((id) => [id, state.drySince[id] ?? now])) };
}

function isLate(state: HostState, id: MemberId, now: number): boolean {
  const since = state.drySince[id];
  if (since === undefined || state.excused.includes(id)) return false;
  // Who is waited for is waited for until it is ready; who is new has to be late for a while.
  return (state.waiting?.for.includes(id) ?? false) || now >= since + WAIT_AFTER_MS;
}
