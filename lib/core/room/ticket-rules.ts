import type { Refusal } from '../wire/hello-words';
import { MEMBERS_MAX } from '../wire/protocol';
import type { RoomFacts } from './facts';

/** A join ticket is shown for so long, and then another one, ms. */
export const TICKET_SHOWN_MS = 30 * 60_000;
/** After that it is good for so long: Discord shows the new one late, and a friend may still be about to press, ms. */
export const TICKET_OVERLAP_MS = 10 * 60_000;
/** Whoever was let in has so long to come: as long as the ticket may be good that Discord handed over, ms. */
const GRANT_MS = TICKET_SHOWN_MS + TICKET_OVERLAP_MS;
/** Nobody lets in more in forty minutes. */
const GRANTS_MAX = 64;

/** Until when each of those who were let in may come, local ms. */
export type Grants = readonly number[];

/** A member of the room has let one more in. @param now local ms */
export const grant = (grants: Grants, now: number): Grants =>
  [...standing(grants, now), now + GRANT_MS].slice(-GRANTS_MAX);

/** One of them has come. */
export const spend = (grants: Grants, now: number): Grants => standing(grants, now).slice(1);

const standing = (grants: Grants, now: number): Grants => grants.filter((until) => until > now);

type Door = Pick<RoomFacts, 'members' | 'locked'>;

/**
 * Why nobody gets the invite for a ticket just now (SPEC TK-3). A ticket alone opens nothing: Discord's servers know it, and
 * so does everybody to whom it was ever handed.
 *
 * @returns `refused`: as many have come as were let in
 */
export function ticketRefusal({ members, locked }: Door, grants: Grants, now: number): Refusal | undefined {
  if (locked) return 'locked';
  if (members.length >= MEMBERS_MAX) return 'full';
  return standing(grants, now).length === 0 ? 'refused' : undefined;
}

/** Whether a ticket may be shown: somebody can come in, and there is a page to come to (SPEC TK-2). */
export const showsTicket = ({ members, locked, media }: Door & Pick<RoomFacts, 'media'>): boolean =>
  !locked && members.length < MEMBERS_MAX && media !== undefined;
