import type { OfferReason } from '../room/opened-invite';
import type { Invite } from '../wire/invite';
import type { ServerTrust } from '../wire/server-trust';
import type { Problem } from './room-view';

/** What a join ticket was good for: the invite, and the page that the room watches (SPEC TK-4). */
export interface Redeemed {
  readonly invite: Invite;
  readonly page: string;
}
export type Outcome = Redeemed | { readonly problem: Problem };

/** An invite that waits for a press, as the background keeps it and the popup shows it (SPEC SC-3). */
export type Offer =
  | {
      readonly invite: Invite;
      readonly why: OfferReason;
      readonly trust: ServerTrust;
      /** A page may have read it: it has made it, or it was open already. */
      readonly seen?: true;
    }
  /** A join ticket, as Discord has handed it over: redeemed on *Join*, for its host would see this machine's address. */
  | {
      readonly ticket: string;
      readonly server?: string;
      readonly why: OfferReason;
      readonly trust: ServerTrust;
    }
  /** Wanted by a person who is in another room, and why that came to nothing. */
  | { readonly problem: Problem };
