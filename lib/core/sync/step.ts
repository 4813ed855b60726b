import { addReading } from '../correction/drift';
import { noteSeek, noteStop } from '../intent/page-reactions';
import { tryAgain } from '../player/capabilities';
import { CAN_PLAY } from '../player/player-view';
import { mayWrite, spend } from '../player/write-budget';
import { report } from './context';
import { nudgeEnd } from './nudge';
import { takeOrder, targetOf, turned } from './orders';
import { contextOf, goOn, goTo, promote, takePlayerEvent } from './player-events';
import { expire, sendDue } from './press';
import { letGo } from './release';
import { noteRestored, tellReloaded } from './reload';
import { follow } from './settle';
import { broken, LONG_AGO, type Step, type SyncState } from './state';
import type { Moment, SyncEffect, SyncEvent } from './step-io';

/**
 * A player's position slides by up to 80 ms in the first tenth of a second after a start or a seek, and by 5 ms
 * after a change of rate, while its audio gets going (measured in Chromium 156: within 0.2 ms of a line from 110 ms on).
 */
const SETTLE_MS = 150;

/**
 * The sync step (SPEC SY-1): takes in what has happened, decides what to do about the player. Pure: the
 * effects are data, carried out in order by the one writer of the video.
 */
export function syncStep(before: SyncState, event: SyncEvent, moment: Moment): Step {
  let state = expire(before, moment);
  const effects: SyncEffect[] = [];
  switch (event.type) {
    case 'order':
      if (event.order.hold) state = letGo(state, targetOf(state), effects);
      state = takeOrder(state, event.order, moment);
      break;
    case 'sync-now':
      // Readings before are of a player that somebody was unhappy with: look afresh, with coarse cures allowed.
      state = broken(freshLook(state, moment.now), moment.now);
      break;
    case 'continue':
      state = goOn(state, moment, effects);
      break;
    case 'go':
      state = goTo(state, event.place, moment, effects);
      break;
    case 'player':
      state = takePlayerEvent(state, event.event, event.echo, moment, effects);
      break;
    case 'tick':
      state = promote(state, moment, effects);
      break;
  }
  const context = contextOf(state, moment);
  state = noteRestored(tellReloaded(state, context, moment, effects), context, moment);
  state = read(turned(before, state, moment), moment);
  state = sendDue(state, moment, effects);
  const followed = mayWrite(state.budget, moment.now) ? follow(state, targetOf(state), moment) : leaveAlone(state);
  return spent(noted(followed, moment), [...effects, ...followed.effects], moment);
}

/** Everything may be tried again, at once. */
function freshLook(state: SyncState, now: number): SyncState {
  return { ...state, momentAt: now, nudgedAt: LONG_AGO, seekCoolUntil: now, tried: tryAgain(state.tried) };
}

const WRITES: ReadonlySet<SyncEffect['type']> = new Set(['play', 'pause', 'seek', 'rate']);

/** What is written counts (SPEC PL-7): when it was too much, the player is left alone and the person told. */
function spent(state: SyncState, effects: readonly SyncEffect[], { now }: Moment): Step {
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
function leaveAlone(state: SyncState): Step {
  return { state: { ...state, phase: { kind: 'idle' } }, effects: [...nudgeEnd(state), report('catching-up')] };
}

/** Notes a seek and a pause, for the page may answer them. */
function noted({ state, effects }: Step, { now, view }: Moment): SyncState {
  const does = (type: SyncEffect['type']) => effects.some((effect) => effect.type === type);
  let { doing } = state;
  if (does('pause')) doing = noteStop(doing, now);
  if (does('seek')) doing = noteSeek(doing, { ...view, paused: view.paused || does('pause') }, now);
  return doing === state.doing ? state : { ...state, doing };
}

/** Keeps readings of a player that moves freely at the room's rate. */
function read(state: SyncState, { now, view }: Moment): SyncState {
  const free = state.phase.kind === 'following' || state.phase.kind === 'starting';
  if (!free || view.paused || view.seeking || view.readyState < CAN_PLAY || now - state.brokenAt < SETTLE_MS)
    return state;
  return { ...state, samples: addReading(state.samples, { at: now, position: view.position }) };
}
