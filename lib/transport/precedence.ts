import type { PeerId } from '../core/wire/protocol';

/** What a host has to do that meets another host of its room. Both come to the same answer. */
export type Precedence =
  | 'stay'
  /** The same host has come back with another browser or a new life: new guests are for that one. */
  | 'superseded'
  /** Somebody else had the room first. */
  | 'code-in-use';

export interface HostClaim {
  readonly id: PeerId;
  readonly token: string;
  readonly ageMs: number;
}

/** Where no server decides who has a room, the hosts do. */
export function precedence(own: HostClaim, other: HostClaim): Precedence {
  const isOlder = own.ageMs === other.ageMs ? own.id < other.id : own.ageMs > other.ageMs;
  if (own.token === other.token) return isOlder ? 'superseded' : 'stay';
  return isOlder ? 'stay' : 'code-in-use';
}
