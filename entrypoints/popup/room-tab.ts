import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { addressToTell } from '../../lib/core/film/address-secrets';
import type { RoomView } from '../../lib/core/ports/room-view';
import { inviteLink, inviteText } from '../../lib/core/wire/invite';

export interface InviteShown {
  readonly link: string;
  /** Names of what the address has and the link has not (SPEC MK-9). */
  readonly left: readonly string[];
}
export const noInvite: InviteShown = { link: '', left: [] };

/**
 * The link to send for a room: the address that the room's tab shows now, with the invite. Where the
 * browser keeps that address from us, the code alone, which takes the same suffix. Empty: no room, or
 * not looked up yet.
 */
export function useInviteLink(view: RoomView | undefined): InviteShown {
  const room = view?.state === 'room' ? view : undefined;
  const tabId = room?.tabId;
  const [address, setAddress] = useState<string | undefined>();
  useEffect(() => {
    if (tabId === undefined) return undefined;
    const look = async () => {
      const tab = await browser.tabs.get(tabId).catch(() => undefined);
      setAddress(tab?.url ?? '');
    };
    const updated = (changed: number) => {
      if (changed === tabId) void look();
    };
    void look();
    browser.tabs.onUpdated.addListener(updated);
    return () => browser.tabs.onUpdated.removeListener(updated);
  }, [tabId]);
  if (room === undefined || address === undefined) return noInvite;
  const invite = { code: room.code, ...(room.inviteServer ? { server: room.inviteServer } : {}) };
  if (!/^https?:/.test(address)) return { link: inviteText(invite), left: [] };
  return { link: inviteLink(address, invite), left: addressToTell(address).left };
}
