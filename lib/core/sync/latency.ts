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
export function learn(state: SyncState, landing: Landing, rate: number): SyncState {
  const { of, at, position } = landing;
  const lags = state.samples.map((s) => s.at - at - ((s.position - position) / rate) * 1000);
  const lag = Math.max(LAG_MIN_MS, lags.reduce((sum, each) => sum + each, 0) / lags.length);
  // More than can be is a stall, or a machine that slept.
  const settled = { ...state, landing: undefined };
  if (of === 'seek') return { ...settled, ...learnSeek(state, landing, lag) };
  if (lag > START_LAG_MAX_MS) return settled;
  if (of === 'resume') return { ...settled, resumeLagMs: (state.resumeLagMs + lag) / 2 };
  return { ...settled, startLagMs: isNews(state, 'startLagMs', lag) ? lag : (state.startLagMs + lag) / 2 };
}

/**
 * Most seeks of a player take about as long. One that takes far longer may have had to load: the second in a row is
 * believed, and the first where nothing was to be loaded. One that takes far less may yet run dry: it is believed when
 * the next begins.
 */
function learnSeek(state: SyncState, landing: Landing, lag: number): Partial<SyncState> {
  const { seekLeadMs: known, slowSeekMs } = state;
  if (lag > LEAD_MAX_MS) return {};
  const landed = { landing, lagMs: lag };
  if (known - lag > SLOWER_MS) return { landed };
  const slower = lag - known > SLOWER_MS;
  // Of a player that nobody knows one slow seek is all there is; of one that is known for quick ones it may be a stall.
  const first = known === initialSync.seekLeadMs || (!slower && isNews(state, 'seekLeadMs', lag));
  if (first) return { seekLeadMs: lag, landed };
  if (!slower) return { seekLeadMs: (known + lag) / 2, landed };
  return learnSlow(slowSeekMs, lag, landing.covered);
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

/** A seek of ours has landed at rest: one that loads for long would do so while playing as well (SPEC CO-6). */
export function landedAtRest(state: SyncState, { now, view }: Moment): SyncState {
  const { at, ours } = state.doing.seeking;
  return state.phase.kind === 'resting' && view.paused && ours ? tookAtRest(state, now - at) : state;
}

/** A seek at rest has landed long after it was played, so it was not for want of that (SPEC CO-13): likewise. */
export function landedPlayed(state: SyncState, { now }: Moment): SyncState {
  const { phase } = state;
  if (phase.kind !== 'starting' || !phase.sought || now - phase.since < SLOWER_MS) return state;
  return tookAtRest(state, now - phase.sought.at, phase.sought.covered);
}

function tookAtRest(state: SyncState, tookMs: number, covered = false): SyncState {
  const slower = tookMs - state.seekLeadMs > SLOWER_MS && tookMs < LEAD_MAX_MS;
  return slower ? { ...state, ...learnSlow(state.slowSeekMs, tookMs, covered) } : state;
}

/** Another seek begins: the last one has not run dry, so it took as long as it seemed to. */
export function believed({ landed, seekLeadMs }: SyncState): Partial<SyncState> {
  if (!landed) return {};
  const quick = seekLeadMs - landed.lagMs > SLOWER_MS;
  return { landed: undefined, slowSeekMs: undefined, ...(quick ? { seekLeadMs: landed.lagMs } : {}) };
}

/**
 * Some players show what they still have at the place of a seek, and run dry a moment later: what that takes is part of
 * what the seek costs.
 */
export function ranDry(state: SyncState, now: number): SyncState {
  const { landed, landing } = state;
  if (landing || !landed || now - landed.landing.at > state.seekLeadMs + DRY_AFTER_MS) return state;
  return { ...state, landing: landed.landing, landed: undefined };
}
