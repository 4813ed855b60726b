import { type Drift, estimateDrift } from '../correction/drift';
import { type Correction, type Cure, farCure, planCorrection, SEEK_S } from '../correction/plan';
import { setsRateBackForMs } from '../intent/page-reactions';
import { beginTrial, type Capabilities, canTake, judgeTrial } from '../player/capabilities';
import { HAVE_FUTURE_DATA } from '../player/player-view';
import { SEEK_ANSWERED_MS, SEEK_TIMEOUT_MS } from '../player/profile';
import type { MemberState } from '../wire/protocol';
import { anchorRoom, filmSlip, mayAnchor } from './anchor';
import {
  matchRate,
  mayNudge,
  rateAfterNudge,
  resetSeekCooldown,
  type SettleContext,
  standsByItself,
  stepOf,
} from './context';
import { keepInPlace } from './keep-in-place';
import { isCovered, learnByPlaying, learnLatency } from './latency';
import { beginNudge, continuesNudge, endNudge } from './nudge';
import { jump, keepHolding, landed, playToLand, restPatienceMs, start } from './start';
import { inPhase, markDiscontinuity, type Phase, type Step, type SyncState } from './state';
import { needsSeek, settledStorm } from './storm-recovery';

type Seeking = Extract<Phase, { kind: 'seeking' }>;

/** A seek whose target has been buffered for so long and that has not landed is lost: landing takes 0.3 s at most then (Chromium 156). */
const STUCK_MS = 2_000;
const START_TIMEOUT_MS = 4_000;
/** Readings this long say where a settled player is, ms. */
const SETTLED_SPAN_MS = 400;
/** A person would call it out of step from here on. */
const NOTICED_S = 0.05;
/**
 * So long after it has heard of another's press a player waits for that one's own word of how it came out, before it
 * cures what may be no drift: 150 ms until readings count, 40 of them, and the path's jitter.
 */
const ORIGIN_MS = 350;
/** Longer after a start or a seek no page has been seen to set the rate back. */
const RESET_MS = 6_000;

/** Brings a player to a room that plays. */
export function settlePlaying(state: SyncState, context: SettleContext): Step {
  const { target, moment, effects } = context;
  const { view, now } = moment;
  const standing = standsByItself(state, context);
  if (standing) return standing;
  switch (state.phase.kind) {
    case 'waiting-for-room':
      // Somebody pressed play while we stood still: so be it.
      if (!view.paused) break;
      return keepHolding(state, context);
    case 'seeking':
      if (view.seeking) return awaitSeek(state, state.phase, context);
      return settlePlaying(landed(state, state.phase.since, moment), context);
    case 'starting':
      if (view.paused && now - state.phase.since > START_TIMEOUT_MS) {
        return settlePlaying(inPhase(state, 'idle'), context);
      }
      if (view.paused || view.readyState < HAVE_FUTURE_DATA) return stepOf(context, state, 'waiting');
      return observe(inPhase(learnByPlaying(state, moment), 'following'), context);
    case 'nudging':
      if (view.paused) break;
      if (continuesNudge(state, context)) return stepOf(context, state, 'in-sync');
      effects.push({ type: 'rate', rate: rateAfterNudge(state, view, target) });
      return stepOf(context, { ...endNudge(state, context), phase: { kind: 'following' } }, 'in-sync');
    default:
      break;
  }
  if (view.paused) return start({ ...state, roomMoved: false }, context);
  if (view.seeking) return awaitSeek(state, { kind: 'seeking', since: now }, context);
  return observe(inPhase(state, 'following'), context);
}

/** A seek is under way. One that is never answered is made anew: Chromium 156 may forget one of several in a row. */
function awaitSeek(before: SyncState, { since, thereAt, covered = false }: Seeking, context: SettleContext): Step {
  const { effects, moment } = context;
  const { view, now } = moment;
  const there = isCovered(view.position, view);
  const phase = { kind: 'seeking', since, thereAt: there ? (thereAt ?? now) : undefined, covered } as const;
  const state = { ...before, phase };
  const lost =
    phase.thereAt === undefined
      ? now - since > SEEK_TIMEOUT_MS
      : now - phase.thereAt > Math.max(STUCK_MS, 2 * state.seekLeadMs);
  if (lost && now > state.seekCoolUntil) return jump(state, context);
  const memberState = now - since < SEEK_ANSWERED_MS ? 'catching-up' : 'seeking';
  if (!view.paused) return stepOf(context, state, memberState);
  const leftMs = since + restPatienceMs(state) - now;
  if (leftMs <= 0) return playToLand(state, { at: since, covered }, context);
  effects.push({ type: 'wake', inMs: leftMs });
  return stepOf(context, state, memberState);
}

