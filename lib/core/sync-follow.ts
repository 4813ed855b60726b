import { toRemote } from './clock';
import { FRESH_MS, planCorrection } from './correction';
import { estimateDrift } from './drift';
import { type Playback, positionAt } from './playback';
import { CAN_PLAY, METADATA } from './player-view';
import type { MemberState } from './protocol';
import {
  broken,
  type Landing,
  type Moment,
  type Phase,
  type Report,
  type Step,
  type SyncEffect,
  type SyncState,
} from './sync-state';

/** A pause settles on the very position: less is the player's own rounding (SPEC SY-6). */
const SAME_FRAME_S = 0.001;
/** A player that snaps back is not sought for ever. */
const REST_SEEKS_MAX = 3;
/** Start and catch up rather than seek first. */
const START_GAP_S = 0.25;
/** A seek that was never answered by `seeked`. */
const SEEK_TIMEOUT_MS = 8_000;
const START_TIMEOUT_MS = 4_000;
const LEAD_MAX_MS = 5_000;
/** A seek from rest is aimed at least this far ahead, and further where nothing is buffered yet. */
const AT_REST_MIN_MS = 120;
const COLD_MS = 300;
/** A page that has not even begun to load by now waits for a press. */
const UNLOADED_MS = 600;
const START_LAG_MAX_MS = 500;
const COOLDOWN_MIN_MS = 2_000;
const COOLDOWN_MAX_MS = 30_000;
/** Standing still longer than this is worse than a seek. */
const HOLD_MAX_MS = 2_500;
/** Timers are no finer. */
const HOLD_MIN_MS = 1;
/** Being early by less is left to a nudge. */
const EARLY_S = 0.02;
/** Readings this long say where a settled player is, ms. */
const SETTLED_SPAN_MS = 400;
const SAME_RATE = 1e-4;
/** Where a film is as good as over. */
const END_S = 0.3;
/** The host's slow slips up to this re-anchor the room instead of being corrected (SPEC SY-8). */
export const ANCHOR_MAX_S = 0.012;

interface Context {
  readonly target: Playback;
  readonly moment: Moment;
  readonly effects: SyncEffect[];
  /** Where the player should be now, seconds; not beyond the film's end. */
  readonly expected: number;
}

/** Brings the player to where `target` wants it. */
export function follow(state: SyncState, target: Playback | undefined, moment: Moment): Step {
  const { clock, view } = moment;
  const effects: SyncEffect[] = [];
  if (!target || !clock) return { state, effects: [report('no-video')] };
  if (view.readyState < METADATA) {
    // A press is what makes a page with `preload=none` load at all.
    const stuck = view.paused && state.phase.kind === 'idle' && moment.now - state.loadedAt > UNLOADED_MS;
    if (!target.paused && !view.blocked && stuck) effects.push({ type: 'play' });
    const phase: Phase = effects.length > 0 ? { kind: 'starting', since: moment.now } : state.phase;
    return { state: { ...state, phase }, effects: [...effects, report(view.blocked ? 'press-play' : 'waiting')] };
  }
  if (view.duration === Number.POSITIVE_INFINITY) return settleLive(state, target, moment);
  const end = Number.isFinite(view.duration) ? view.duration : Number.POSITIVE_INFINITY;
  const expected = Math.min(end, positionAt(target, toRemote(clock, moment.now)));
  const context = { target, moment, effects, expected };
  if (target.paused) return settlePaused(state, context);
  if (expected > end - END_S) return settleEnd(state, context, end);
  return settlePlaying(state, context);
}

/** A live stream has no shared positions: it is only played and paused. */
function settleLive(state: SyncState, target: Playback, { view }: Moment): Step {
  const effects: SyncEffect[] = [];
  if (target.paused && !view.paused) effects.push({ type: 'pause' });
  if (!target.paused && view.paused && !view.blocked) effects.push({ type: 'play' });
  const word = target.paused
    ? 'paused'
    : view.blocked
      ? 'press-play'
      : view.readyState < CAN_PLAY
        ? 'waiting'
        : 'in-sync';
  return { state: { ...state, phase: { kind: 'idle' } }, effects: [...effects, report(word)] };
}

function settlePaused(state: SyncState, { target, moment, effects, expected }: Context): Step {
  const { view } = moment;
  const seeks = state.phase.kind === 'resting' ? state.phase.seeks : 0;
  let phase: Phase = { kind: 'resting', seeks };
  if (!view.paused) effects.push({ type: 'pause' });
  if (view.rate !== target.rate) effects.push({ type: 'rate', rate: target.rate, nudge: false });
  const off = Math.abs(view.position - expected) > SAME_FRAME_S;
  if (!off && view.paused) phase = { kind: 'resting', seeks: 0 };
  if (off && !view.seeking && seeks < REST_SEEKS_MAX) {
    effects.push({ type: 'seek', position: expected });
    phase = { kind: 'resting', seeks: seeks + 1 };
  }
  effects.push(report('paused', view.position - expected));
  return { state: { ...broken(state, moment.now), phase, landing: undefined }, effects };
}

