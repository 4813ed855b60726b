import type { OpenTransport, RoomAddress } from '../transport/transport';
import type { RoomSecrets, Scheduler, Sealing } from './links/link';

/** What a room is made of, handed in. `wallNow`: ms since 1970, used only to bring playback over a restart. */
export interface RoomParts {
  readonly sealing: Sealing;
  readonly open: OpenTransport;
  readonly scheduler: Scheduler;
  readonly wallNow: () => number;
  readonly randomId: () => string;
  readonly iceServers: RoomAddress['iceServers'];
}

/** Where the room of these secrets is met. */
export function address(
  secrets: RoomSecrets,
  server: string | undefined,
  iceServers: RoomAddress['iceServers'],
): RoomAddress {
  const { rendezvousId, token, door } = secrets;
  return { rendezvousId, token, door, server, iceServers };
}

/** Microseconds are enough, and fewer bytes. */
export function micros(ms: number): number {
  return Math.round(ms * 1e3) / 1e3;
}
