import type { OfferReason } from '../room/opened-invite';
import type { Invite, InviteProblem } from '../wire/invite';
import type { ServerTrust } from '../wire/server-trust';

/** An invite that waits for a press, as the background keeps it and the popup shows it (SPEC SC-3). */
export type Offer =
  | {
      readonly invite: Invite;
      readonly why: OfferReason;
      readonly trust: ServerTrust;
    }
  /** Opened by a person in another room, and no invite at all. */
  | { readonly problem: InviteProblem };
