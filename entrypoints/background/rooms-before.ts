import { browser } from 'wxt/browser';
import type { KeptRooms } from '../../lib/browser/kept-rooms';
import { roomConfig } from '../../lib/browser/settings';
import { showTab } from '../../lib/browser/tabs';
import { pageUrl } from '../../lib/core/film/media';
import { asLeft, type KeptRoom, type RecentRoom } from '../../lib/core/ports/recent-rooms';
import { paint } from './badge';
import type { InTurn, RoomKeeper } from './room';
import { readSession, writeSession } from './session';

/** The extension is loaded anew within a second or two; after more than this the person may be somewhere else by now, ms. */
const AT_ONCE_MS = 120_000;

/** What a popup without a room is told of rooms that there were. */
export interface RoomsBefore {
  /** The one in which this member was when the browser, or the extension, came to its end. */
  readonly present?: RecentRoom;
  /** The newest first. */
  readonly recent: readonly RecentRoom[];
}

/** The way back to rooms that this member was in, over the end of the browser (SPEC RS-7, RS-8). */
export function roomsBefore(rooms: KeptRooms, room: RoomKeeper, inTurn: InTurn) {
  /** The tab that shows this page, or a new one with it. Nobody's private window is one. */
  const tabAt = async (page: string): Promise<number | undefined> => {
    const url = pageUrl(page);
    if (url === undefined) return undefined;
    const there = (await browser.tabs.query({})).find(
      (tab) => !tab.incognito && tab.url !== undefined && pageUrl(tab.url) === url,
    );
    if (there?.id === undefined) return (await browser.tabs.create({ url })).id;
    await showTab(there.id);
    return there.id;
  };

  const takeUp = (kept: KeptRoom, tabId: number) => room.takeUp(tabId, asLeft(kept, Date.now()), kept.here);

  return {
    /**
     * This is the first turn since the browser was started, or the extension loaded. A room whose tab is there as it was,
     * for the extension alone was loaded anew, goes on by itself; any other is offered.
     */
    begin: () =>
      inTurn(async () => {
        const { begun, room: there } = await readSession();
        if (begun) return undefined;
        await writeSession({ begun: true });
        const kept = there ? undefined : await rooms.present();
        if (!kept) return undefined;
        const { tabId } = kept.record;
        const tab = await browser.tabs.get(tabId).catch(() => undefined);
        const isThere = tab?.url !== undefined && pageUrl(tab.url) === kept.here;
        if (isThere && Date.now() - kept.room.at < AT_ONCE_MS) return kept;
        await writeSession({ returns: true });
        await paint();
        return undefined;
      }).then((kept) => kept && takeUp(kept, kept.record.tabId)),

    /** @param code of a room; undefined: the one that was left by no word */
    async return(code: string | undefined): Promise<boolean> {
      if ((await readSession()).room) return false;
      if (code === undefined) {
        const kept = await rooms.present();
        const tabId = kept && (await tabAt(kept.here));
        return tabId !== undefined && takeUp(kept as KeptRoom, tabId);
      }
      const wanted = (await rooms.recent()).find((recent) => recent.code === code);
      const tabId = wanted && (await tabAt(wanted.url));
      if (!wanted || tabId === undefined) return false;
      const { server, key, positionS, hosted } = wanted;
      const again = { key, ...(positionS === undefined ? {} : { positionS }) };
      await room.enter({
        type: 'join',
        tabId,
        invite: { code, ...(server ? { server } : {}) },
        config: await roomConfig(),
        ...(hosted ? { again } : {}),
      });
      return true;
    },

    /** @param all the list as well, or only the room that could be taken up */
    async forget(all: boolean): Promise<void> {
      await (all ? rooms.clear() : rooms.left());
      await inTurn(async () => {
        await writeSession({ returns: undefined });
        await paint();
      });
    },

    /** @returns undefined where there were none */
    async told(): Promise<RoomsBefore | undefined> {
      const [present, recent] = [await rooms.present(), await rooms.recent()];
      if (!present && recent.length === 0) return undefined;
      return { ...(present ? { present: present.room } : {}), recent };
    },
  };
}
