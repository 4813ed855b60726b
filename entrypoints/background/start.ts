import { browser } from 'wxt/browser';
import { type KeptRooms, keptRooms } from '../../lib/browser/kept-rooms';
import { readTable } from '../../lib/browser/language';
import type { Status } from '../../lib/browser/message-map';
import { answer } from '../../lib/browser/messages';
import { roomConfig } from '../../lib/browser/settings';
import { isPrivate } from '../../lib/browser/tabs';
import { pageUrl } from '../../lib/core/film/media';
import type { RoomView } from '../../lib/core/ports/room-view';
import { JOINING, paint } from './badge';
import { discordSwitch } from './discord';
import { go } from './go';
import { injectBridge } from './inject';
import { inviteDoor, type Opened } from './invites';
import { listenToKeys } from './keys';
import { type Openings, untold } from './openings';
import { type InTurn, keepRoom, type Place } from './room';
import { roomsBefore } from './rooms-before';
import { readSession, writeSession } from './session';
import { waitingInvites } from './waiting-invites';

/**
 * The background (SPEC BG-1): owns tabs, badge and storage, starts the room place. It may die at any
 * moment: what it must know lies in `storage.session`, and the room does not notice.
 */
export function startBackground(place: Place, openings: Openings = untold, rooms: KeptRooms = keptRooms()) {
  /** What changes the session, one thing after another. */
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn: InTurn = (task) => {
    const turn = queue.then(task, task);
    queue = turn.catch(() => {});
    return turn;
  };
  const room = keepRoom(place, inTurn, () => rooms.left());
  listenToKeys(room.perform);
  const before = roomsBefore(rooms, room, inTurn);
  // A worker that nobody asks for anything would not be started with its browser.
  browser.runtime.onStartup.addListener(() => {});
  browser.runtime.onInstalled.addListener(() => {});
  before.begin().catch((error: unknown) => console.error('lockstep: no room could be taken up again', error));
  const door = inviteDoor(room, openings, inTurn);
  const discord = discordSwitch({ place, room, inTurn });
  const changed = async (view: RoomView) => {
    await room.changed(view);
    await discord.changed(view);
  };

  const status = async (tabId: number | undefined): Promise<Status> => {
    const { problem, checks, attempt, offers, room: there, joining, ticket, discord: onDiscord } = await readSession();
    // From another room nobody is gone before the next one is found.
    const isJoining = joining && !there;
    const failed: RoomView | undefined = problem && { state: 'problem', problem, ...(checks ? { checks } : {}) };
    const view: RoomView = isJoining ? JOINING : (failed ?? { state: 'none' });
    const offered = (tabId === undefined ? undefined : offers[tabId]) ?? ticket;
    const isApart = there && tabId !== undefined && (await isPrivate(tabId)) !== (there.private === true);
    if (isApart) {
      const apart = { private: there.private === true, tabId: there.tabId };
      return { running: false, view: { state: 'none' }, apart, ...(offered ? { offered } : {}) };
    }
    const running = !isJoining && (await place.isRunning());
    const rooms = running || isJoining ? undefined : await before.told();
    return {
      running,
      view,
      ...(rooms ? { before: rooms } : {}),
      ...(offered ? { offered } : {}),
      ...(onDiscord ? { discord: onDiscord } : {}),
      ...(problem && attempt ? { attempt } : {}),
    };
  };

  answer('background', {
    invite: async (body, { tabId }) => {
      if (tabId !== undefined) await door.open(openedOf(body), tabId);
      return null;
    },
    'self-made': async (body, { tabId }) => {
      if (tabId !== undefined) await door.selfMade(openedOf(body).fragment, tabId);
      return null;
    },
    command: async (command) => {
      if (command.type === 'create' || command.type === 'join') await room.enter(command);
      else if (command.type === 'leave') await room.leave(command.ends);
      else await room.perform(command);
      return { ok: true };
    },
    'join-at': async ({ invite, page, tabId }) => {
      const there = await openAt(page, tabId);
      if (there !== undefined) await room.enter({ type: 'join', tabId: there, invite, config: await roomConfig() });
      return { ok: there !== undefined };
    },
    place: async () => {
      await room.start();
      return { ok: true };
    },
    rest: async () => {
      await room.rest();
      return null;
    },
    retry: async ({ tabId }) => ({ ok: await room.retry(tabId) }),
    return: async () => ({ ok: await room.reopen() }),
    'move-here': async ({ tabId }) => ({ ok: await room.moveHere(tabId) }),
    'return-to': async ({ code }) => ({ ok: await before.return(code) }),
    'forget-rooms': async ({ all }) => {
      await before.forget(all);
      return null;
    },
    status: ({ tabId }) => status(tabId),
    dismiss: async () => {
      await inTurn(async () => {
        await writeSession({ problem: undefined, checks: undefined, attempt: undefined });
        await paint();
      });
      return null;
    },
    decline: async ({ tabId }) => {
      await door.decline(tabId);
      return null;
    },
    'waiting-invites': waitingInvites,
    revive: async (_, { tabId }) => ({ running: await room.revive(tabId) }),
    bridge: async (_, { tabId, frameId }) => {
      const asked = tabId !== undefined && frameId !== undefined && (await readSession()).room?.tabId === tabId;
      return { channel: asked ? await injectBridge(tabId, frameId) : null };
    },
    words: async () => ({ table: (await readTable()) ?? null }),
    discord: async (act) => ({ ok: await discord.act(act) }),
    redeemed: async (outcome) => {
      await discord.redeemed(outcome);
      return null;
    },
    changed: async (view) => {
      await changed(view);
      return null;
    },
    keep: async (record) => {
      await room.keep(record);
      return null;
    },
    go: async (wanted) => {
      await go(wanted);
      return null;
    },
  });
  return { changed, keep: room.keep, go, redeemed: discord.redeemed };
}

/** A content script lives beside a hostile page: what it says is read as hostile, and what it leaves out says the worse. */
function openedOf(body: unknown): Opened {
  const { fragment, by, how, fresh } = (body ?? {}) as Record<string, unknown>;
  return {
    fragment: typeof fragment === 'string' ? fragment : '',
    by: by === 'person' ? 'person' : 'page',
    how: how === 'hash' ? 'hash' : 'load',
    fresh: fresh === true,
  };
}

/** Takes a tab to a page, or a new one. @returns the tab; undefined: this is no page to go to */
async function openAt(page: string, tabId: number | undefined): Promise<number | undefined> {
  const url = pageUrl(page);
  if (url === undefined) return undefined;
  const tab = tabId === undefined ? await browser.tabs.create({ url }) : await browser.tabs.update(tabId, { url });
  return tab?.id;
}
