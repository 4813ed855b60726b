import { HAVE_FUTURE_DATA, HAVE_METADATA, type PlayerView } from '../player/player-view';
import type { PlayerReport } from '../room/order';
import type { MemberState } from '../wire/protocol';
import type { Drought } from './drought';
import { targetOf } from './orders';
import type { Step, SyncState } from './state';
import type { Moment, SyncEffect } from './step-io';

/** A player that is to move, and has got nothing to show for so long, will most likely get nothing any more. */
const DEAD_MS = 15_000;
/** Pages empty their player so between two films: an error that lasts is one. */
const ERROR_MS = 3_000;
/** Looks come once a second: after a longer while nobody knows what has come in meanwhile, ms. */
const UNSEEN_MAX_MS = 5_000;
const LATE: ReadonlySet<MemberState> = new Set(['waiting', 'seeking', 'catching-up']);

/** Takes note of whether anything comes in for a player that has nothing to show (SPEC PL-13). */
function noteDrought(state: SyncState, { now, view }: Moment): Drought | undefined {
  const { drought: before, order } = state;
  const target = targetOf(state);
  const { bufferedTo } = view;
  if (!target || !order || !isJudged(state, view)) return undefined;
  const isKnown =
    before !== undefined && now - before.seenAt < UNSEEN_MAX_MS && !hasGrown(before.bufferedTo, bufferedTo);
  // At rest a player may load as little as it likes, but while the room stands for it.
  const isWanted = view.failed || !target.paused || order.waiting.length > 0;
  if (!isKnown) return isWanted ? { since: now, seenAt: now, bufferedTo, isDead: false } : undefined;
  if (!isWanted && !before.isDead) return undefined;
  const patienceMs = view.failed ? ERROR_MS : DEAD_MS;
  return { since: before.since, seenAt: now, bufferedTo, isDead: before.isDead || now - before.since >= patienceMs };
}

/** Does this player stand still, and is that for want of data? */
function isJudged({ load }: SyncState, view: PlayerView): boolean {
  // One that has never had a film waits for its page, or for a press.
  if (view.failed) return !Number.isNaN(load.durationS);
  // A browser may load nothing for what nobody sees.
  if (view.blocked || view.ended || view.hiddenSince !== undefined || view.readyState < HAVE_METADATA) return false;
  return view.seeking || view.readyState < HAVE_FUTURE_DATA;
}

/** Nothing is buffered where a seek has gone to: only what comes in there says anything. */
function hasGrown(before: number, now: number): boolean {
  return now > before || (Number.isNaN(before) && !Number.isNaN(now));
}

/** A player that has failed is told as such, and its person is told once what helps. */
export function withFailure(before: SyncState, effects: readonly SyncEffect[], moment: Moment): Step {
  const drought = noteDrought(before, moment);
  const state = drought === before.drought ? before : { ...before, drought };
  if (!drought?.isDead) return { state: state.saidFailed ? { ...state, saidFailed: false } : state, effects };
  const told = effects.map((effect) =>
    effect.type === 'report' ? { ...effect, report: asFailed(effect.report) } : effect,
  );
  if (state.saidFailed || !told.some((effect) => effect.type === 'report' && effect.report.state === 'failed')) {
    return { state, effects: told };
  }
  return { state: { ...state, saidFailed: true }, effects: [...told, { type: 'notice', notice: 'video-failed' }] };
}

/** Only what a player is told as that gets nothing is told otherwise. */
function asFailed(report: PlayerReport): PlayerReport {
  return LATE.has(report.state) ? { state: 'failed' } : report;
}
