import { type Playback, POSITION_MAX_S, positionAt, reanchor, SKIP_MAX_S } from '../time/playback';
import type { Member, MemberId, SkipOffer } from '../wire/protocol';
import { mayDrive } from './facts';
import { type HeardSkip, type HostState, touched } from './host-state';
import { STATE_POLICY } from './state-policy';
import { pressedTogether } from './waiting';

/** As it is shown to a member. */
export interface SkipQuestion {
  /** Whose player it was. */
  readonly who: string;
  /** Place of the room, s. */
  readonly to: number;
  /** This member may take the room there. */
  readonly may: boolean;
}
export type SkipAnswer = 'skip' | 'stay';

/** Nobody thinks longer about a piece that plays meanwhile. */
const OFFER_MS = 15_000;
/** One of a member in this time. */
const OFFER_GAP_MS = 5_000;
/** What is this near will have been played before anybody has read of it, s. */
const OFFER_NEAR_S = 0.5;
/** The way there takes a part of the piece, and the room's place is of a moment later, s. */
const SLACK_S = 5;
/** Two skippers know a piece's end about this well, s. */
const SAME_OFFER_S = 1;

/**
 * Takes an offer of a member to skip to a place (SPEC RO-9).
 * @param to place of the room, s @param now room time, ms
 * @returns the same state when it is dropped
 */
export function offerSkip(state: HostState, by: MemberId, to: number, now: number): HostState {
  const { playback } = state;
  if (!playback || playback.paused || playback.live || !Number.isFinite(to)) return state;
  const aheadS = to - positionAt(playback, now);
  if (aheadS < OFFER_NEAR_S || aheadS > SKIP_MAX_S + SLACK_S) return state;
  if (!mayDrive(state, by) || !state.members.some(({ id }) => id === by)) return state;
  const kept = state.skips.filter(({ at }) => now - at < OFFER_MS);
  if (kept.some((skip) => skip.by === by && now - skip.at < OFFER_GAP_MS)) return state;
  const offer = { by, to, at: now, change: state.change };
  const skips = [...kept.filter((skip) => skip.by !== by), offer];
  const next = touched({ ...state, skips });
  const agreed = (member: Member) =>
    !STATE_POLICY[member.state].takesPart ||
    skips.some((skip) => skip.by === member.id && isValid(skip, state) && Math.abs(skip.to - to) <= SAME_OFFER_S);
  return state.members.every(agreed) ? skipTogether(next, offer, playback, now) : next;
}

/** Everybody was taken there, and would be put back for nobody's sake (SPEC RO-11). */
function skipTogether(state: HostState, { by, to }: SkipOffer, room: Playback, now: number): HostState {
  const playback = { ...reanchor(room, now), position: to };
  return pressedTogether({ ...state, change: state.change + 1, playback, cause: 'seek', by }, playback, now);
}

const isValid = ({ change }: HeardSkip, state: Pick<HostState, 'change'>) => change === state.change;

/** What is to be told: it is not long past, and nobody has pressed anything since. @param now room time, ms */
export function newestSkip(state: Pick<HostState, 'skips' | 'change'>, now: number): SkipOffer | undefined {
  const newest = state.skips.findLast((skip) => isValid(skip, state) && now - skip.at < OFFER_MS);
  return newest && { by: newest.by, to: Math.min(POSITION_MAX_S, newest.to), at: Math.round(newest.at) };
}

/**
 * For how long an offer still stands, ms; 0: no more. Everybody works it out by the room's time, so that nothing has to
 * be taken back.
 * @param now room time, ms
 */
export function skipLeftMs({ to, at }: SkipOffer, playback: Playback | undefined, now: number): number {
  if (!playback) return 0;
  const leftS = to - OFFER_NEAR_S - positionAt(playback, now);
  const arrivesMs = playback.paused ? Number.POSITIVE_INFINITY : (leftS / playback.rate) * 1000;
  return leftS <= 0 ? 0 : Math.max(0, Math.min(at + OFFER_MS - now, arrivesMs));
}
