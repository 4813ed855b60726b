import { addReading } from '../correction/drift';
import { addFlip, classify, disagrees, type IntentContext, LOADED_MS, PROMOTE_MS } from '../intent/classify';
import { isPageDoing, noteEvent, noteSeek, noteStop } from '../intent/page-reactions';
import { tryAgain } from '../player/capabilities';
import { CAN_PLAY, METADATA, type PlayerEvent } from '../player/player-view';
import { grant, mayWrite, spend } from '../player/write-budget';
import type { RoomOrder } from '../room/order';
import { toRemote } from '../time/clock';
import { type Playback, positionAt } from '../time/playback';
import type { Cause } from '../wire/protocol';
import { nudgeEnd, report } from './context';
import { landedAtRest, ranDry } from './latency';
import { type Driving, expire, sendDue, tell } from './press';
import { letGo } from './release';
import { noteRestored, tellReloaded } from './reload';
import { follow } from './settle';
import { takeSkip } from './skip';
import {
  broken,
  initialSync,
  LONG_AGO,
  type Moment,
  nextLoad,
  type Phase,
  type Step,
  type SyncEffect,
  type SyncEvent,
  type SyncState,
} from './state';
import { stopped } from './storm-recovery';

/** Scrubbing tells the room this often. */
const SCRUB_MS = 150;
/** A landing this close to the jump that was told is the same jump. */
const SAME_JUMP_S = 0.15;
/**
 * A player's position slides by up to 80 ms in the first tenth of a second after a start or a seek, and by 5 ms
 * after a change of rate, while its audio gets going (measured in Chromium 156: within 0.2 ms of a line from 110 ms on).
 */
const SETTLE_MS = 150;
/** A heartbeat moves the room's line by less; a press by more, or at least by what needs no cure. */
const REANCHOR_MAX_S = 0.05;

const BREAKS: ReadonlySet<PlayerEvent> = new Set(['emptied', 'seeked', 'seeking', 'waiting', 'playing']);

/** What this player should be doing: the own press until the room has taken it in, else the room's playback. */
export function targetOf(state: SyncState): Playback | undefined {
  return state.pending?.playback ?? state.order?.playback;
}

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

/** The person goes on without those whom the room stands still for: a press on play, by another button. */
function goOn(state: SyncState, moment: Moment, effects: SyncEffect[]): SyncState {
  const target = targetOf(state);
  const { order } = state;
  const { clock } = moment;
  if (!target?.paused || !order || !clock || order.waiting.length === 0) return state;
  return tell(state, 'play', target, { order, clock }, moment, effects);
}

/** The person takes the room to a place: a jump, by another button. */
function goTo(state: SyncState, place: number, moment: Moment, effects: SyncEffect[]): SyncState {
  const context = contextOf(state, moment);
  if (!context) return state;
  const there = { ...moment, view: { ...moment.view, position: place, seeking: false, touched: true } };
  return tell(state, 'seek', context.target, context, there, effects);
}

/**
 * Wanted elsewhere or at another rate than before: the readings so far belong to another line, and a nudge
 * under way was planned for another place.
 */
function turned(before: SyncState, state: SyncState, { now }: Moment): SyncState {
  const was = targetOf(before);
  const is = targetOf(state);
  if (!was || !is || was === is) return state;
  const moved = Math.abs(positionAt(was, is.at) - is.position) > REANCHOR_MAX_S;
  if (!moved && was.rate === is.rate && was.paused === is.paused) return state;
  // A stream's host may move the room again and again: that is no reason to seek at once each time.
  const led = is.live === true && before.order?.change === state.order?.change && was.paused === is.paused;
  // Ended rather than forgotten, so that the page's own pitch setting comes back even if the rate is right.
  const phase: Phase = state.phase.kind === 'nudging' ? { ...state.phase, until: now } : state.phase;
  return {
    ...broken(state, now),
    phase,
    // A press elsewhere is followed at once: the wait between seeks is for a player that misses the same place.
    ...(moved
      ? {
          elsewhere: true,
          ...(led ? {} : { seekCoolUntil: initialSync.seekCoolUntil, seekCooldownMs: initialSync.seekCooldownMs }),
          // How far it is from there says nothing of how it took to being sought before, nor of its having run dry.
          live: { ...state.live, from: undefined, dry: false, led },
        }
      : {}),
    ...(was.rate === is.rate ? {} : { landing: undefined }),
  };
}

function takeOrder(state: SyncState, order: RoomOrder, { now }: Moment): SyncState {
  const known = state.order;
  if (known && (order.epoch < known.epoch || (order.epoch === known.epoch && order.revision < known.revision))) {
    // An older playback; what else it says (rights, roles) is of now.
    const { playback, epoch, revision, change } = known;
    return { ...state, order: { ...order, ...(playback ? { playback } : {}), epoch, revision, change } };
  }
  const pending = state.pending && order.ack >= state.pending.id ? undefined : state.pending;
  const changed = !known || order.change !== known.change || order.epoch !== known.epoch;
  // A newer press may be on its way already.
  const own = known !== undefined && order.ack > known.ack;
  return {
    ...state,
    order,
    pending,
    // A page that was loaded again counts on from what its room service knows: lower numbers are taken for repeats.
    lastIntentId: Math.max(state.lastIntentId, order.ack),
    ...(changed
      ? {
          momentAt: now,
          ownMoment: own,
          // The room has heard of a jump here: that says nothing of a pause which came right after it.
          demotedAt: own ? state.demotedAt : undefined,
          budget: own ? state.budget : grant(state.budget, now),
          tried: tryAgain(state.tried),
        }
      : {}),
    ...(changed && state.phase.kind === 'resting' ? { phase: { kind: 'resting', seeks: 0 } } : {}),
  };
}

