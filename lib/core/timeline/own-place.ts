import type { PlayerView } from '../player/player-view';
import { ROUND_MIN_S } from '../time/playback';

/**
 * How places of the room's film and of what this player shows go together, seconds. The sync step speaks of the room's
 * places only; they are translated where a player is looked at and where it is sought (SPEC CU-1).
 */
export interface OwnPlace {
  /** Own place − room's place: another cut, a recap before the film. */
  readonly shiftS: number;
  /** The length after which a film that loops begins again. */
  readonly roundS: number | undefined;
}

/** The same film in two files may differ by so much, s. */
const SAME_ROUND_S = 1;

/** A loop begins again here at the latest when its jump is looked at. */
const SEAM_S = 0.3;

/** @returns the length of one round of a film that loops; undefined: it does not, or not by a known length */
export function roundOf({ loop, duration }: PlayerView): number | undefined {
  return loop && Number.isFinite(duration) && duration >= ROUND_MIN_S ? duration : undefined;
}

/** In a room whose film loops every player goes round that has the same film, whether it loops by itself or not. */
export function ownRound({ duration }: PlayerView, roomS: number | undefined): number | undefined {
  return roomS !== undefined && Math.abs(duration - roomS) < SAME_ROUND_S ? duration : undefined;
}

/**
 * What the player shows, in the room's places.
 * @param expected where the room is, s: of a loop's rounds the one that is nearest to it is meant
 */
export function inRoomPlaces(view: PlayerView, { shiftS, roundS }: OwnPlace, roomPosition: number): PlayerView {
  if (roundS === undefined && shiftS === 0) return view;
  const position = view.position - shiftS;
  if (roundS === undefined) return { ...placedAt(view, position), duration: view.duration - shiftS };
  // A loop has no end that the room could come to.
  const rounds = Math.round((roomPosition - position) / roundS);
  return { ...placedAt(view, position + rounds * roundS), duration: Number.NaN, ended: false };
}

/** What the player shows, counted from another zero. @param position where it is, s */
export function placedAt(view: PlayerView, position: number): PlayerView {
  const byS = position - view.position;
  return { ...view, position, seekableStart: view.seekableStart + byS, bufferedTo: view.bufferedTo + byS };
}

/**
 * Is a jump the loop's own, and not a person's?
 * @param seen in the room's places @param shown as the player shows it
 * @param stopsAtEnd the room goes round no more: where it is at its end, the element alone begins again
 */
export function isSeam(
  seen: PlayerView,
  shown: PlayerView,
  { roundS }: OwnPlace,
  roomPosition: number,
  stopsAtEnd: boolean,
): boolean {
  if (shown.position >= SEAM_S) return false;
  if (roundS !== undefined) return Math.abs(seen.position - roomPosition) < ROUND_MIN_S;
  return stopsAtEnd && roomPosition > seen.duration - ROUND_MIN_S;
}

/** @param place of the room, s @returns what to seek this player to, s; never below 0 */
export function toOwnPlace(place: number, { shiftS, roundS }: OwnPlace): number {
  const own = place + shiftS;
  return roundS === undefined ? Math.max(0, own) : ((own % roundS) + roundS) % roundS;
}
