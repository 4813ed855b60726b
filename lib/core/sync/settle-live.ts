import { estimateDrift } from '../correction/drift';
import { isScattered, NOISE_FACTOR, planCorrection, SEEK_S } from '../correction/plan';
import { canTake } from '../player/capabilities';
import { HAVE_FUTURE_DATA, type PlayerView } from '../player/player-view';
import { SEEK_TIMEOUT_MS } from '../player/profile';
import type { MemberState } from '../wire/protocol';
import { anchorRoom, knowsMore, landmarksReport } from './anchor';
import { resetSeekCooldown, SAME_RATE, type SettleContext, standsByItself, stepOf } from './context';
import { isCovered } from './latency';
import { beginNudge, continuesNudge, endNudge } from './nudge';
import { inPhase, markDiscontinuity, noLiveSeek, type Step, type SyncState } from './state';

/** Segments are 2 to 10 s long, and known half of that late on average: less says nothing of two players. */
export const LIVE_TOLERANCE_S = 1.5;
/** What one player reads of itself holds to this: beyond it each is corrected, or their errors would add up. */
const IN_STEP_S = 0.5;
/** Less of a host's own slip is not worth a word to all. */
const ANCHOR_MIN_S = 0.1;
/** …nor of one that is known exactly. */
const EXACT_ANCHOR_MIN_S = 0.005;
/** Further away a rate would have to be changed for minutes. */
const NUDGE_MAX_S = 4;
/** Hardly heard with its pitch kept; a player's own way of catching up with the edge is as fast. */
const NUDGE = 0.05;
/** So much is made good by a nudge after a seek: half a minute of it would be worse than the next seek. */
const REST_MAX_S = 0.75;
/** A player that was just sought or started shows for a while where it was, or fetches what it is to show. */
const LIVE_SETTLE_MS = 3_000;
/** Where a place is known exactly it shows soon: by 80 ms it slides in the first tenth of a second. */
const EXACT_SETTLE_MS = 500;
const COOLDOWN_MS = 10_000;
/** So long after a press, or after coming, a jump is not minded: a rate would be changed for a minute instead. */
const LIVE_FRESH_MS = 10_000;
/** Nearer to the edge a player runs dry. */
const EDGE_S = 1;
/** A player that keeps up with its edge is no faster: beyond, a person hurries, and the room is not led by that. */
const CATCH_UP_MAX = 0.15;
/** A player that was sought and is not nearer by a half of the way has refused. */
const REFUSED = 0.5;

/**
 * Following in a live stream (SPEC LV-3). Places are measured from the live edge, which each page knows to about a
 * segment: nothing is corrected often, or finely.
 */
export function settleLive(before: SyncState, context: SettleContext): Step {
  const { order, target, moment, effects } = context;
  const { view, now } = moment;
  let state = before;
  if (target.paused) {
    if (!view.paused) effects.push({ type: 'pause' });
    const dry = order.waiting.length > 0 && (view.readyState < HAVE_FUTURE_DATA || view.seeking);
    const memberState = dry ? (view.seeking ? 'seeking' : 'waiting') : 'paused';
    return stepOf(context, { ...unnudged(state, context), phase: { kind: 'idle' } }, memberState);
  }
  if (view.paused) {
    state = inPhase(unnudged(state, context), 'idle');
    const standing = standsByItself(state, context);
    if (standing) return standing;
    effects.push({ type: 'play' });
    return stepOf(context, markDiscontinuity(state, now), 'catching-up');
  }
  if (view.readyState < HAVE_FUTURE_DATA && !view.seeking)
    return stepOf(context, unnudged(noteStall(state), context), 'waiting');
  // Nobody waits for it, unlike in a film: at rest it could not be brought to the place that the room has then (SPEC WA-5).
  if (view.seeking && now - state.discontinuityAt < SEEK_TIMEOUT_MS) return stepOf(context, state, 'catching-up');
  return align(state, context);
}

/**
 * Where the room wants this player, s. What the host shows is there to be had, wherever this page believes the edge to be.
 * The host itself leads nobody to where nobody can be sought any more.
 */
function placeWanted({ expected, order, moment }: SettleContext): number {
  const { exact, edge = Number.POSITIVE_INFINITY, view } = moment;
  const place = exact ? expected : Math.min(expected, edge - EDGE_S);
  return order.leads ? Math.max(place, view.seekableStart) : place;
}

