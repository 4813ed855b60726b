import { addReading } from '../correction/drift';
import { noHabits, noteOwnHabits } from '../intent/habits';
import { noteOwnPause, noteSeek } from '../intent/page-reactions';
import { retryAll } from '../player/capabilities';
import { HAVE_FUTURE_DATA, type PlayerEvent } from '../player/player-view';
import { grant, mayWrite, spend } from '../player/write-budget';
import { rateAfterNudge, report } from './context';
import { withFailure } from './dead';
import { noteNewTarget, targetOf } from './orders';
import { noteSeen, reasonOf, withReason } from './page-doings';
import { contextOf, promotePause, promoteRate, takePlayerEvent, takeRoomTo, takeSilentRate } from './player-events';
import { expirePress, sendHeldBack } from './press';
import { release } from './release';
import { noteRestored, tellReloaded } from './reload';
import { settle } from './settle';
import { LONG_AGO, markDiscontinuity, type Step, type SyncState } from './state';
import type { Moment, SyncEffect, SyncEvent } from './step-io';

/**
 * A player's position slides by up to 80 ms in the first tenth of a second after a start or a seek, and by 5 ms
 * after a change of rate, while its audio gets going (measured in Chromium 156: within 0.2 ms of a line from 110 ms on).
 */
const READINGS_SETTLE_MS = 150;

const TELLS_RATE: ReadonlySet<PlayerEvent> = new Set(['ratechange', 'emptied', 'loaded']);

/**
 * The sync step (SPEC SY-1): takes in what has happened, decides what to do about the player. Pure: the
 * effects are data, carried out in order by the one writer of the video.
 */
export function syncStep(before: SyncState, event: SyncEvent, moment: Moment): Step {
  let state = expirePress(before, moment);
  const effects: SyncEffect[] = [];
  // The event of a rate tells of it itself; a load has a rate of its own.
  const tells = event.type === 'player' && TELLS_RATE.has(event.event);
  if (!tells) state = takeSilentRate(state, moment, effects);
  switch (event.type) {
    case 'sync-now':
      // Readings before are of a player that somebody was unhappy with: look afresh, with coarse cures allowed.
      state = markDiscontinuity(retryEverything(state, moment.now), moment.now);
      break;
    case 'go':
      state = takeRoomTo(state, event.place, moment, effects);
      break;
    case 'player':
      state = takePlayerEvent(state, event.event, event.echo, moment, effects);
      break;
    case 'tick':
      state = promoteRate(promotePause(state, moment, effects), moment, effects);
      break;
  }
  const context = contextOf(state, moment);
  state = noteRestored(tellReloaded(state, context, moment, effects), context, moment);
  state = addSample(noteNewTarget(before, state, moment), moment);
  state = sendHeldBack(state, moment, effects);
  const followed = mayWrite(state.budget, moment.now) ? settle(state, targetOf(state), moment) : restPlayer(state);
  const taken = { state: followed.state, effects: [...effects, ...followed.effects] };
  const step = takeBackNudge(before, taken, moment);
  return chargeBudget(noted(step, followed.effects, moment), moment);
}

/** A nudge that the step has dropped on its way is taken back: its rate and its pitch end with it (SPEC PL-5). */
function takeBackNudge(before: SyncState, step: Step, { view }: Moment): Step {
  const { state, effects } = step;
  const dropped = before.phase.kind === 'nudging' && state.phase.kind !== 'nudging';
  const target = targetOf(state);
  if (!dropped || !target || effects.some(({ type }) => type === 'rate')) return step;
  return { state, effects: [...effects, { type: 'rate', rate: rateAfterNudge(state, view, target) }] };
}

/** Everything may be tried again, at once. */
function retryEverything(state: SyncState, now: number): SyncState {
  return {
    ...state,
    disturbedAt: now,
    nudgedAt: LONG_AGO,
    seekCoolUntil: now,
    capabilities: retryAll(state.capabilities),
    habits: noHabits,
    // Also where its page undoes what is done.
    budget: grant(state.budget, now),
  };
}

const WRITES: ReadonlySet<SyncEffect['type']> = new Set(['play', 'pause', 'seek', 'rate']);

/** What is written counts (SPEC PL-7): when it was too much, the player is left alone and the person told. */
function chargeBudget({ state, effects }: Step, { now }: Moment): Step {
  const writes = effects.filter(({ type }) => WRITES.has(type)).length;
  const budget = spend(state.budget, writes, now);
  if (budget === state.budget) return { state, effects };
  const usedUp = budget.restUntil > state.budget.restUntil;
  return {
    state: { ...state, budget },
    effects: usedUp ? [...effects, { type: 'notice', notice: 'left-alone' }] : effects,
  };
}

/** The page undoes whatever is done: its player goes its own way for a while. */
function restPlayer(state: SyncState): Step {
  const released = release(state, targetOf(state));
  return { state: released.state, effects: [...released.effects, report('page-insists')] };
}

/** Takes note of what was done and seen in this step, for the next one; and says why a player is not in step. */
function noted({ state, effects }: Step, own: readonly SyncEffect[], moment: Moment): Step {
  const inStep = effects.some((effect) => effect.type === 'report' && effect.report.state === 'in-sync');
  const next = noteSeen(noteOwnWrites(state, own, moment), moment, targetOf(state), inStep);
  const told = withFailure(next, effects, moment);
  const reason = reasonOf(next, moment.view);
  if (!reason) return told;
  const explained = (effect: SyncEffect): SyncEffect =>
    effect.type === 'report' ? { ...effect, report: withReason(effect.report, reason) } : effect;
  return { state: told.state, effects: told.effects.map(explained) };
}

/** Notes what we write, for the page may answer it; and a nudge, of which something may go on. */
function noteOwnWrites(state: SyncState, effects: readonly SyncEffect[], { now, view }: Moment): SyncState {
  const does = (type: SyncEffect['type']) => effects.some((effect) => effect.type === type);
  let { reactions } = state;
  if (does('pause')) reactions = noteOwnPause(reactions, now);
  if (does('seek')) reactions = noteSeek(reactions, { ...view, paused: view.paused || does('pause') }, now);
  const owesPitch = state.owesPitch || effects.some((effect) => effect.type === 'rate' && effect.nudge !== undefined);
  const rate = effects.findLast((effect) => effect.type === 'rate');
  const habits = noteOwnHabits(state.habits, { play: does('play'), rate }, view.rate, now);
  return { ...state, reactions, owesPitch, habits };
}

/** Keeps readings of a player that moves freely at the room's rate. */
function addSample(state: SyncState, { now, view }: Moment): SyncState {
  const free = state.phase.kind === 'following' || state.phase.kind === 'starting';
  if (
    !free ||
    view.paused ||
    view.seeking ||
    view.readyState < HAVE_FUTURE_DATA ||
    now - state.discontinuityAt < READINGS_SETTLE_MS
  )
    return state;
  return { ...state, samples: addReading(state.samples, { at: now, position: view.position }) };
}