function observe(before: SyncState, context: SettleContext): Step {
  const { target, moment, clock, effects } = context;
  const { view, now } = moment;
  let state = before;
  if (matchRate(state, context)) return stepOf(context, markDiscontinuity(state, now), 'catching-up');
  if (view.readyState < HAVE_FUTURE_DATA) return stepOf(context, state, 'waiting');
  if (view.rate !== target.rate) return keepInPlace(state, context, cure);
  const can = canTake(moment.traits, state.capabilities);
  const raw = view.position - context.expected;
  const heard = raw / target.rate;
  const away =
    state.roomMoved && can.seeks && Math.abs(heard) > moment.traits.toleranceS && farCure(heard, state.seekLeadMs);
  if (away) return cure(state, context, away, raw);
  const drift = estimateDrift(state.samples, target, clock);
  let plan = planFor(state, context, drift);
  if (plan.kind === 'measure') effects.push({ type: 'wake', inMs: plan.inMs });
  if (!drift) return stepOf(context, state, Math.abs(heard) > SEEK_S ? 'catching-up' : 'in-sync');
  if (plan.kind !== 'measure') {
    state = state.measuring ? learnLatency(state, state.measuring, target.rate) : state;
    state = noteSettled(state, judgeTrial(state.capabilities, drift.seconds));
    // With what the last cure has just shown.
    plan = planFor(state, context, drift);
    if (state.stormRecovery.pending) {
      const behindS = -drift.seconds / target.rate;
      const sought = can.seeks && behindS > moment.traits.toleranceS && needsSeek(state.stormRecovery, behindS, now);
      if (sought) plan = { kind: 'seek' };
      state = { ...state, stormRecovery: settledStorm(state.stormRecovery, plan.kind === 'seek' ? now : undefined) };
    }
  }
  const { seconds } = drift;
  const settled = drift.spanMs > SETTLED_SPAN_MS;
  if (mayAnchor(state, seconds, now, settled, plan)) {
    const slip = filmSlip(state, drift, now);
    const isKnown = !slip.isScattered || Math.abs(seconds) <= slip.leastS;
    return anchorRoom(isKnown ? resetSeekCooldown(state, now) : state, context, slip);
  }
  const patienceMs = patienceFor(state, plan, now);
  if (patienceMs > 0) {
    effects.push({ type: 'wake', inMs: Math.ceil(patienceMs) });
    return stepOf(context, state, stateFor(seconds), seconds);
  }
  if (plan.kind === 'seek' || plan.kind === 'wait' || plan.kind === 'nudge') {
    return cure(state, context, plan, seconds);
  }
  if (settled && plan.kind === 'none') state = resetSeekCooldown(state, now);
  return stepOf(context, state, stateFor(seconds), seconds);
}

/** So long a cure is put off, ms: what it is for may not be there any more by then. */
function patienceFor(state: SyncState, plan: Correction, now: number): number {
  if (plan.kind !== 'nudge' && plan.kind !== 'wait') return 0;
  // A page that sets the rate back would cut a nudge short, and do so once more as its player starts again (SPEC IN-10).
  const pageMs = setsRateBackForMs(state.reactions, now);
  const originMs = plan.kind === 'nudge' && !state.disturbedByOwnPress ? state.disturbedAt + ORIGIN_MS - now : 0;
  return Math.max(pageMs, originMs);
}

function planFor(state: SyncState, { target, moment }: SettleContext, drift: Drift | undefined): Correction {
  const { now, traits } = moment;
  const can = canTake(traits, state.capabilities);
  return planCorrection(drift, {
    sinceMomentMs: now - state.disturbedAt,
    sinceNudgeMs: now - state.nudgedAt,
    rate: target.rate,
    seekCooling: now < state.seekCoolUntil,
    nudging: mayNudge(state, moment),
    seeking: can.seeks,
    seekLeadMs: state.seekLeadMs,
    toleranceS: traits.toleranceS,
  });
}

/** A player has been looked at in full, where it was wanted. */
function noteSettled(state: SyncState, capabilities: Capabilities): SyncState {
  const known = !state.pipelineEmpty && !state.roomMoved && capabilities === state.capabilities;
  return known ? state : { ...state, pipelineEmpty: false, roomMoved: false, capabilities };
}

const stateFor = (seconds: number): MemberState => (Math.abs(seconds) > NOTICED_S ? 'catching-up' : 'in-sync');

/** Carries out what is to be done about a drift. */
function cure(state: SyncState, context: SettleContext, plan: Cure, seconds: number): Step {
  const { moment, effects } = context;
  const { now } = moment;
  // Pages set the rate back as they start or seek: what a nudge comes to then says nothing of later ones.
  const telling = plan.kind === 'seek' || (plan.kind === 'nudge' && now - state.disturbedAt > RESET_MS);
  const capabilities = telling ? beginTrial(state.capabilities, plan.kind, seconds) : state.capabilities;
  const begun = { ...state, roomMoved: false, capabilities };
  switch (plan.kind) {
    case 'seek':
      return jump(begun, context);
    case 'wait':
      effects.push({ type: 'pause' });
      effects.push({ type: 'wake', inMs: Math.max(0, plan.durationMs - state.resumeLagMs) });
      return stepOf(
        context,
        { ...markDiscontinuity(begun, now), phase: { kind: 'waiting-for-room' }, disturbedAt: now },
        'catching-up',
        seconds,
      );
    case 'nudge':
      return stepOf(context, beginNudge(begun, context, plan, 'resampled'), stateFor(seconds), seconds);
  }
}
