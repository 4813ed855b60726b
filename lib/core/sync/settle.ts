import { isLoading } from '../intent/loading';
import { noteForeignSeek } from '../intent/page-reactions';
import { isPast } from '../intent/skip-kinds';
import { endOf, HAVE_FUTURE_DATA, HAVE_METADATA, isUnseekable } from '../player/player-view';
import { toRemote } from '../time/clock';
import { type Playback, placeAt } from '../time/playback';
import { matchRate, report, type SettleContext, stepOf } from './context';
import { settleLive } from './settle-live';
import { settlePlaying } from './settle-playing';
import { settleUnseekable } from './settle-unseekable';
import { waitAtSkipEnd } from './skip';
import { restPatienceMs } from './start';
import { inPhase, markDiscontinuity, type Phase, restingAnew, type Step, type SyncState } from './state';
import type { Moment, SyncEffect } from './step-io';

/** A pause settles on the very position: less is the player's own rounding (SPEC SY-6). */
const SAME_FRAME_S = 0.001;
/** What has to be played to land is left alone this near: half a frame of 25 a second, so that two are within one. */
const TOGGLED_S = 0.02;
/** A player that snaps back is not sought for ever… */
const REST_SEEKS_MAX = 3;
/** …but may have been busy with its person, or hung: once in so long it is tried again, ms. */
const REST_AGAIN_MS = 10_000;
/** A page that has not even begun to load by now waits for a press. */
const UNLOADED_MS = 600;
const COOLDOWN_MS = 2_000;
/** Nearer to its beginning a player is held by the start itself, which is exact. */
const BEGINNING_NEAR_S = 2;
/** Where a film is as good as over. */
const RUNS_OUT_S = 0.3;

/** Brings the player to where `target` wants it. */
export function settle(before: SyncState, target: Playback | undefined, moment: Moment): Step {
  const { clock, view } = moment;
  const effects: SyncEffect[] = [];
  const { order } = before;
  let state = before;
  if (!order || !target || !clock) return { state, effects: [report('no-video')] };
  // Nothing that is written to it helps.
  if (view.failed) return { state: inPhase(state, 'idle'), effects: [report('waiting')] };
  if (view.readyState < HAVE_METADATA) {
    // A press is what makes a page with `preload=none` load at all.
    const stuck = view.paused && state.phase.kind === 'idle' && moment.now - state.loadedAt > UNLOADED_MS;
    if (!target.paused && !view.blocked && stuck) effects.push({ type: 'play' });
    const phase: Phase = effects.length > 0 ? { kind: 'starting', since: moment.now } : state.phase;
    return { state: { ...state, phase }, effects: [...effects, report(view.blocked ? 'press-play' : 'waiting')] };
  }
  const end = endOf(view);
  const expected = Math.min(end, placeAt(target, toRemote(clock, moment.now)));
  const context = { order, target, moment, clock, effects, expected };
  if (state.skip && isPast(state.skip, expected)) state = { ...state, skip: undefined };
  const standing = waitAtSkipEnd(state, context);
  if (standing) return standing;
  if (isUnseekable(view)) return settleUnseekable(state, context, end);
  const { begins } = moment;
  // Some players stop by rate 0 while they have nothing to show.
  if (view.rate === 0 && !view.paused && !target.paused) return waitDry(state, context);
  if (view.duration === Number.POSITIVE_INFINITY) return settleLive(state, context);
  if (target.paused) return settlePaused(state, { ...context, expected: Math.max(begins, expected) });
  if (begins > 0 && expected < begins - BEGINNING_NEAR_S) return awaitBeginning(state, context, begins);
  if (expected > end - RUNS_OUT_S) return settleEnd(state, context, end);
  return settlePlaying(state, context);
}

function settlePaused(before: SyncState, context: SettleContext): Step {
  const { order, moment, effects, expected } = context;
  const { view, now } = moment;
  const state = view.seeking ? { ...before, reactions: noteForeignSeek(before.reactions, now) } : before;
  const resting = state.phase.kind === 'resting' ? state.phase : restingAnew;
  const { seeks, soughtAt } = resting;
  let phase: Phase = resting;
  const { seeks: bearing } = moment.traits;
  if (!view.paused) effects.push({ type: 'pause' });
  matchRate(state, context);
  const near = bearing === 'toggle' ? TOGGLED_S : SAME_FRAME_S;
  const off = bearing !== 'never' && Math.abs(view.position - expected) > near;
  if (off && (seeks < REST_SEEKS_MAX || now - soughtAt >= REST_AGAIN_MS)) {
    // One that goes elsewhere is waited for, as a player may forget one of several in a row; but some land never.
    const leftMs = view.seeking ? state.reactions.seeking.at + restPatienceMs(state) - now : 0;
    if (leftMs > 0) effects.push({ type: 'wake', inMs: leftMs });
    else {
      effects.push({ type: 'seek', position: expected });
      // A page that has just loaded goes to places of its own, and will have done.
      phase = { ...resting, seeks: isLoading({ now, loadedAt: state.loadedAt }) ? seeks : seeks + 1, soughtAt: now };
    }
  }
  // Still on its way to the frame, it would start late, and the room would stand still for it again.
  const onItsWay = view.seeking || effects.some((effect) => effect.type === 'seek');
  const dry = order.waiting.length > 0 && (view.readyState < HAVE_FUTURE_DATA || onItsWay);
  effects.push(report(dry ? (onItsWay ? 'seeking' : 'waiting') : 'paused', view.position - expected));
  return { state: { ...markDiscontinuity(state, now), phase, measuring: undefined }, effects };
}

/** The player has stopped itself until it has data: what it then comes out at is no press, and no drift that was measured. */
function waitDry(state: SyncState, context: SettleContext): Step {
  const { now } = context.moment;
  return stepOf(context, { ...markDiscontinuity(state, now), phase: { kind: 'idle' } }, 'waiting');
}

/** The room is where this player's cut has nothing yet: it stands at its beginning (SPEC CU-3). */
function awaitBeginning(state: SyncState, context: SettleContext, begins: number): Step {
  const { target, effects, expected } = context;
  effects.push({ type: 'wake', inMs: ((begins - BEGINNING_NEAR_S - expected) / target.rate) * 1000 });
  return settlePaused(state, { ...context, target: { ...target, paused: true }, expected: begins });
}

/** Within the last moments, or past the end: let it run out; only a player that is far from there is moved. */
function settleEnd(state: SyncState, { moment, effects }: SettleContext, end: number): Step {
  const { view, now } = moment;
  if (moment.stopsAtEnd && !view.paused) effects.push({ type: 'pause' });
  if (!view.ended && !view.seeking && view.position < end - 2 && now > state.seekCoolUntil) {
    effects.push({ type: 'seek', position: end });
    return { state: { ...state, seekCoolUntil: now + COOLDOWN_MS }, effects: [...effects, report('catching-up')] };
  }
  return {
    state: { ...markDiscontinuity(state, now), phase: { kind: 'idle' } },
    effects: [...effects, report('in-sync')],
  };
}
