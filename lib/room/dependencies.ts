import type { RoomAddress } from '../transport/transport';
import type { Way } from '../transport/way';
import type { RoomSecrets, Scheduler, Sealing } from './links/link';

/** What a room is made of, handed in. `wallNow`: ms since 1970, used only to bring playback over a restart. */
export interface RoomDependencies {
  readonly sealing: Sealing;
  /** The ways in which members reach each other, the best first. */
  readonly ways: readonly Way[];
  readonly scheduler: Scheduler;
  readonly wallNow: () => number;
  readonly randomId: () => string;
  /** A new room code, canonical. */
  readonly makeCode: () => string;
  /** Evenly from 0 to 1. */
  readonly random: () => number;
  readonly iceServers: RoomAddress['iceServers'];
}

/** Where the room of these secrets is met at this slot. */
export function address(
  secrets: RoomSecrets,
  slot: number,
  server: string | undefined,
  iceServers: RoomAddress['iceServers'],
): RoomAddress {
  const { rendezvousIds, token, door, ways } = secrets;
  return {
    rendezvousId: rendezvousIds[slot] ?? '',
    token,
    door,
    server,
    iceServers,
    // Which servers are used is for the way to say.
    ...(ways && {
      ...(ways.manual && { manual: ways.manual }),
      relay: { secret: ways.relay, urls: [] },
      trystero: { ...ways.trystero, trackers: [], relays: [] },
    }),
  };
}

/** Microseconds are enough, and fewer bytes. */
export function roundToMicroseconds(ms: number): number {
  return Math.round(ms * 1e3) / 1e3;
}
