import type { ServerTrust } from '../wire/server-trust';

/** Who began it, as far as the browser tells (SPEC SC-5). */
export type OpenedBy = 'person' | 'page';

/**
 * Why an invite waits for a press: a page began it; the person wants to be asked; its server is not known; a host
 * would end its own room; or the person is in another room.
 */
export type OfferReason = 'page' | 'asked' | 'server' | 'own-room' | 'other-room';

/** What is done with an invite that was opened. */
export type InviteDecision =
  | { readonly do: 'join' }
  /** Bring the room's tab to the front: it is the room's own invite. */
  | { readonly do: 'show-room' }
  /** The room's own invite, and its tab is gone: the tab in which it was opened becomes the room's. */
  | { readonly do: 'take-tab' }
  | { readonly do: 'offer'; readonly why: OfferReason }
  | { readonly do: 'nothing' };

export interface OpenedInvite {
  readonly code: string;
  readonly by: OpenedBy;
  readonly trust: ServerTrust;
  /** The person's setting: opening an invite joins at once. */
  readonly autoJoin: boolean;
  /** The room that there is, or is on its way. A host's code is not known until the room is open. */
  readonly room?:
    | {
        readonly code?: string | undefined;
        readonly role: 'host' | 'guest';
        readonly tabIsGone: boolean;
        /** It is in a private window and the invite in another, or the other way round (SPEC RS-10). */
        readonly isApart?: boolean;
      }
    | undefined;
}

/** Decides what becomes of an invite that was opened (SPEC SC-2…). Nothing has left the browser by then. */
export function decideInvite({ code, by, trust, autoJoin, room }: OpenedInvite): InviteDecision {
  // Nothing that is done in the one kind of window shows in the other.
  if (room?.isApart) return { do: 'offer', why: by === 'page' ? 'page' : 'other-room' };
  if (room?.code === code) {
    // A page that knows the code of its visitor's room may not fling the person's tabs about.
    if (by === 'page') return { do: 'nothing' };
    return { do: room.tabIsGone ? 'take-tab' : 'show-room' };
  }
  if (by === 'page') return { do: 'offer', why: 'page' };
  // Who has closed the room's tab, and opens another friend's invite, has left the one for the other.
  if (room && !room.tabIsGone) return { do: 'offer', why: 'other-room' };
  if (room?.role === 'host') return { do: 'offer', why: 'own-room' };
  if (!autoJoin) return { do: 'offer', why: 'asked' };
  return trust === 'known' ? { do: 'join' } : { do: 'offer', why: 'server' };
}
