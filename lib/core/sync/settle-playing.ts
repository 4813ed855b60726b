import { type Drift, estimateDrift } from '../correction/drift';
import {
  type Correction,
  type Cure,
  farCure,
  isScattered,
  NOISE_FACTOR,
  planCorrection,
  SCATTERED_LOOK_MS,
} from '../correction/plan';
import { PROMOTE_MS } from '../intent/classify';
import { bears, judge, type Tried, tryCure } from '../player/capabilities';
import { CAN_PLAY } from '../player/player-view';
import type { MemberState } from '../wire/protocol';
import { anchorReport, mayAnchor } from './anchor';
import { type Done, type FollowContext, report, SAME_RATE, spared } from './context';
import { landedPlayed, learn } from './latency';
import { nudge, nudged } from './nudge';
import { jump, keepHolding, landed, playToLand, restPatienceMs, start } from './start';
import { broken, inPhase, type Phase, type Step, type SyncState } from './state';
import { isLeftBehind, lookedAt } from './storm-recovery';

type Seeking = Extract<Phase, { kind: 'seeking' }>;

/** A seek that was never answered by `seeked`… */
const SEEK_TIMEOUT_MS = 8_000;
/** …or not soon, although all that it needs is there: that takes 0.3 s at most (Chromium 156). */
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
export function settlePlaying(state: SyncState, context: FollowContext): Step {
  const { target, moment, effects } = context;
  const { view, now } = moment;
  const done = (next: SyncState, word: MemberState, drift?: number): Step => ({
    state: next,
    effects: [...effects, report(word, drift)],
  });
  if (view.blocked && view.paused) return done(inPhase(state, 'idle'), 'press-play');
  if (state.demotedAt !== undefined && view.paused) {
    effects.push({ type: 'wake', inMs: PROMOTE_MS });
    return done(inPhase(state, 'idle'), 'waiting');
  }
  switch (state.phase.kind) {
    case 'holding':
      // Somebody pressed play while we stood still: so be it.
      if (!view.paused) break;
      return keepHolding(state, context, done);
    case 'seeking':
      if (view.seeking) return awaitSeek(state, state.phase, context, done);
      return settlePlaying(landed(state, state.phase.since, moment), context);
    case 'starting':
      if (view.paused && now - state.phase.since > START_TIMEOUT_MS) {
        return settlePlaying(inPhase(state, 'idle'), context);
      }
      if (view.paused || view.readyState < CAN_PLAY) return done(state, 'waiting');
      return observe(inPhase(landedPlayed(state, moment), 'following'), context, done);
    case 'nudging':
      if (view.paused) break;
      if (now < state.phase.until && Math.abs(view.rate - state.phase.rate) < SAME_RATE) {
        effects.push({ type: 'wake', inMs: state.phase.until - now });
        return done(state, 'in-sync');
      }
      effects.push({ type: 'rate', rate: target.rate });
      return done({ ...nudged(state, context), phase: { kind: 'following' } }, 'in-sync');
    default:
      break;
  }
  if (view.paused) return start({ ...state, elsewhere: false }, context, done);
  if (view.seeking) return awaitSeek(state, { kind: 'seeking', since: now }, context, done);
  return observe(inPhase(state, 'following'), context, done);
}

/** A seek is under way. One that is never answered is made anew: Chromium 156 may forget one of several in a row. */
function awaitSeek(
  before: SyncState,
  { since, thereAt, covered = false }: Seeking,
  context: FollowContext,
  done: Done,
): Step {
  const { effects, moment } = context;
  const { view, now } = moment;
  const phase = { kind: 'seeking', since, thereAt: view.there ? (thereAt ?? now) : undefined, covered } as const;
  const state = { ...before, phase };
  const lost =
    phase.thereAt === undefined
      ? now - since > SEEK_TIMEOUT_MS
      : now - phase.thereAt > Math.max(STUCK_MS, 2 * state.seekLeadMs);
  if (lost && now > state.seekCoolUntil) return jump(state, context, done);
  if (!view.paused) return done(state, 'catching-up');
  const leftMs = since + restPatienceMs(state) - now;
  if (leftMs <= 0) return playToLand(state, { at: since, covered }, context, done);
  effects.push({ type: 'wake', inMs: leftMs });
  return done(state, 'catching-up');
}

