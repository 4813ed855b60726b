import type { Scheduler } from '../core/time/scheduler';
import type { GuestChatMessage } from '../core/wire/chat-words';
import type { Colour } from '../core/wire/colours';
import type { MemberId } from '../core/wire/protocol';
import type { Doorway } from './doorway';
import type { GuestLink } from './links/link';
import type { Over } from './path';

export interface HostSeatDependencies {
  readonly scheduler: Scheduler;
  /** As this member has named itself. */
  readonly name: string;
  /** The colour that this member has chosen, as it is now. */
  readonly colour: () => Colour | undefined;
  /** Ways in, with the conversations over them. `guest` is to be called for each member that has proved itself. */
  readonly doorway: (listeners: { guest(link: GuestLink, over: Over): void; changed(): void }) => Doorway;
  /** The wall clock was set, so that what is kept has to be written anew. */
  readonly wallHasStepped: () => boolean;
  /** Who is not heard any more and has not said goodbye; who is back; who has said goodbye. */
  readonly members: Readonly<Record<'lost' | 'back' | 'left', (id: MemberId) => void>> & {
    /** Those who are lost and not back. */
    readonly suspects: readonly MemberId[];
  };
  /** This member makes another one host in its place. */
  readonly makeHost: (id: MemberId) => void;
  /** Who was ever here in this run. */
  readonly met: () => ReadonlySet<MemberId>;
  /** Somebody was sent away: the room moves to another code. */
  readonly moves: (removed: MemberId) => void;
  /** Takes what a member says in the chat. */
  readonly chat: { hear(by: MemberId, message: GuestChatMessage): void; readonly talks: boolean };
}
