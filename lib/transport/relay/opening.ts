import type { RelayAddress, RoomAddress } from '../transport';
import type { Keys } from './seal';

/** What an end is opened with. */
export interface Opening {
  readonly address: RoomAddress;
  readonly relay: RelayAddress;
  readonly keys: Keys;
  /** Where the host says which room is its own: the room whose host is everybody who knows the code. */
  readonly rendezvous: string;
}
