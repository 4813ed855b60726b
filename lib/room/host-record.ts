import type { RoomRecord } from '../core/ports/service-record';
import type { HostState } from '../core/room/host-state';
import { boundPlayback, type Playback, reanchor } from '../core/time/playback';
import type { Identity } from './links/link';

type HostRecord = Extract<RoomRecord, { role: 'host' }>;

/**
 * What a host keeps over a death of its room place. The room's clock dies with the document, so the playback
 * is written by this machine's wall clock: its only use, over seconds, on one machine.
 * @param wallNow ms since 1970 @param now room time, ms
 */
export function hostRecord(
  state: HostState,
  { code, server }: { readonly code: string; readonly server?: string },
  identity: Identity,
  wallNow: number,
  now: number,
): HostRecord {
  const { run, epoch, control, together, playback, film, media, members } = state;
  return {
    role: 'host',
    code,
    ...(server ? { server } : {}),
    name: members[0]?.name ?? '',
    identity: identity.exported,
    run,
    epoch,
    control,
    together,
    film,
    ...(media ? { media } : {}),
    ...(playback ? { playback: onWall(state.waiting ? goingOn(playback, now) : playback, wallNow - now) } : {}),
  };
}

/** Who is waited for is not known to the room's next life: it stands still for nobody, and finds out anew. */
const goingOn = (playback: Playback, now: number): Playback => ({ ...playback, paused: false, at: now });

/** The state of a room taken up again: the film has gone on meanwhile. */
export function restored(
  fresh: HostState,
  { playback, control, together, film, media }: HostRecord,
  wallNow: number,
  now: number,
): HostState {
  const known = { ...fresh, control, together, film, media };
  return playback ? { ...known, playback: boundPlayback(reanchor(offWall(playback, now - wallNow), now)) } : known;
}

/** The places of a live stream count with the room's clock, which dies: what is kept is how far it is from them. */
function onWall(playback: Playback, byMs: number): Playback {
  const { position, at, live } = playback;
  if (!live) return { ...playback, at: at + byMs };
  const { landmarks: _, ...rest } = playback;
  return { ...rest, at: at + byMs, position: position - at / 1000 };
}

function offWall(playback: Playback, byMs: number): Playback {
  const at = playback.at + byMs;
  return { ...playback, at, position: playback.live ? playback.position + at / 1000 : playback.position };
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
