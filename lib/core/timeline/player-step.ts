import { SEEK_S } from '../correction/plan';
import { profileOf, withProfile } from '../player/profile';
import { report } from '../sync/context';
import { takeNews, targetOf } from '../sync/orders';
import { release } from '../sync/release';
import {
  initialSync,
  LONG_AGO,
  markDiscontinuity,
  nextLoad,
  restingAnew,
  type Step,
  type SyncState,
} from '../sync/state';
import { syncStep } from '../sync/step';
import type { OrderEvent, PlayerMoment, SyncEffect, SyncEvent } from '../sync/step-io';
import { toRemote } from '../time/clock';
import type { Playback } from '../time/playback';
import { enterAd, leaveAd } from './ad-step';
import { type AdWatch, isAd, noAd, watchForAd } from './ad-watch';
import { type BufferWatch, type Fetched, landmarksOf, noBuffer, watchBuffer } from './landmarks';
import { type EdgeWatch, notLive, watchLive } from './live-edge';
import { isSwitchedOff, type LoopWatch, noLoop, watchLoop } from './loop-watch';
import { inRoomView, isPlayersOwn, type Mapping, mappingOf, toPlayerEffect } from './mapping';

/** The sync of one player, and what lies between the room's film and what the player shows. */
export interface PlayerState {
  readonly sync: SyncState;
  readonly ads: AdWatch;
  /** The person's own: own place − room's place, s. */
  readonly shiftS: number;
  readonly live: EdgeWatch;
  readonly loop: LoopWatch;
  readonly buffer: BufferWatch;
  /** Own place of the stream − the room's, s. */
  readonly streamShift: {
    /** As the readings so far were translated. */
    readonly appliedS: number;
    /** As it is known exactly (SPEC LV-6). */
    readonly matchedS: number | undefined;
  };
}

/** A stream's places are known anew with each of its segments: less is what these differ by, s. Readings bear it. */
const SAME_SHIFT_S = 0.005;

export const initialPlayer: PlayerState = {
  ...{ sync: initialSync, ads: noAd, shiftS: 0, live: notLive, buffer: noBuffer, loop: noLoop },
  streamShift: { appliedS: 0, matchedS: undefined },
};

/** What the page says of what it shows. */
export interface PageSigns {
  /** The site's own sign of an ad. */
  readonly ad: boolean;
  /** The site's own sign of a live stream. */
  readonly live: boolean;
  /** What plays is a file, as far as is known (SPEC LV-17): an infinite length is one that nobody has written into it. */
  readonly isFile?: boolean;
  /** Segments that it has fetched, the newest last. */
  readonly fetched?: readonly Fetched[];
  /** Any text that stays the same for as long as the page shows the same film. */
  readonly film: string;
}

export interface PlayerStep {
  readonly state: PlayerState;
  readonly effects: readonly SyncEffect[];
}

/**
 * Another video, or none: what belongs to the room stays, what belongs to a player begins anew, with what has been
 * learned here (SPEC CO-18): most likely it is a player of the same site. @param loadedAt local ms
 */
export function attached(state: PlayerState, loadedAt: number): PlayerState {
  // The limits are the page's: another video in the same place starts none of them afresh.
  const { order, lastIntentId, rateLimit, budget, refusedAt } = state.sync;
  const load = nextLoad(state.sync.load);
  const fresh = { ...initialSync, order, lastIntentId, rateLimit, budget, refusedAt, loadedAt, load };
  const sync = withProfile(fresh, profileOf(state.sync));
  const streamShift = { ...state.streamShift, matchedS: undefined };
  const watches = { ads: { ...state.ads, signed: false }, live: notLive, buffer: noBuffer, loop: noLoop };
  return { ...state, sync, ...watches, streamShift };
}

/** Nobody drives this player any more (SPEC PL-8): what is owed to it is to be carried out still. */
export function released(state: PlayerState): PlayerStep {
  const { state: sync, effects } = release(state.sync, targetOf(state.sync));
  return { state: { ...state, sync }, effects };
}

/** The person shifts this player against the room: it goes there at once, like after a press (SPEC CU-2). @param now local ms */
export function shifted(state: PlayerState, shiftS: number, now: number): PlayerState {
  if (shiftS === state.shiftS) return state;
  const { phase } = state.sync;
  const sync: SyncState = {
    ...markDiscontinuity(state.sync, now),
    disturbedAt: now,
    disturbedByOwnPress: false,
    seekCoolUntil: LONG_AGO,
    ...(phase.kind === 'resting' ? { phase: restingAnew } : {}),
  };
  return { ...state, sync, shiftS };
}

/**
 * The sync step of a player that may show other things than the room's film at the room's place: an ad (SPEC AD-1),
 * another cut (CU-1), a loop (LO-1), a live stream (LV-1).
 */
