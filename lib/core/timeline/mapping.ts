import type { PlayerView } from '../player/player-view';
import { targetOf } from '../sync/orders';
import { LIVE_TOLERANCE_S } from '../sync/settle-live';
import type { SyncState } from '../sync/state';
import type { PlayerMoment, SyncEffect, SyncEvent } from '../sync/step-io';
import { toRemote } from '../time/clock';
import { type Landmark, LIVE_BASE_S, placeAt } from '../time/playback';
import { shiftBetween } from './landmarks';
import { type EdgeWatch, edgeOffsetOf } from './live-edge';
import { inRoomPlaces, isSeam, type OwnPlace, ownRound, placedAt, roundOf, toOwnPlace } from './own-place';

/** What lies between the room's places and what one player shows, at one moment. */
export interface Mapping {
  readonly own: OwnPlace;
  /** Where the room is now, s; undefined while it is nowhere, or its time is not known. */
  readonly roomPosition: number | undefined;
  /** This player shows a live stream… */
  readonly live: boolean;
  /** …and the room's playback is one. */
  readonly roomLive: boolean;
  /** Their places can't be compared: the player counts as being where the room is, and is only played and paused. */
  readonly incomparable: boolean;
  /** The length of a round, as a press here tells it. */
  readonly loopToTell: number | undefined;
  /** The room goes round no more, and this player would by itself: it is to stop at its end. */
  readonly stopsAtEnd: boolean;
  /** Where this player's live edge is as well as that will ever be known. */
  readonly settled: boolean;
  /** The room's place of the live edge, s. */
  readonly edge: number | undefined;
  /** Places of the stream that this player knows, in the room's (SPEC LV-6). */
  readonly landmarks: readonly Landmark[];
  /** Own place − the room's by those that the host knows too, s: better than by the edge. */
  readonly matchedS: number | undefined;
}

/** A stream whose edge has not been seen to move by now shows none, ms. */
const EDGE_WITHIN_MS = 10_000;
/** So far behind an edge that nothing shows a stream is taken to be, s. */
const ASSUMED_BEHIND_S = 10;
/** Landmarks that say something else than the edge by more are of another stream, s. */
const PLAUSIBLE_S = 30;

/** What a player shows beside its view. */
export interface Shown {
  readonly watch: EdgeWatch;
  /** In own places. */
  readonly landmarks: readonly Landmark[];
  /** How its places and the host's were known to go together before, s. */
  readonly matchedS: number | undefined;
  /** The person's own. */
  readonly shiftS: number;
  /** The room has stopped going round. */
  readonly loopOver: boolean;
}

export function mappingOf(
  sync: SyncState,
  { watch, landmarks, matchedS, shiftS, loopOver }: Shown,
  moment: PlayerMoment,
): Mapping {
  const { clock, view, now } = moment;
  const live = watch.isStream;
  const target = targetOf(sync);
  const roomPosition = target && clock ? placeAt(target, toRemote(clock, now)) : undefined;
  const playback = sync.order?.playback;
  const roomLive = playback ? playback.live === true : live;
  if (!live) {
    const own = { shiftS, roundS: ownRound(view, playback?.roundS) };
    const loopToTell = (loopOver ? undefined : roundOf(view)) ?? playback?.roundS;
    const stopsAtEnd = loopOver && view.loop;
    const stream = { landmarks: [], matchedS: undefined, settled: true, edge: undefined };
    return { own, roomPosition, live, roomLive, incomparable: roomLive, loopToTell, stopsAtEnd, ...stream };
  }
  const lead = edgeOffsetOf(watch, now);
  const waited = now - watch.since > EDGE_WITHIN_MS;
  const liveEdge = LIVE_BASE_S + (clock ? toRemote(clock, now) / 1000 : 0);
  // Own place = lead + local time − distance, the room's = base + room time − distance.
  const edgeShift = lead && clock ? lead.s + now / 1000 - liveEdge : undefined;
  // Nothing shows an edge: wherever the player is counts as a little behind it.
  const seen = edgeShift ?? view.position + ASSUMED_BEHIND_S - liveEdge;
  // The host, too, keeps to what it has told (SPEC LV-10): whatever it comes to know of its edge, and over a reload.
  const told = playback?.landmarks;
  // Once known it holds, also while a host is not heard.
  const found = told && (shiftBetween(landmarks, told) ?? matchedS);
  const plausible = edgeShift !== undefined && found !== undefined && Math.abs(found - edgeShift) < PLAUSIBLE_S;
  const matched = plausible ? found : undefined;
  const base = matched ?? seen;
  const own = { shiftS: base + shiftS, roundS: undefined };
  const incomparable =
    !roomLive || edgeShift === undefined || (roomPosition !== undefined && matched === undefined && !lead?.sure);
  return {
    ...{ own, roomPosition, live, roomLive, incomparable, loopToTell: undefined, stopsAtEnd: false, matchedS: matched },
    settled: lead?.sure === true || waited,
    edge: incomparable ? undefined : liveEdge + (edgeShift - base) - shiftS,
    landmarks: incomparable ? [] : landmarks.map(({ name, place }) => ({ name, place: rounded(place - base) })),
  };
}

/** Finer than any segment is cut, s: more digits are only bytes. */
const rounded = (place: number) => Math.round(place * 1e5) / 1e5;

/** What the player shows, in the room's places. */
export function inRoomView(view: PlayerView, { own, roomPosition, incomparable, live }: Mapping): PlayerView {
  const duration = Number.POSITIVE_INFINITY;
  if (incomparable && roomPosition !== undefined) return { ...placedAt(view, roomPosition), duration };
  if (live) return { ...placedAt(view, view.position - own.shiftS), duration };
  return inRoomPlaces(view, own, roomPosition ?? view.position);
}

/**
 * Is an event the player's own doing, and no person's: the seam of a loop, or what a live player does to keep up with
 * its edge (SPEC LO-1, LV-4)?
 * @param seen in the room's places @param shown as the player shows it
 */
export function isPlayersOwn(event: SyncEvent, seen: PlayerView, shown: PlayerView, mapping: Mapping): boolean {
  const { own, roomPosition = seen.position, live } = mapping;
  if (event.type !== 'player') return false;
  if (event.event === 'ratechange') return live;
  // The end of a round, for a player that does not loop by itself.
  if (event.event === 'pause') return shown.ended && own.roundS !== undefined;
  if (event.event !== 'seeking' && event.event !== 'seeked') return false;
  if (!live) return isSeam(seen, shown, own, roomPosition, mapping.stopsAtEnd);
  // What stands falls out of the stream's window at last, and jumps by itself.
  return seen.paused || Math.abs(seen.position - roomPosition) < LIVE_TOLERANCE_S;
}

/** What is to be done, in this player's places; what is told, in the room's terms. */
export function toPlayerEffect(effect: SyncEffect, { own, roomLive, loopToTell }: Mapping): SyncEffect {
  if (effect.type === 'seek') return { ...effect, position: toOwnPlace(effect.position, own) };
  if (effect.type !== 'intent') return effect;
  if (roomLive) return { ...effect, playback: { ...effect.playback, rate: 1, live: true } };
  return loopToTell === undefined ? effect : { ...effect, playback: { ...effect.playback, roundS: loopToTell } };
}