/** Within the last moments, or past the end: let it run out; only a player that is far from there is moved. */
function settleEnd(state: SyncState, { moment, effects }: Context, end: number): Step {
  const { view, now } = moment;
  if (!view.ended && !view.seeking && view.position < end - 2 && now > state.seekCoolUntil) {
    effects.push({ type: 'seek', position: end });
    return { state: { ...state, seekCoolUntil: now + COOLDOWN_MIN_MS }, effects: [...effects, report('catching-up')] };
  }
  return { state: { ...broken(state, now), phase: { kind: 'idle' } }, effects: [...effects, report('in-sync')] };
}

function settlePlaying(state: SyncState, context: Context): Step {
  const { target, moment, effects } = context;
  const { view, now } = moment;
  const done = (next: SyncState, word: MemberState, drift?: number): Step => ({
    state: next,
    effects: [...effects, report(word, drift)],
  });
  if (view.blocked && view.paused) return done({ ...state, phase: { kind: 'idle' } }, 'press-play');
  switch (state.phase.kind) {
    case 'holding':
      // Somebody pressed play while we stood still: so be it.
      if (!view.paused) break;
      return keepHolding(state, context, done);
    case 'seeking':
      if (view.seeking && now - state.phase.since < SEEK_TIMEOUT_MS) return done(state, 'catching-up');
      return settlePlaying(landed(state, state.phase.since, moment), context);
    case 'starting':
      if (view.paused && now - state.phase.since > START_TIMEOUT_MS) {
        return settlePlaying({ ...state, phase: { kind: 'idle' } }, context);
      }
      if (view.paused || view.readyState < CAN_PLAY) return done(state, 'waiting');
      return observe({ ...state, phase: { kind: 'following' } }, context, done);
    case 'nudging':
      if (view.paused) break;
      if (now < state.phase.until && Math.abs(view.rate - state.phase.rate) < SAME_RATE) {
        effects.push({ type: 'wake', inMs: state.phase.until - now });
        return done(state, 'in-sync');
      }
      effects.push({ type: 'rate', rate: target.rate, nudge: false });
      return done({ ...broken(state, now), phase: { kind: 'following' }, nudgedAt: now }, 'in-sync');
    default:
      break;
  }
  if (view.paused) return start(state, context, done);
  if (view.seeking) return done({ ...state, phase: { kind: 'seeking', since: now } }, 'catching-up');
  return observe({ ...state, phase: { kind: 'following' } }, context, done);
}

type Done = (next: SyncState, word: MemberState, drift?: number) => Step;

function keepHolding(state: SyncState, context: Context, done: Done): Step {
  const { effects } = context;
  const left = -lagging(state, context) * 1000;
  if (left > HOLD_MAX_MS) return done({ ...state, phase: { kind: 'idle' } }, 'catching-up');
  if (left <= HOLD_MIN_MS) return begin(state, context, done);
  effects.push({ type: 'wake', inMs: left });
  return done({ ...state, phase: { kind: 'holding' } }, 'catching-up');
}

/** How far behind a start made now would be once it has got going, in seconds of time (not of media). */
function lagging(state: SyncState, { target, moment, expected }: Context): number {
  return (expected - moment.view.position) / target.rate + state.startLagMs / 1000;
}

/** From rest: at once where the room nearly is, catching up later; by a seek when it is elsewhere. */
function start(state: SyncState, context: Context, done: Done): Step {
  const { target, moment, effects } = context;
  const { view, now } = moment;
  if (view.ended) return done(state, 'in-sync');
  if (view.rate !== target.rate) effects.push({ type: 'rate', rate: target.rate, nudge: false });
  const lag = lagging(state, context);
  if (lag < -EARLY_S && lag * -1000 < HOLD_MAX_MS) return keepHolding(state, context, done);
  if (Math.abs(lag) <= START_GAP_S || now < state.seekCoolUntil) return begin(state, context, done);
  return jump(state, context, done);
}

/** A seek has ended: how long it took tells how far ahead the next from rest is aimed. */
function landed(state: SyncState, since: number, { now, view }: Moment): SyncState {
  const took = Math.min(LEAD_MAX_MS, now - since);
  const seekTookMs = view.paused ? Math.max(took, (state.seekTookMs + took) / 2) : state.seekTookMs;
  return { ...broken(state, now), phase: { kind: 'idle' }, seekTookMs };
}

function begin(state: SyncState, context: Context, done: Done): Step {
  const { effects } = context;
  const { now, view } = context.moment;
  effects.push({ type: 'play' });
  const landing = { of: 'start', at: now, position: view.position } as const;
  return done({ ...broken(state, now), phase: { kind: 'starting', since: now }, landing }, 'catching-up');
}