export function playerStep(
  before: PlayerState,
  event: SyncEvent | OrderEvent,
  seen: PlayerMoment,
  page: PageSigns,
): PlayerStep {
  const moment = page.isFile === true ? withoutEndless(seen) : seen;
  const { now, view } = moment;
  const { duration, seekableEnd } = view;
  const ads = watchForAd(before.ads, { page: page.film, duration, loop: view.loop, sign: page.ad }, now);
  // What the room wants is taken in first: the mapping is that of the new order.
  const { state: taken, effects: owed } = takeNews(stepOverAd(before, ads, now), event, moment);
  // Nothing that the player does is told to the room, and nothing that the room does is done to the player (SPEC AD-1).
  if (isAd(ads)) return { state: { ...before, sync: taken, ads }, effects: [...owed, report('ad')] };
  const emptied = event.type === 'player' && event.event === 'emptied';
  const live = watchLive(emptied ? notLive : before.live, { duration, seekableEnd, sign: page.live }, now);
  const { isStream } = live;
  const then: SyncEvent = event.type === 'order' ? { type: 'tick' } : event;
  const { fetched = [] } = page;
  const begun = emptied ? noBuffer : before.buffer;
  const buffer = fetched.length > 0 ? watchBuffer(begun, view.bufferedTo, now) : begun;
  const landmarks = isStream ? landmarksOf(buffer, fetched, now) : [];
  // Another life of the host's room place counts its places anew.
  const same = !emptied && taken.order?.epoch === before.sync.order?.epoch;
  const loop = watchLoop(emptied ? noLoop : before.loop, view, taken.order?.playback);
  const matchedBefore = same ? before.streamShift.matchedS : undefined;
  const known = { landmarks, matchedS: matchedBefore, shiftS: before.shiftS, loopOver: loop.over };
  const mapping = mappingOf(taken, { watch: live, ...known }, moment);
  const { matchedS } = mapping;
  const appliedS = isStream ? mapping.own.shiftS : before.streamShift.appliedS;
  const sync = translated(taken, appliedS - before.streamShift.appliedS, mapping, now);
  const step = stepInFrame(sync, then, moment, mapping);
  const ended = isSwitchedOff(before.loop, loop) ? endLoop(step, moment, mapping) : step;
  const state = { ...before, sync: ended.state, ads, live, buffer, loop, streamShift: { appliedS, matchedS } };
  return { state, effects: [...owed, ...ended.effects] };
}

/** A file that says no length has one that is not known yet. */
function withoutEndless(moment: PlayerMoment): PlayerMoment {
  const { view } = moment;
  return view.duration === Number.POSITIVE_INFINITY ? { ...moment, view: { ...view, duration: Number.NaN } } : moment;
}

/** An ad begins, or is over. */
function stepOverAd({ sync, ads: before }: PlayerState, ads: AdWatch, now: number): Step {
  if (isAd(ads) === isAd(before)) return { state: sync, effects: [] };
  return isAd(ads) ? enterAd(sync, now) : { state: leaveAd(sync, now), effects: [] };
}

/** A stream's places go together otherwise than was believed. @param byS that is new */
function translated(sync: SyncState, byS: number, { matchedS }: Mapping, now: number): SyncState {
  if (Math.abs(byS) < SAME_SHIFT_S) return sync;
  // How far it is from where it is now wanted says nothing of how it took to being sought before.
  const read: SyncState = { ...sync, samples: [], live: { ...sync.live, driftBefore: undefined } };
  // The player has been taken to the wrong place, or never to the right one.
  if (matchedS === undefined || Math.abs(byS) <= SEEK_S) return read;
  // A nudge under way was planned for that.
  const phase = read.phase.kind === 'nudging' ? { ...read.phase, until: now } : read.phase;
  return { ...read, phase, disturbedAt: now, seekCoolUntil: LONG_AGO };
}

function stepInFrame(sync: SyncState, event: SyncEvent, moment: PlayerMoment, mapping: Mapping) {
  const view = inRoomView(moment.view, mapping);
  const told = isPlayersOwn(event, view, moment.view, mapping) ? { ...event, echo: true } : event;
  const { order } = sync;
  // A room does not begin at a place that is about to be known better.
  const clock = order?.playback || mapping.settled ? moment.clock : undefined;
  const begins = mapping.live ? 0 : Math.max(0, -mapping.own.shiftS);
  const step = syncStep(sync, told, {
    ...moment,
    clock,
    view,
    begins,
    edge: mapping.edge,
    landmarks: mapping.landmarks,
    exact: mapping.matchedS !== undefined,
    stopsAtEnd: mapping.stopsAtEnd,
  });
  const effects = step.effects.map((effect) => toPlayerEffect(effect, mapping));
  const turnsLive = mapping.live && !mapping.roomLive && mapping.settled && order?.leads && !step.state.pending;
  if (!turnsLive || !moment.clock) return { state: step.state, effects };
  return startLive({ state: step.state, effects }, moment, toRemote(moment.clock, moment.now), mapping);
}

/** The person has switched the loop off: told as a jump to where this player is in its round, which goes on from there. */
function endLoop(step: Step, { clock, view, now }: PlayerMoment, { own }: Mapping): Step {
  const { order, pending } = step.state;
  if (!order?.canControl || !order.playback || pending || !clock) return step;
  const { rate, paused } = order.playback;
  const at = toRemote(clock, now);
  return tellJump(step, { position: Math.max(0, view.position - own.shiftS), rate, paused, at }, now);
}

/** Tells the room of a jump that nobody has pressed. */
function tellJump({ state, effects }: Step, playback: Playback, now: number): Step {
  const id = state.lastIntentId + 1;
  return {
    state: { ...state, lastIntentId: id, pending: { id, playback, since: now }, disturbedAt: now },
    effects: [...effects, { type: 'intent', id, cause: 'seek', playback }],
  };
}

/**
 * What looked like a film shows to be a stream, or the host's page has turned to one: from here on the room's places
 * are those of a stream (SPEC LV-1).
 */
function startLive(step: Step, { view, now }: PlayerMoment, at: number, { own }: Mapping): Step {
  const position = view.position - own.shiftS;
  return tellJump(step, { position, rate: 1, paused: view.paused, at, live: true }, now);
}
