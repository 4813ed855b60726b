import { HAVE_METADATA, type PlayerView } from '../player/player-view';

/**
 * Whether a player goes round by itself, and whether that still counts (SPEC LO-1, LO-2). `loop` is an attribute: no event
 * tells of its change.
 */
export interface LoopWatch {
  /** The element begins again by itself, as it last showed; undefined: no film has been seen in it. */
  readonly byItself: boolean | undefined;
  /** The length of a round of the room, as it was last known, s. */
  readonly roomRoundS: number | undefined;
  /** The room has stopped going round: what the element does by itself is asked for by nobody any more. */
  readonly over: boolean;
}

export const noLoop: LoopWatch = { byItself: undefined, roomRoundS: undefined, over: false };

/** @param room the room's playback; undefined: nothing is to be done to this player just now */
export function watchLoop(
  before: LoopWatch,
  { loop, readyState }: Pick<PlayerView, 'loop' | 'readyState'>,
  room: { readonly roundS?: number | undefined } | undefined,
): LoopWatch {
  const byItself = readyState < HAVE_METADATA ? before.byItself : loop;
  const roomRoundS = room ? room.roundS : before.roomRoundS;
  const stopped = before.roomRoundS !== undefined && roomRoundS === undefined;
  const begun = roomRoundS !== undefined || (byItself === true && before.byItself === false);
  const over = (before.over || stopped) && !begun;
  const same = byItself === before.byItself && roomRoundS === before.roomRoundS && over === before.over;
  return same ? before : { byItself, roomRoundS, over };
}

/** The person has switched off here what the room goes round by. */
export function isSwitchedOff(before: LoopWatch, { byItself, roomRoundS }: LoopWatch): boolean {
  return before.byItself === true && byItself === false && roomRoundS !== undefined;
}