function observe(before: SyncState, context: FollowContext, done: Done): Step {
  const { target, moment, clock, effects } = context;
  const { view, now } = moment;
  let state = before;
  if (view.rate !== target.rate) {
    effects.push({ type: 'rate', rate: target.rate });
    return done(broken(state, now), 'catching-up');
  }
  if (view.readyState < CAN_PLAY) return done(state, 'waiting');
  const can = bears(moment.traits, state.tried);
  const raw = view.position - context.expected;
  const heard = raw / target.rate;
  const away =
    state.elsewhere && can.seeks && Math.abs(heard) > moment.traits.toleranceS && farCure(heard, state.seekLeadMs);
  if (away) return cure(state, context, done, away, raw);
  const drift = estimateDrift(state.samples, target, clock);
  let plan = planFor(state, context, drift);
  if (plan.kind === 'look') effects.push({ type: 'wake', inMs: plan.inMs });
  if (!drift) return done(state, 'in-sync');
  if (plan.kind !== 'look') {
    state = state.landing ? learn(state, state.landing, target.rate) : state;
    state = found(state, judge(state.tried, drift.seconds));
    // With what the last cure has just shown.
    plan = planFor(state, context, drift);
    if (state.stops.due) {
      const behindS = -drift.seconds / target.rate;
      const sought = can.seeks && behindS > moment.traits.toleranceS && isLeftBehind(state.stops, behindS, now);
      if (sought) plan = { kind: 'seek' };
      state = { ...state, stops: lookedAt(state.stops, plan.kind === 'seek' ? now : undefined) };
    }
  }
  const { seconds } = drift;
  const settled = drift.spanMs > SETTLED_SPAN_MS;
  if (mayAnchor(state, seconds, now, settled, plan)) {
    // A host whose position moves in steps must not shake the room by their scatter.
    if (Math.abs(seconds) <= NOISE_FACTOR * drift.noise) return done(spared(state, now), 'in-sync', seconds);
    if (isScattered(drift)) {
      effects.push({ type: 'wake', inMs: SCATTERED_LOOK_MS });
      return done(state, 'in-sync', seconds);
    }
    return { state: spared(state, now), effects: [...effects, anchorReport(state, context, drift)] };
  }
  const heardMs = now - state.momentAt;
  if (plan.kind === 'nudge' && !state.ownMoment && heardMs < ORIGIN_MS) {
    effects.push({ type: 'wake', inMs: Math.ceil(ORIGIN_MS - heardMs) });
    return done(state, wordFor(seconds), seconds);
  }
  if (plan.kind === 'seek' || plan.kind === 'hold' || plan.kind === 'nudge') {
    return cure(state, context, done, plan, seconds);
  }
  if (settled && plan.kind === 'none') state = spared(state, now);
  return done(state, wordFor(seconds), seconds);
}

function planFor(state: SyncState, { target, moment }: FollowContext, drift: Drift | undefined): Correction {
  const { now, gentle, traits } = moment;
  const can = bears(traits, state.tried);
  return planCorrection(drift, {
    sinceMomentMs: now - state.momentAt,
    sinceNudgeMs: now - state.nudgedAt,
    rate: target.rate,
    seekCooling: now < state.seekCoolUntil,
    nudging: gentle && can.nudges,
    seeking: can.seeks,
    seekLeadMs: state.seekLeadMs,
    toleranceS: traits.toleranceS,
  });
}

/** A player has been looked at in full, where it was wanted. */
function found(state: SyncState, tried: Tried): SyncState {
  const known = !state.flushed && !state.elsewhere && tried === state.tried;
  return known ? state : { ...state, flushed: false, elsewhere: false, tried };
}

const wordFor = (seconds: number): MemberState => (Math.abs(seconds) > NOTICED_S ? 'catching-up' : 'in-sync');

/** Carries out what is to be done about a drift. */
function cure(state: SyncState, context: FollowContext, done: Done, plan: Cure, seconds: number): Step {
  const { moment, effects } = context;
  const { now } = moment;
  // Pages set the rate back as they start or seek: what a nudge comes to then says nothing of later ones.
  const telling = plan.kind === 'seek' || (plan.kind === 'nudge' && now - state.momentAt > RESET_MS);
  const tried = telling ? tryCure(state.tried, plan.kind, seconds) : state.tried;
  const begun = { ...state, elsewhere: false, tried };
  switch (plan.kind) {
    case 'seek':
      return jump(begun, context, done);
    case 'hold':
      effects.push({ type: 'pause' });
      effects.push({ type: 'wake', inMs: Math.max(0, plan.durationMs - state.resumeLagMs) });
      return done({ ...broken(begun, now), phase: { kind: 'holding' }, momentAt: now }, 'catching-up', seconds);
    case 'nudge':
      return done(nudge(begun, context, plan, 'resampled'), wordFor(seconds), seconds);
  }
}