function align(before: SyncState, context: SettleContext): Step {
  const { moment, effects, target } = context;
  const { view, now } = moment;
  let state = before;
  const { exact, landmarks } = moment;
  const expected = placeWanted(context);
  const drift = view.position - expected;
  const size = Math.abs(drift);
  const memberState: MemberState = size <= LIVE_TOLERANCE_S ? 'in-sync' : 'catching-up';
  const isHost = context.order.leads;
  const leads = isHost && Math.abs(view.rate - target.rate) <= CATCH_UP_MAX;
  // The others could not be sought to a place that the stream no longer has.
  const isHad = view.position >= view.seekableStart - LIVE_TOLERANCE_S;
  const followsStall = state.live.stalled && isHad;
  const leadsWithinS = followsStall ? NUDGE_MAX_S : LIVE_TOLERANCE_S;
  // Where the room is not laid through it, what its page knows is told all the same: others wait for that (SPEC LV-6).
  const isFollowed = leads && size <= leadsWithinS && state.phase.kind !== 'nudging';
  if (isHost && !isFollowed && knowsMore(context)) effects.push(landmarksReport(context, memberState, drift));
  if (state.phase.kind === 'nudging') {
    if (continuesNudge(state, context)) return stepOf(context, state, 'in-sync', drift);
    state = unnudged(endNudge(state, context), context);
  }
  state = inPhase(state, 'following');
  const { driftBefore, refused } = state.live;
  // Read closely, it is known soon where such a player has come out.
  if (leads && landmarks.length > 0 && size <= (followsStall ? NUDGE_MAX_S : SEEK_S)) return lead(state, context);
  if (exact && size <= SEEK_S) return fine(resetSeekCooldown(arrived(state), now), context, drift);
  const covered = exact && isCovered(expected, view);
  // What is still to be fetched may be there in a moment, and a seek may land late.
  const settleMs = driftBefore === undefined && (covered || (exact && drift > 0)) ? EXACT_SETTLE_MS : LIVE_SETTLE_MS;
  if (now - state.discontinuityAt < settleMs || (!exact && now - state.disturbedAt < settleMs)) {
    effects.push({ type: 'wake', inMs: settleMs });
    return stepOf(context, state, memberState, drift);
  }
  if (driftBefore !== undefined) {
    const stayed = size > LIVE_TOLERANCE_S && size > Math.abs(driftBefore) * REFUSED && drift * driftBefore > 0;
    // At a rate of its own it has gone there since.
    state = {
      ...state,
      live: { ...state.live, driftBefore: undefined, refused: refused || (stayed && isAtRoomsRate(context)) },
    };
  }
  if (leads && size <= leadsWithinS) return lead(state, context);
  return makeGood(state, context, { expected, covered, memberState });
}

/** A player that has settled where it is not wanted is brought nearer (SPEC LV-9, LV-12), unless that may come by itself. */
function makeGood(
  state: SyncState,
  context: SettleContext,
  {
    expected,
    covered,
    memberState,
  }: { readonly expected: number; readonly covered: boolean; readonly memberState: MemberState },
): Step {
  const { moment, effects, target, order } = context;
  const { view, now, exact, landmarks } = moment;
  const { refused, stalled, movedByHost } = state.live;
  const drift = view.position - expected;
  const size = Math.abs(drift);
  // By its segments it is about to know better. The host has laid the room by them, unless it was loaded since.
  const unsure = !exact && landmarks.length > 0 && (!order.leads || now - state.loadedAt < LIVE_FRESH_MS);
  const awaits = unsure && now - state.disturbedAt < LIVE_FRESH_MS && size <= NUDGE_MAX_S;
  // What a seek has left over, where a place is known exactly, the next would leave as well.
  const rest = exact && size <= REST_MAX_S;
  const soon = movedByHost || (covered && (stalled || !state.live.wasBuffered));
  const cooling = now < state.seekCoolUntil - (soon ? COOLDOWN_MS - state.seekCooldownMs : 0);
  if (awaits || (!exact && size <= IN_STEP_S) || (cooling && (soon || !rest)))
    return stepOf(context, state, memberState, drift);
  // At a rate of its own a player would soon be away again: only a nudge ends that.
  const free = isAtRoomsRate(context);
  const fresh = free && (movedByHost || now - state.disturbedAt < LIVE_FRESH_MS) && size > LIVE_TOLERANCE_S;
  // Known exactly, it is sought from where a film is: nearer it is nudged above.
  const helps = !refused && bringsNearer(view, expected);
  const far = (exact && !cooling && helps) || size > NUDGE_MAX_S || fresh || !moment.gentle;
  if (far && !cooling && helps) {
    effects.push({ type: 'seek', position: expected });
    // Kept, it would bring the player as far away again before it may be sought anew.
    if (!free) effects.push({ type: 'rate', rate: target.rate });
    const live = { ...noLiveSeek, driftBefore: drift, wasBuffered: covered };
    const seekCoolUntil = now + COOLDOWN_MS;
    // Into what is buffered it may be sought sooner again, but not again and again.
    const seekCooldownMs = soon ? Math.min(COOLDOWN_MS, 2 * state.seekCooldownMs) : state.seekCooldownMs;
    return stepOf(
      context,
      { ...markDiscontinuity(state, now), seekCoolUntil, seekCooldownMs, live },
      memberState,
      drift,
    );
  }
  if (far) return stepOf(context, state, memberState, drift);
  const plan = { factor: drift > 0 ? 1 - NUDGE : 1 + NUDGE, durationMs: (size / (target.rate * NUDGE)) * 1000 };
  return stepOf(context, beginNudge(state, context, plan, 'stretched'), memberState, drift);
}

