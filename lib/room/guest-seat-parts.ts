import type { Scheduler } from '../core/time/scheduler';
import type { HostChatMessage } from '../core/wire/chat-words';
import type { Colour } from '../core/wire/colours';
import type { MemberId } from '../core/wire/protocol';
import type { Backoff } from './backoff';
import type { Dialler } from './dialler';
import type { SeatListeners } from './seat';

export interface GuestSeatDependencies {
  readonly scheduler: Scheduler;
  readonly self: MemberId;
  /** Of this member, as it is now. */
  readonly name: () => string;
  readonly colour: () => Colour | undefined;
  /** Dials the hosts that the seat believes. */
  readonly dialler: Dialler;
  readonly backoff: () => Backoff;
  /** Evenly from 0 to 1. */
  readonly random: () => number;
  readonly chat: {
    /** A link to the host begins. @param talks something was said in the host's chat already */
    begun(talks: boolean): void;
    take(message: HostChatMessage): void;
  };
}

export interface GuestSeatListeners extends SeatListeners {
  /** The host is gone, and this member is the next. @returns whether it is host now: it must know what the room is */
  follows(epoch: number): boolean;
  /** The host's person is asked. */
  knocking(): void;
  /** The room is met under this code from now on. Unchecked. */
  moved(code: string): void;
}
