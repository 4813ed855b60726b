import { endOf, type PlayerView } from '../player/player-view';
import { isNews, LAG_MIN_MS, LEAD_MAX_MS, START_LAG_MAX_MS } from '../player/profile';
import { initialSync, type Landing, type SyncState } from './state';
import type { Moment } from './step-io';

/** A seek that takes so much longer or shorter than those before is another kind of seek; what takes so long is slow. */
export const SLOWER_MS = 1_000;
/** Beyond the place itself so much must be buffered for a player to go on there, s. */
const COVERED_S = 0.5;
/** Since a seek has landed and been read. */
const DRY_AFTER_MS = 1_500;

/**
 * What a seek or a start cost tells how far ahead the next has to be aimed (SPEC CO-6). Measured by the own
 * clock alone: where the room was meanwhile, or believed to be, does not come into it.
 */
export function learnLatency(state: SyncState, measuring: Landing, rate: number): SyncState {
  const { of, at, position } = measuring;
  const lags = state.samples.map((s) => s.at - at - ((s.position - position) / rate) * 1000);
  const lag = Math.max(LAG_MIN_MS, lags.reduce((sum, each) => sum + each, 0) / lags.length);
  // More than can be is a stall, or a machine that slept.
  const settled = { ...state, measuring: undefined };
  if (of === 'seek') return { ...settled, ...learnSeekLatency(state, measuring, lag) };
  if (lag > START_LAG_MAX_MS) return settled;
  if (of === 'resume') return { ...settled, resumeLagMs: (state.resumeLagMs + lag) / 2 };
  return { ...settled, startLagMs: isNews(state, 'startLagMs', lag) ? lag : (state.startLagMs + lag) / 2 };
}

/**
 * Most seeks of a player take about as long. One that takes far longer may have had to load: the second in a row is
 * believed, and the first where nothing was to be loaded (SPEC CO-16). One that takes far less may yet run dry: it is
 * believed when the next begins.
 */
function learnSeekLatency(state: SyncState, measuring: Landing, lag: number): Partial<SyncState> {
  const { seekLeadMs: known, slowSeekMs } = state;
  if (lag > LEAD_MAX_MS) return {};
  const measured = { measuring, lagMs: lag };
  if (known - lag > SLOWER_MS) return { measured };
  const slower = lag - known > SLOWER_MS;
  // Of a player that nobody knows one slow seek is all there is; of one that is known for quick ones it may be a stall.
  const first = known === initialSync.seekLeadMs || (!slower && isNews(state, 'seekLeadMs', lag));
  if (first) return { seekLeadMs: lag, measured };
  if (!slower) return { seekLeadMs: (known + lag) / 2, measured };
  return learnSlow(slowSeekMs, lag, measuring.covered);
}

function learnSlow(slowSeekMs: number | undefined, lag: number, covered = false): Partial<SyncState> {
  const again = slowSeekMs !== undefined && Math.abs(lag - slowSeekMs) < slowSeekMs / 2;
  if (!again && !covered) return { slowSeekMs: lag };
  // By how much it has missed is known now: there is no need to wait before it is sought once more.
  const seekLeadMs = again ? (lag + slowSeekMs) / 2 : lag;
  return { seekLeadMs, slowSeekMs: lag, seekCoolUntil: initialSync.seekCoolUntil };
}

/** Is all that is to be shown from a place on buffered, in one piece with where the player is? @param place s */
export function isCovered(place: number, view: PlayerView): boolean {
  return place >= view.position && Math.min(endOf(view), place + COVERED_S) <= view.bufferedTo;
}

/** A seek of ours has begun. A player that cannot go where it was aimed goes as near as it can: its cost is counted from there (SPEC EC-2). */
export function noteAim(state: SyncState, { position }: PlayerView): SyncState {
  const { measuring } = state;
  return measuring?.of === 'seek' ? { ...state, measuring: { ...measuring, position } } : state;
}

/** A seek of ours has landed at rest: one that loads for long would do so while playing as well (SPEC CO-6). */
export function learnAtRest(state: SyncState, { now, view }: Moment): SyncState {
  const { at, ours } = state.reactions.seeking;
  return state.phase.kind === 'resting' && view.paused && ours ? learnRestSeek(state, now - at) : state;
}

/** A seek at rest has landed long after it was played, so it was not for want of that (SPEC CO-13, CO-16): likewise. */
export function learnByPlaying(state: SyncState, { now }: Moment): SyncState {
  const { phase } = state;
  if (phase.kind !== 'starting' || !phase.sought || now - phase.since < SLOWER_MS) return state;
  return learnRestSeek(state, now - phase.sought.at, phase.sought.covered);
}

function learnRestSeek(state: SyncState, tookMs: number, covered = false): SyncState {
  const slower = tookMs - state.seekLeadMs > SLOWER_MS && tookMs < LEAD_MAX_MS;
  return slower ? { ...state, ...learnSlow(state.slowSeekMs, tookMs, covered) } : state;
}

/** Another seek begins: the last one has not run dry, so it took as long as it seemed to. */
export function confirmLastSeek({ measured, seekLeadMs }: SyncState): Partial<SyncState> {
  if (!measured) return {};
  const quick = seekLeadMs - measured.lagMs > SLOWER_MS;
  return { measured: undefined, slowSeekMs: undefined, ...(quick ? { seekLeadMs: measured.lagMs } : {}) };
}

/**
 * Some players show what they still have at the place of a seek, and run dry a moment later: what that takes is part of
 * what the seek costs (SPEC CO-24).
 */
export function noteStall(state: SyncState, now: number): SyncState {
  const { measured, measuring } = state;
  if (measuring || !measured || now - measured.measuring.at > state.seekLeadMs + DRY_AFTER_MS) return state;
  return { ...state, measuring: measured.measuring, measured: undefined };
}
