import { holdMaxS, SPARE_MS } from '../correction/plan';
import { endOf, HAVE_FUTURE_DATA } from '../player/player-view';
import { LEAD_MAX_MS } from '../player/profile';
import { keepsRate, matchRate, mayNudge, type SettleContext, stepOf } from './context';
import { confirmLastSeek, isCovered, SLOWER_MS } from './latency';
import { markDiscontinuity, type RestSeek, type Step, type SyncState } from './state';
import type { Moment } from './step-io';
import { settledStorm } from './storm-recovery';

/** Start and catch up rather than leap: what a coarse nudge makes good in well under a second. */
const START_GAP_S = 0.06;
/** A leap goes no further: beyond, nothing may be buffered, and being early on purpose is safer. */
const LEAP_MAX_S = 2;
/** A start that is known to come out this late is begun fast (SPEC CO-21). */
const LATE_S = 0.012;
/** Pitch is kept in such a nudge: it is there from the first sound, so nothing lurches. */
const FAST_START = 0.1;
/** A seek from rest is aimed at least this far ahead, and further where nothing is buffered yet. */
const AT_REST_MIN_MS = 120;
const COLD_MS = 300;
/** What a slow seek takes varies by more than a nudge makes good: it is aimed further ahead by so much (SPEC CO-17). */
const SLOW_SPARE = 0.1;
/** A seek at rest that has not landed by then, or by twice what it takes here, may land only once it plays. */
const REST_PATIENCE_MS = 1_500;
const COOLDOWN_MAX_MS = 30_000;
/** A player that stands already may stand for so much longer than one that would have to be stopped, ms. */
const HOLD_SPARE_MS = 1_000;
/** Timers are no finer. */
const HOLD_MIN_MS = 1;
/** A film that has run out is begun again only where the room has really gone back. */
const OVER_S = 2;
/** Being early by less is left to a nudge. */
const START_AHEAD_S = 0.02;

/** So long a seek at rest may take to land, ms. */
export const restPatienceMs = ({ seekTookMs }: SyncState) => Math.max(REST_PATIENCE_MS, 2 * seekTookMs);

/** What a start made now costs until the player moves freely, ms. */
export function startLagMs(state: SyncState): number {
  return state.pipelineEmpty ? state.startLagMs : state.resumeLagMs;
}

export function keepHolding(state: SyncState, context: SettleContext): Step {
  const { effects } = context;
  const left = -lagging(state, context) * 1000;
  if (left > standsMs(state)) return stepOf(context, { ...state, phase: { kind: 'idle' } }, 'catching-up');
  if (left <= HOLD_MIN_MS) return begin(state, context);
  effects.push({ type: 'wake', inMs: left });
  return stepOf(context, { ...state, phase: { kind: 'waiting-for-room' } }, 'catching-up');
}

/** So long a player stands still rather than be sought, ms. */
const standsMs = ({ seekLeadMs }: SyncState) => holdMaxS(seekLeadMs) * 1000 + HOLD_SPARE_MS;

/** How far behind a start made now would be once it has got going, in seconds of time (not of media). */
function lagging(state: SyncState, { target, moment, expected }: SettleContext): number {
  return (expected - moment.view.position) / target.rate + startLagMs(state) / 1000;
}

/** From rest: at once where the room nearly is, catching up at a faster rate; by a seek when it is elsewhere. */
export function start(state: SyncState, context: SettleContext): Step {
  const { moment, effects } = context;
  const { view, now } = moment;
  if (view.ended && view.position - context.expected < OVER_S) return stepOf(context, state, 'in-sync');
  matchRate(state, context);
  const lag = lagging(state, context);
  if (lag < -START_AHEAD_S && lag * -1000 < standsMs(state)) return keepHolding(state, context);
  if (Math.abs(lag) <= START_GAP_S || now < state.seekCoolUntil) return begin(state, context);
  // A pipeline that a seek has emptied loses nothing by another: it is filled at the place where the room will be.
  const near = lag > 0 && lag < LEAP_MAX_S && view.readyState >= HAVE_FUTURE_DATA;
  const leap = near || state.seeksNeedPlay;
  if (leap) effects.push({ type: 'play' });
  return jump(state, leap ? { ...context, moment: { ...moment, view: { ...view, paused: false } } } : context);
}