function contextOf(state: SyncState, moment: Moment): (IntentContext & Driving) | undefined {
  const target = targetOf(state);
  const { order, loadedAt, flips, pausedAt } = state;
  const { now, clock } = moment;
  if (!order || !target || !clock) return undefined;
  const expected = positionAt(target, toRemote(clock, now));
  return { order, clock, now, loadedAt, restored: state.load.restored, flips, pausedAt, target, expected };
}

function takePlayerEvent(
  state: SyncState,
  event: PlayerEvent,
  echo: boolean,
  moment: Moment,
  effects: SyncEffect[],
): SyncState {
  const { now, view } = moment;
  let next = state;
  if (event === 'loaded') next = { ...next, loadedAt: now };
  if (event === 'emptied') next = { ...next, loadedAt: now, load: nextLoad(next.load), phase: { kind: 'idle' } };
  if (BREAKS.has(event)) next = broken(next, now);
  if (event === 'emptied' || (event === 'seeking' && view.paused)) next = { ...next, flushed: true };
  if (event === 'waiting' || event === 'playing') next = { ...next, momentAt: now };
  // Run dry: what it then comes out at is no press of ours.
  if (event === 'waiting' && !view.seeking) next = ranDry({ ...next, ownMoment: false }, now);
  if (event === 'seeked') next = landedAtRest(next, moment);
  next = { ...next, doing: noteEvent(next.doing, event, echo, view, now) };
  if (echo) return next;
  const context = contextOf(next, moment);
  if (!context) return startRoom(next, event, moment, effects);
  // A person's hold on the slider comes as a stream of jumps: the last one is told by `seeked`.
  const kind = event === 'seeked' ? 'seeking' : event;
  const skipped = kind === 'seeking' && takeSkip(next, state.doing, moment, context, effects);
  if (skipped) return skipped;
  if (!disagrees(kind, nudgeless(next, moment), context)) return next;
  if (isPageDoing(state.doing, kind, view, context.target, now)) {
    // Where a player was that did not stay where it was sought says nothing of how long seeks take.
    const snapping = event === 'seeking';
    // It may have an earlier seek of ours to answer yet.
    const { sought } = snapping ? state.doing : next.doing;
    return { ...next, doing: { ...next.doing, sought, snapping }, landing: snapping ? undefined : next.landing };
  }
  if (event === 'seeked' && Math.abs(view.position - next.toldSeek.position) < SAME_JUMP_S) return next;
  if (kind === 'play' || kind === 'pause') next = { ...next, flips: addFlip(next.flips, now) };
  const reason = classify(kind, view, { ...context, flips: next.flips });
  if (reason !== 'local') {
    const left = kind === 'pause' && reason === 'site';
    return left ? { ...next, demotedAt: next.demotedAt ?? now, stops: stopped(next.stops, view) } : next;
  }
  if (kind === 'seeking' && event === 'seeking' && now - next.toldSeek.at < SCRUB_MS) return next;
  const cause: Cause =
    kind === 'ratechange' ? 'rate' : kind === 'seeking' ? 'seek' : kind === 'play' ? 'play' : 'pause';
  return tell(next, cause, context.target, context, moment, effects);
}

/** A nudge of ours must never pass for the person's choice of speed. */
function nudgeless(state: SyncState, { view }: Moment) {
  const target = targetOf(state);
  return state.phase.kind === 'nudging' && target && Math.abs(view.rate - state.phase.rate) < 1e-4
    ? { ...view, rate: target.rate }
    : view;
}

/** A room without a playback yet takes the first video of somebody who may drive, as it stands. */
function startRoom(state: SyncState, event: PlayerEvent | 'order', moment: Moment, effects: SyncEffect[]): SyncState {
  const { order } = state;
  const { clock } = moment;
  if (!order || order.playback || order.hold || state.pending || !clock || event === 'emptied') return state;
  if (order.role !== 'host' || moment.view.readyState < METADATA) return state;
  const { view } = moment;
  // A page that goes on to the room's next film may play it by itself, or go to where it was left the last time.
  if (order.change > 0 && view.paused && moment.now - state.loadedAt < LOADED_MS) return state;
  const blank: Playback = { position: view.position, rate: view.rate, paused: view.paused, at: 0 };
  return tell(state, 'start', blank, { order, clock }, moment, effects);
}

/** A pause that was taken for the site's but lasts with a ready player is the person's (SPEC IN-4). */
function promote(state: SyncState, moment: Moment, effects: SyncEffect[]): SyncState {
  const context = contextOf(state, moment);
  if (!context) return startRoom(state, 'ready', moment, effects);
  const { view, now } = moment;
  if (state.demotedAt === undefined) return state;
  if (!disagrees('pause', view, context)) return { ...state, demotedAt: undefined };
  if (now - state.demotedAt < PROMOTE_MS) return state;
  // Nobody presses pause in a tab that nobody sees.
  if (view.hiddenSince !== undefined) return { ...state, demotedAt: undefined };
  if (view.readyState < CAN_PLAY) return state;
  return tell(state, 'pause', context.target, context, moment, effects);
}

/** Keeps readings of a player that moves freely at the room's rate. */
function read(state: SyncState, { now, view }: Moment): SyncState {
  const free = state.phase.kind === 'following' || state.phase.kind === 'starting';
  if (!free || view.paused || view.seeking || view.readyState < CAN_PLAY || now - state.brokenAt < SETTLE_MS)
    return state;
  return { ...state, samples: addReading(state.samples, { at: now, position: view.position }) };
}
