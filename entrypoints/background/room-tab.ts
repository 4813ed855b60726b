import { type Browser, browser } from 'wxt/browser';
import { findInvite } from '../../lib/core/wire/fragment';
import { leaveIfStrayed } from './go';
import { inject } from './inject';
import { type RoomSession, readSession, writeSession } from './session';

/** A person does not open more tabs in the minute in which a closed one can be got back. */
const SINCE_MAX = 50;

interface RoomTabEvents {
  /** The room's tab is closed. */
  readonly gone: (tabId: number) => Promise<void>;
  /** Another tab is the room's from now on. */
  readonly replaced: (tabId: number) => Promise<void>;
  /** The page that the tab was taken to led on to this address of another site, and was left again. */
  readonly strayed: (url: string) => Promise<void>;
}

type Details = Pick<Browser.webNavigation.WebNavigationTransitionCallbackDetails, 'tabId' | 'frameId' | 'url'>;
type Committed = Browser.webNavigation.WebNavigationTransitionCallbackDetails & {
  /** Chrome's. */
  readonly documentLifecycle?: string;
};

/**
 * Follows the room's tab: puts the player part into what comes to be in it, notes where it is, and knows it again when
 * it is reopened (SPEC RS-3). All of it is listened to only while a tab is in a room: each of these would otherwise
 * wake the worker for every page the person opens.
 *
 * @param inTurn one change of the session after another
 */
export function followRoomTab(
  inTurn: (task: () => Promise<void>) => Promise<void>,
  { gone, replaced, strayed }: RoomTabEvents,
) {
  const room = async () => (await readSession()).room;
  const write = (now: RoomSession) => writeSession({ room: now });

  const moved = ({ tabId, frameId, url }: Details) => {
    if (frameId !== 0) return;
    void inTurn(async () => {
      const now = await room();
      const address = withoutInvite(url);
      if (now?.tabId === tabId && now.address !== address) await write({ ...now, address });
      if (now?.phase !== 'tab-gone' || !now.since?.includes(tabId)) return;
      // A tab that was opened since, and shows what the room's did. With an invite it is another matter.
      if (address !== url) await write({ ...now, since: now.since.filter((id) => id !== tabId) });
      else if (address === now.address) await replaced(tabId);
    });
  };
  // `executeScript` does not reach frames and pages that come later. Nor may it wait for its turn.
  const committed = async (details: Committed) => {
    // Nobody has opened it yet. It is committed once more when somebody does.
    if (details.documentLifecycle === 'prerender') return;
    moved(details);
    const { tabId, frameId } = details;
    if ((await room())?.tabId !== tabId) return;
    const astray = frameId === 0 ? await leaveIfStrayed(details) : undefined;
    // What is left again is no page of the room's.
    await (astray === undefined ? inject(tabId, [frameId]) : strayed(astray));
  };
  const created = ({ id }: Browser.tabs.Tab) =>
    void inTurn(async () => {
      const now = await room();
      if (now?.phase !== 'tab-gone' || id === undefined) return;
      await write({ ...now, since: [...(now.since ?? []), id].slice(-SINCE_MAX) });
    });
  const removed = (tabId: number) =>
    void inTurn(async () => {
      const now = await room();
      if (now?.tabId !== tabId) return;
      await write({ ...now, phase: 'tab-gone', since: [] });
      await gone(tabId);
    });
  const exchanged = (added: number, old: number) =>
    void inTurn(async () => {
      if ((await room())?.tabId === old) await replaced(added);
    });

  return {
    on() {
      browser.webNavigation.onCommitted.addListener(committed);
      browser.webNavigation.onHistoryStateUpdated.addListener(moved);
      browser.webNavigation.onReferenceFragmentUpdated.addListener(moved);
      browser.tabs.onCreated.addListener(created);
      browser.tabs.onRemoved.addListener(removed);
      browser.tabs.onReplaced?.addListener(exchanged);
    },
    off() {
      browser.webNavigation.onCommitted.removeListener(committed);
      browser.webNavigation.onHistoryStateUpdated.removeListener(moved);
      browser.webNavigation.onReferenceFragmentUpdated.removeListener(moved);
      browser.tabs.onCreated.removeListener(created);
      browser.tabs.onRemoved.removeListener(removed);
      browser.tabs.onReplaced?.removeListener(exchanged);
    },
  };
}

/** What a tab shows now, without any invite; undefined where the browser keeps it from us. */
export async function addressOf(tabId: number): Promise<string | undefined> {
  const tab = await browser.tabs.get(tabId).catch(() => undefined);
  return tab?.url && withoutInvite(tab.url);
}

/** The scout takes the invite out of the address a moment later. */
function withoutInvite(url: string): string {
  const at = url.indexOf('#');
  const found = at < 0 ? undefined : findInvite(url.slice(at));
  return found ? url.slice(0, at) + found.cleaned : url;
}