const isAtRoomsRate = ({ moment: { view }, target }: SettleContext) => Math.abs(view.rate - target.rate) < SAME_RATE;

/** Would a seek take half of the way away? What has fallen out of a stream's window is not to be had. */
function bringsNearer({ position, seekableStart }: PlayerView, expected: number): boolean {
  return Math.abs(Math.max(expected, seekableStart) - expected) <= Math.abs(position - expected) * REFUSED;
}

/** Unless it has not played yet: what is loaded anew goes to where the room is. */
function noteStall(state: SyncState): SyncState {
  return state.live.stalled || state.phase.kind === 'idle'
    ? state
    : { ...state, live: { ...state.live, stalled: true } };
}

/** Where a seek was to bring it. */
function arrived(state: SyncState): SyncState {
  return state.live.driftBefore === undefined ? state : { ...state, live: { ...state.live, driftBefore: undefined } };
}

/**
 * The host is left where it is, and the room laid through it (SPEC LV-13): what it knows better of its edge by now, the
 * others were sent to by the first guess; and where it has run dry, it would do so again that near to the edge. What it
 * knows of the stream goes with that, so that they need no edge at all (LV-6).
 */
function lead(state: SyncState, context: SettleContext): Step {
  const { target, moment, clock } = context;
  const { landmarks } = moment;
  const tells = landmarks.length > 0;
  const read = tells ? estimateDrift(state.samples, target, clock) : undefined;
  // A room beyond the edge is brought back, by as much at once as it may be moved.
  const beside = Math.min(NUDGE_MAX_S, Math.max(-NUDGE_MAX_S, moment.view.position - context.expected));
  const seconds = read?.seconds ?? beside;
  const isNews = knowsMore(context);
  return anchorRoom(state, context, {
    seconds,
    leastS: read ? Math.max(EXACT_ANCHOR_MIN_S, NOISE_FACTOR * read.noise) : ANCHOR_MIN_S,
    isScattered: tells && (!read || isScattered(read)),
    landmarks: tells ? landmarks : undefined,
    isNews,
    urgent: isNews,
  });
}

/** Where the host's place is known exactly (SPEC LV-8), a stream is followed as closely as a film, but for seeks. */
function fine(state: SyncState, context: SettleContext, drift: number): Step {
  const { target, moment, clock, effects } = context;
  const { view, now, gentle, traits } = moment;
  // Another rate is the player's own, which keeps up with its edge by it.
  if (Math.abs(view.rate - target.rate) >= SAME_RATE) return stepOf(context, state, 'in-sync', drift);
  const read = estimateDrift(state.samples, target, clock);
  const plan = planCorrection(read, {
    sinceMomentMs: Number.POSITIVE_INFINITY,
    sinceNudgeMs: now - state.nudgedAt,
    rate: target.rate,
    ...{ seekCooling: true, seeking: false, seekLeadMs: state.seekLeadMs },
    nudging: gentle && canTake(traits, state.capabilities).nudges,
    toleranceS: traits.toleranceS,
  });
  const seconds = read?.seconds ?? drift;
  if (plan.kind === 'measure') effects.push({ type: 'wake', inMs: plan.inMs });
  if (plan.kind !== 'nudge') return stepOf(context, state, 'in-sync', seconds);
  return stepOf(context, beginNudge(state, context, plan, 'resampled'), 'in-sync', seconds);
}

/** Whatever comes in between, a nudge is taken back. Any other rate is the page's own: such players catch up by it. */
function unnudged(state: SyncState, { effects, target, moment }: SettleContext): SyncState {
  if (state.phase.kind !== 'nudging') return state;
  const { rate } = moment.view;
  effects.push({ type: 'rate', rate: Math.abs(rate - state.phase.rate) < SAME_RATE ? target.rate : rate });
  return { ...state, phase: { kind: 'idle' } };
}