/** A seek has ended: how long it took tells how far ahead the next from rest is aimed. */
export function landed(state: SyncState, since: number, { now, view }: Moment): SyncState {
  const took = Math.min(LEAD_MAX_MS, now - since);
  const seekTookMs = view.paused ? Math.max(took, (state.seekTookMs + took) / 2) : state.seekTookMs;
  const seeksNeedPlay = state.seeksNeedPlay && !view.paused;
  return { ...markDiscontinuity(state, now), phase: { kind: 'idle' }, seekTookMs, seeksNeedPlay };
}

/** A seek at rest does not land: some players wait for the film to be played, and load only then (SPEC CO-13). */
export function playToLand(state: SyncState, sought: RestSeek, context: SettleContext): Step {
  const { effects, moment } = context;
  effects.push({ type: 'play' });
  const phase = { kind: 'starting', since: moment.now, sought } as const;
  return stepOf(
    context,
    { ...markDiscontinuity(state, moment.now), phase, measuring: undefined, seeksNeedPlay: true },
    'catching-up',
  );
}

function begin(state: SyncState, context: SettleContext): Step {
  const { effects, target } = context;
  const { now, view, gentle } = context.moment;
  const late = lagging(state, context);
  const begun = markDiscontinuity(state, now);
  if (gentle && !keepsRate(state, view) && !state.reactions.resetsRate && late > LATE_S && late <= START_GAP_S) {
    // How late it will be is known beforehand: no need to look first.
    const rate = target.rate * (1 + FAST_START);
    const durationMs = startLagMs(state) + (late / FAST_START) * 1000;
    effects.push({ type: 'rate', rate, nudge: 'as-it-is' }, { type: 'play' }, { type: 'wake', inMs: durationMs });
    return stepOf(context, { ...begun, phase: { kind: 'nudging', until: now + durationMs, rate } }, 'catching-up');
  }
  effects.push({ type: 'play' });
  const measuring = { of: state.pipelineEmpty ? 'start' : 'resume', at: now, position: view.position } as const;
  return stepOf(context, { ...begun, phase: { kind: 'starting', since: now }, measuring }, 'catching-up');
}

export function jump(before: SyncState, context: SettleContext): Step {
  const { target, moment, effects, expected } = context;
  const { view, now } = moment;
  const state = { ...before, ...confirmLastSeek(before) };
  // From rest it is aimed to be early (SPEC CO-8): standing still for the rest and starting on time cannot miss.
  const atRest = Math.max(AT_REST_MIN_MS, 1.5 * state.seekTookMs) + (view.readyState < HAVE_FUTURE_DATA ? COLD_MS : 0);
  // Where nothing else would make it good, it comes out ahead and stands still for the rest.
  const nudges = mayNudge(state, moment);
  const spareMs = Math.max(nudges ? 0 : SPARE_MS, state.seekLeadMs > SLOWER_MS ? SLOW_SPARE * state.seekLeadMs : 0);
  const leadMs = view.paused ? atRest + state.startLagMs : state.seekLeadMs + spareMs;
  const aim = Math.max(0, Math.min(endOf(view), expected + (target.rate * leadMs) / 1000));
  const covered = isCovered(aim, view);
  effects.push({ type: 'seek', position: aim });
  return stepOf(
    context,
    {
      ...markDiscontinuity(state, now),
      phase: { kind: 'seeking', since: now, covered },
      measuring: view.paused ? undefined : { of: 'seek', at: now, position: aim, covered },
      disturbedAt: now,
      disturbedByOwnPress: false,
      roomMoved: false,
      seekCoolUntil: now + state.seekCooldownMs,
      // Each further seek that comes soon after waits longer, so that a slow player is not chased for ever.
      seekCooldownMs: Math.min(COOLDOWN_MAX_MS, state.seekCooldownMs * 2),
      stormRecovery: settledStorm(state.stormRecovery, undefined),
    },
    'catching-up',
  );
}
