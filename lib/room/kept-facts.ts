import { type KeptFacts, MET_MAX } from '../core/ports/service-record';
import type { HostState } from '../core/room/host-state';
import { boundPlayback, inOtherTime, type Playback, reanchor } from '../core/time/playback';
import { nameToTell } from '../core/wire/fields';
import { MEMBERS_MAX } from '../core/wire/protocol';

/** @param state by this member's own clock, as its host holds it or would hold it @param wallNow ms since 1970 @param now own clock, ms */
export function keptFacts(
  state: HostState,
  { lost, met }: Pick<KeptFacts, 'lost' | 'met'>,
  wallNow: number,
  now: number,
): KeptFacts {
  const { run, epoch, host, control, drivers, together, locked, approves, playback, film, media, members, audience } =
    state;
  return {
    ...{ run, epoch, control, drivers, together, locked, approves, film },
    ...(media ? { media } : {}),
    ...(audience === undefined ? {} : { audience }),
    ...(playback ? { playback: state.waiting ? goingOn(playback, now) : playback } : {}),
    others: members.filter(({ id }) => id !== host).map(({ id, name }) => ({ id, name })),
    // Members that come under ever new keys, and go without a word, leave no record that is not taken.
    lost: lost.slice(-MET_MAX),
    met: met.slice(-MET_MAX),
    wallAheadMs: wallNow - now,
  };
}

/** Who is waited for is not known to the room's next life: it stands still for nobody, and finds out anew. */
const goingOn = (playback: Playback, now: number): Playback => ({ ...playback, paused: false, at: now });

/** The state of a room taken up again: the film has gone on meanwhile. */
export function restored(
  fresh: HostState,
  {
    playback,
    control,
    drivers,
    together,
    locked = false,
    approves = false,
    film,
    media,
    others,
    audience,
    wallAheadMs,
  }: KeptFacts,
  wallNow: number,
  now: number,
): HostState {
  // Whoever took a full room over without a place of its own has one now.
  const away = others
    .slice(0, MEMBERS_MAX - 1)
    .map(({ id, name }) => ({ id, name: nameToTell(name), state: 'away' as const }));
  const known = {
    ...fresh,
    control,
    drivers,
    together,
    locked,
    approves,
    film,
    media,
    ...(audience === undefined ? {} : { audience }),
    members: [...fresh.members, ...away],
  };
  if (!playback) return known;
  const { landmarks: _, ...rest } = playback;
  return { ...known, playback: boundPlayback(reanchor(inOtherTime(rest, wallAheadMs - (wallNow - now)), now)) };
}

/** More than a crystal drifts over a party. */
const WALL_STEP_MS = 500;

/** Notices that somebody has set the wall clock, or the machine has slept, since a record was written by it. */
export class WallWatch {
  /** Of the wall clock against the room's, ms. */
  private offsetMs: number;

  /** @param wallNow ms since 1970 @param now room time, ms */
  constructor(
    private readonly wallNow: () => number,
    private readonly now: () => number,
  ) {
    this.offsetMs = wallNow() - now();
  }

  /** A record is being written. @returns by this wall time */
  written(): number {
    const wallNow = this.wallNow();
    this.offsetMs = wallNow - this.now();
    return wallNow;
  }

  get hasStepped(): boolean {
    return Math.abs(this.wallNow() - this.now() - this.offsetMs) > WALL_STEP_MS;
  }
}