function jump(state: SyncState, { target, moment, effects, expected }: Context, done: Done): Step {
  const { view, now } = moment;
  const end = Number.isFinite(view.duration) ? view.duration : Number.POSITIVE_INFINITY;
  // From rest it is aimed to be early: standing still for the rest and starting on time cannot miss.
  const atRest = Math.max(AT_REST_MIN_MS, 1.5 * state.seekTookMs) + (view.readyState < CAN_PLAY ? COLD_MS : 0);
  const leadMs = view.paused ? atRest + state.startLagMs : state.seekLeadMs;
  const aim = Math.min(end, expected + (target.rate * leadMs) / 1000);
  effects.push({ type: 'seek', position: aim });
  return done(
    {
      ...broken(state, now),
      phase: { kind: 'seeking', since: now },
      landing: view.paused ? undefined : { of: 'seek', at: now, position: aim },
      momentAt: now,
      seekCoolUntil: now + state.seekCooldownMs,
      // Each further seek that comes soon after waits longer, so that a slow player is not chased for ever.
      seekCooldownMs: Math.min(COOLDOWN_MAX_MS, state.seekCooldownMs * 2),
    },
    'catching-up',
  );
}

function observe(before: SyncState, context: Context, done: Done): Step {
  const { target, moment, effects } = context;
  const { view, now, clock } = moment;
  let state = before;
  if (view.rate !== target.rate) {
    effects.push({ type: 'rate', rate: target.rate, nudge: false });
    return done(broken(state, now), 'catching-up');
  }
  if (view.readyState < CAN_PLAY) return done(state, 'waiting');
  if (!clock) return done(state, 'waiting');
  const drift = estimateDrift(state.samples, target, clock);
  const plan = planCorrection(drift, {
    sinceMomentMs: now - state.momentAt,
    sinceNudgeMs: now - state.nudgedAt,
    rate: target.rate,
    seekCooling: now < state.seekCoolUntil,
    nudging: moment.gentle,
  });
  if (plan.kind === 'look') effects.push({ type: 'wake', inMs: plan.inMs });
  else if (drift && state.landing) state = learn(state, state.landing, target.rate);
  const seconds = drift?.seconds;
  const settled = drift !== undefined && drift.spanMs > SETTLED_SPAN_MS;
  const anchoring =
    settled &&
    state.order?.role === 'host' &&
    now - state.momentAt > FRESH_MS &&
    Math.abs(drift.seconds) <= ANCHOR_MAX_S;
  if (anchoring) {
    const at = toRemote(clock, now);
    const anchor: Playback = { ...target, position: positionAt(target, at) + drift.seconds, at };
    return { state: spared(state, now), effects: [...effects, report('in-sync', drift.seconds, anchor)] };
  }
  switch (plan.kind) {
    case 'seek':
      return jump(state, context, done);
    case 'hold':
      effects.push({ type: 'pause' });
      effects.push({ type: 'wake', inMs: Math.max(0, plan.durationMs - state.startLagMs) });
      return done({ ...broken(state, now), phase: { kind: 'holding' }, momentAt: now }, 'catching-up', seconds);
    case 'nudge': {
      const rate = target.rate * plan.factor;
      effects.push({ type: 'rate', rate, nudge: true }, { type: 'wake', inMs: plan.durationMs });
      return done(
        { ...broken(state, now), phase: { kind: 'nudging', until: now + plan.durationMs, rate } },
        Math.abs(seconds ?? 0) > 0.05 ? 'catching-up' : 'in-sync',
        seconds,
      );
    }
    default:
      break;
  }
  if (settled && plan.kind === 'none') state = spared(state, now);
  return done(state, Math.abs(seconds ?? 0) > 0.05 ? 'catching-up' : 'in-sync', seconds);
}

/** A player that has settled may be sought again without the longer and longer wait. */
function spared(state: SyncState, now: number): SyncState {
  return now > state.seekCoolUntil ? { ...state, seekCooldownMs: COOLDOWN_MIN_MS } : state;
}

/**
 * What a seek or a start cost tells how far ahead the next has to be aimed (SPEC CO-6). Measured by the own
 * clock alone: where the room was meanwhile, or believed to be, does not come into it.
 */
function learn(state: SyncState, { of, at, position }: Landing, rate: number): SyncState {
  const lags = state.samples.map((s) => s.at - at - ((s.position - position) / rate) * 1000);
  const lag = Math.max(0, lags.reduce((sum, each) => sum + each, 0) / lags.length);
  // Half-way: one landing is one draw from a wide distribution. More is a stall, or a machine that slept.
  const learnt = (known: number, max: number) => (lag <= max ? (known + lag) / 2 : known);
  return of === 'seek'
    ? { ...state, seekLeadMs: learnt(state.seekLeadMs, LEAD_MAX_MS), landing: undefined }
    : { ...state, startLagMs: learnt(state.startLagMs, START_LAG_MAX_MS), landing: undefined };
}

function report(state: MemberState, driftS?: number, anchor?: Playback): SyncEffect {
  const value: Report = {
    state,
    ...(driftS === undefined ? {} : { driftMs: Math.round(driftS * 1e5) / 100 }),
    ...(anchor ? { anchor } : {}),
  };
  return { type: 'report', report: value };
}
