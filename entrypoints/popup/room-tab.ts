import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import type { RoomView } from '../../lib/core/ports/room-view';
import { inviteLink, inviteText } from '../../lib/core/wire/invite';

/**
 * The link to send for a room: the address that the room's tab shows now, with the invite. Where the
 * browser keeps that address from us, the code alone, which takes the same suffix. Empty: no room, or
 * not looked up yet.
 */
export function useInviteLink(view: RoomView | undefined): string {
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
  if (room === undefined || address === undefined) return '';
  const invite = { code: room.code, ...(room.inviteServer ? { server: room.inviteServer } : {}) };
  return /^https?:/.test(address) ? inviteLink(address, invite) : inviteText(invite);
}
