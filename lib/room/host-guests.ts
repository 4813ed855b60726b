import type { HostMessage, MemberId } from '../core/wire/protocol';
import type { GuestLink } from './links/link';
import { DEAD_MS, SUSPECT_MS } from './room';

/** The guests of a host's room: which link each is heard by, and since when it was heard last (SPEC HB-1). */
export class HostGuests {
  private readonly guests = new Map<MemberId, { readonly link: GuestLink; heardAt: number }>();

  /** @param now local ms @returns the link that this member was heard by before */
  add(id: MemberId, link: GuestLink, now: number): GuestLink | undefined {
    const before = this.guests.get(id)?.link;
    this.guests.set(id, { link, heardAt: now });
    return before;
  }

  /** @returns false for what comes by a link that another has taken the place of */
  hear(id: MemberId, link: GuestLink, now: number): boolean {
    const guest = this.guests.get(id);
    if (guest?.link !== link) return false;
    guest.heardAt = now;
    return true;
  }

  /** @returns false where another link has taken the place of this one */
  remove(id: MemberId, link: GuestLink): boolean {
    return this.guests.get(id)?.link === link && this.guests.delete(id);
  }

  /** Who has not been heard for so long that it is missed (`dead`), or shown to be silent. */
  silent(now: number): readonly { readonly id: MemberId; readonly link: GuestLink; readonly dead: boolean }[] {
    return [...this.guests].flatMap(([id, { link, heardAt }]) =>
      now - heardAt < SUSPECT_MS ? [] : [{ id, link, dead: now - heardAt >= DEAD_MS }],
    );
  }

  send(message: HostMessage) {
    for (const { link } of this.guests.values()) link.send(message);
  }
}
