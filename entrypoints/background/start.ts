import { browser } from 'wxt/browser';
import { answer, type Status } from '../../lib/browser/messages';
import type { RoomPlace } from '../../lib/browser/room-place';
import { readSettings, roomConfig } from '../../lib/browser/settings';
import { holdsNone, type Problem, type RoomCommand, type RoomView } from '../../lib/core/ports/room-view';
import { inviteText, parseInvite } from '../../lib/core/wire/invite';
import { showBadge, showPopup } from './badge';
import { go } from './go';
import { inject, injectBridge, roomTabListeners } from './room-tab';
import { readSession, writeSession } from './session';

/** The room place and a way to speak to the service in it. */
export interface Place extends RoomPlace {
  perform(command: RoomCommand): Promise<void>;
  /** Is there no room in it, nor one on its way? Asked only while it runs. */
  isIdle(): Promise<boolean>;
  resume(record: unknown): Promise<boolean>;
}

/**
 * The background (SPEC BG-1): owns tabs, badge and storage, starts the room place. It may die at any
 * moment: what it must know lies in `storage.session`, and the room does not notice.
 */
export function startBackground(place: Place) {
  /** Commands that change which room there is, one after another. */
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const turn = queue.then(task, task);
    queue = turn.catch(() => {});
    return turn;
  };
  /** Set while this life of the background knows better than storage. */
  const perform = async (command: RoomCommand) => {
    if (await place.isRunning()) await place.perform(command);
  };
  const listeners = roomTabListeners({
    gone: () => perform({ type: 'tab-gone' }),
    strayed: (url) => perform({ type: 'strayed', url }),
    replaced: async (tabId) => {
      await writeSession({ tabId });
      await perform({ type: 'tab-replaced', tabId });
      await inject(tabId);
    },
  });
  // Listeners count only when they are there in a worker's first turn: so on, and off again without a room.
  listeners.on();
  const ready = readSession().then((session) => {
    if (session.tabId === undefined) listeners.off();
  });

  const enter = (tabId: number, command: RoomCommand) =>
    inTurn(async () => {
      listeners.on();
      await ready;
      listeners.on();
      await writeSession({ tabId, problem: undefined, offered: undefined });
      await place.start();
      await place.perform(command);
      await inject(tabId);
    });

  const changed = (view: RoomView) =>
    inTurn(async () => {
      // The end of one room may be told only after the next has begun: it must not take that one along.
      const ended = holdsNone(view);
      if (ended && (await place.isRunning()) && !(await place.isIdle().catch(() => true))) return;
      await showBadge(view);
      if (!ended) return;
      listeners.off();
      const problem = view.state === 'problem' ? view.problem : undefined;
      await writeSession({ tabId: undefined, record: undefined, problem });
      await place.stop();
    });

  const keep = (record: unknown) =>
    inTurn(async () => {
      const { tabId } = await readSession();
      // A record that arrives after the room's end would bring it back to life.
      if (record && tabId !== undefined) await writeSession({ record });
    });

  const status = async (): Promise<Status> => {
    const { problem, offered } = await readSession();
    const view: RoomView = problem ? { state: 'problem', problem: problem as Problem } : { state: 'none' };
    return { running: await place.isRunning(), view, ...(offered ? { offered } : {}) };
  };

  /** An invite that was opened: followed at once, unless the person wants to be asked or is in another room. */
  const openInvite = async (fragment: string, tabId: number | undefined): Promise<boolean> => {
    if (tabId === undefined) return false;
    const parsed = parseInvite(fragment);
    if (!parsed.ok) {
      await inTurn(() => writeSession({ problem: parsed.problem }));
      await showBadge({ state: 'problem', problem: parsed.problem });
      await showPopup();
      return true;
    }
    const { invite } = parsed;
    const session = await readSession();
    if (session.tabId !== undefined && session.code === invite.code) {
      await browser.tabs.update(session.tabId, { active: true });
      return true;
    }
    if (session.tabId !== undefined || !(await readSettings()).autoJoin) {
      await writeSession({ offered: { tabId, invite: inviteText(invite) } });
      await showBadge({ state: 'none' }, true);
      await showPopup();
      return true;
    }
    await enter(tabId, { type: 'join', tabId, invite, config: await roomConfig() });
    return true;
  };

  answer('background', {
    invite: async ({ fragment }, sender) => ({ taken: await openInvite(String(fragment), sender.tabId) }),
    command: async (command) => {
      if (command.type === 'create' || command.type === 'join') await enter(command.tabId, command);
      else await perform(command);
      return { ok: true };
    },
    status,
    dismiss: async () => {
      await inTurn(() => writeSession({ problem: undefined }));
      await showBadge({ state: 'none' });
      return null;
    },
    revive: async (_, sender) =>
      inTurn(async () => {
        const { tabId, record } = await readSession();
        if (tabId === undefined || sender.tabId !== tabId) return { running: false };
        if (await place.isRunning()) return { running: true };
        if (!record) return { running: false };
        await place.start();
        return { running: await place.resume(record) };
      }),
    bridge: async (_, { tabId, frameId }) => {
      const asked = tabId !== undefined && frameId !== undefined && (await readSession()).tabId === tabId;
      return { channel: asked ? await injectBridge(tabId, frameId) : null };
    },
    changed: async (view) => {
      await changed(view);
      return null;
    },
    keep: async (record) => {
      await keep(record);
      return null;
    },
    go: async (wanted) => {
      await go(wanted);
      return null;
    },
  });
  return { changed, keep, go };
}
