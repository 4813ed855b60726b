import { toRemote } from './clock';
import { FRESH_MS, NOISE_FACTOR, planCorrection } from './correction';
import { estimateDrift } from './drift';
import { PROMOTE_MS } from './intent';
import { type Playback, positionAt } from './playback';
import { CAN_PLAY } from './player-view';
import type { MemberState } from './protocol';
import { type Done, type FollowContext, report } from './sync-context';
import { jump, keepHolding, landed, learn, start } from './sync-start';
import { broken, type Step, type SyncState } from './sync-state';

/** A seek that was never answered by `seeked`. */
const SEEK_TIMEOUT_MS = 8_000;
const START_TIMEOUT_MS = 4_000;
const COOLDOWN_MIN_MS = 2_000;
/** Readings this long say where a settled player is, ms. */
const SETTLED_SPAN_MS = 400;
const SAME_RATE = 1e-4;
/** A person would call it out of step from here on. */
const NOTICED_S = 0.05;
/** The host's slow slips up to this re-anchor the room instead of being corrected (SPEC SY-8). */
export const ANCHOR_MAX_S = 0.012;

/** Brings a player to a room that plays. */
export function settlePlaying(state: SyncState, context: FollowContext): Step {
  const { target, moment, effects } = context;
  const { view, now } = moment;
  const done = (next: SyncState, word: MemberState, drift?: number): Step => ({
    state: next,
    effects: [...effects, report(word, drift)],
  });
  if (view.blocked && view.paused) return done({ ...state, phase: { kind: 'idle' } }, 'press-play');
  if (state.demotedAt !== undefined && view.paused) {
    effects.push({ type: 'wake', inMs: PROMOTE_MS });
    return done({ ...state, phase: { kind: 'idle' } }, 'waiting');
  }
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
      effects.push({ type: 'rate', rate: target.rate });
      return done({ ...broken(state, now), phase: { kind: 'following' }, nudgedAt: now }, 'in-sync');
    default:
      break;
  }
  if (view.paused) return start(state, context, done);
  if (view.seeking) return done({ ...state, phase: { kind: 'seeking', since: now } }, 'catching-up');
  return observe({ ...state, phase: { kind: 'following' } }, context, done);
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
  const drift = estimateDrift(state.samples, target, clock);
  const plan = planCorrection(drift, {
    sinceMomentMs: now - state.momentAt,
    sinceNudgeMs: now - state.nudgedAt,
    rate: target.rate,
    seekCooling: now < state.seekCoolUntil,
    nudging: moment.gentle,
  });
  if (plan.kind === 'look') effects.push({ type: 'wake', inMs: plan.inMs });
  if (!drift) return done(state, 'in-sync');
  if (plan.kind !== 'look')
    state = { ...(state.landing ? learn(state, state.landing, target.rate) : state), flushed: false };
  const { seconds } = drift;
  const word: MemberState = Math.abs(seconds) > NOTICED_S ? 'catching-up' : 'in-sync';
  const settled = drift.spanMs > SETTLED_SPAN_MS;
  const anchoring =
    settled && state.order?.role === 'host' && now - state.momentAt > FRESH_MS && Math.abs(seconds) <= ANCHOR_MAX_S;
  if (anchoring) {
    // A host whose position moves in steps must not shake the room by their scatter.
    if (Math.abs(seconds) <= NOISE_FACTOR * drift.noise) return done(spared(state, now), 'in-sync', seconds);
    const at = toRemote(clock, now);
    const anchor: Playback = { ...target, position: positionAt(target, at) + seconds, at };
    return { state: spared(state, now), effects: [...effects, report('in-sync', seconds, anchor)] };
  }
  switch (plan.kind) {
    case 'seek':
      return jump(state, context, done);
    case 'hold':
      effects.push({ type: 'pause' });
      effects.push({ type: 'wake', inMs: Math.max(0, plan.durationMs - state.resumeLagMs) });
      return done({ ...broken(state, now), phase: { kind: 'holding' }, momentAt: now }, 'catching-up', seconds);
    case 'nudge': {
      const rate = target.rate * plan.factor;
      effects.push({ type: 'rate', rate, nudge: 'resampled' }, { type: 'wake', inMs: plan.durationMs });
      return done(
        { ...broken(state, now), phase: { kind: 'nudging', until: now + plan.durationMs, rate } },
        word,
        seconds,
      );
    }
    default:
      break;
  }
  if (settled && plan.kind === 'none') state = spared(state, now);
  return done(state, word, seconds);
}

/** A player that has settled may be sought again without the longer and longer wait. */
function spared(state: SyncState, now: number): SyncState {
  return now > state.seekCoolUntil ? { ...state, seekCooldownMs: COOLDOWN_MIN_MS } : state;
}
