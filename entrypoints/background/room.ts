import type { RoomPlace } from '../../lib/browser/room-place';
import { keepServer, readTrust } from '../../lib/browser/servers';
import { roomConfig } from '../../lib/browser/settings';
import { isPrivate, openTab, tabExists } from '../../lib/browser/tabs';
import { holdsNone, type RoomCommand, type RoomConfig, type RoomView } from '../../lib/core/ports/room-view';
import type { ServiceRecord } from '../../lib/core/ports/service-record';
import { paint, showBadge } from './badge';
import { endJourney } from './go';
import { inject } from './inject';
import { addressOf, followRoomTab } from './room-tab';
import { type Attempt, readSession, withTab, writeSession } from './session';

/** The room place and a way to speak to the service in it. */
export interface Place extends RoomPlace {
  perform(command: RoomCommand): Promise<void>;
  /** Is there no room in it, nor one on its way? Asked only while it runs. */
  isIdle(): Promise<boolean>;
  resume(record: unknown): Promise<boolean>;
  /** Takes a join ticket to its host. What comes of it is told later. */
  redeem(ticket: string, config: RoomConfig): Promise<void>;
}

/** Runs one task after another. */
export type InTurn = <T>(task: () => Promise<T>) => Promise<T>;
export type Entry = Extract<RoomCommand, { type: 'create' | 'join' }>;

/**
 * Which room there is, as the background knows it: one record in the session, the tab that goes with it, and the room
 * place. Every change of it waits for its turn.
 */
/** @param left there is no room to take up again any more */
export function keepRoom(place: Place, inTurn: InTurn, left: () => Promise<void>) {
  const perform = async (command: RoomCommand) => {
    if (await place.isRunning()) await place.perform(command);
  };

  const moveTo = async (tabId: number) => {
    const { room } = await readSession();
    if (!room) return;
    await writeSession({ room: { ...room, tabId, phase: room.room ? 'open' : 'entering', since: undefined } });
    await perform({ type: 'tab-replaced', tabId });
    await inject(tabId);
  };
  const tab = followRoomTab(inTurn, {
    gone: (tabId) => perform({ type: 'tab-gone', tabId }),
    replaced: moveTo,
    strayed: (url) => perform({ type: 'strayed', url }),
  });
  // Listeners count only when they are there in a worker's first turn: so on, and off again without a room.
  tab.on();
  const ready = readSession().then(({ room }) => {
    if (!room) tab.off();
  });

  const forget = async (change: Parameters<typeof writeSession>[0] = {}) => {
    tab.off();
    // The room place says so too, and may be gone before that is done.
    void left();
    await writeSession({ room: undefined, ...change });
  };

  /**
   * Binds the tab before anything starts: what is opened a moment later finds that there is a room. In a turn of the
   * caller's; `begin` follows in one of its own, so that Cancel comes in between.
   */
  const bind = async (wanted: Attempt) => {
    await ready;
    tab.on();
    await endJourney();
    const { tabId } = wanted;
    const { offers } = await readSession();
    const [address, isHidden] = await Promise.all([addressOf(tabId), isPrivate(tabId)]);
    await writeSession({
      // The record of the room before goes with it: a room that was left is not revived.
      room: {
        tabId,
        role: wanted.type === 'create' ? 'host' : 'guest',
        ...(wanted.type === 'join' ? { code: wanted.invite.code } : {}),
        phase: 'bound',
        ...(address === undefined ? {} : { address }),
        ...(isHidden ? { private: true } : {}),
      },
      attempt: wanted,
      problem: undefined,
      returns: undefined,
      checks: undefined,
      offers: withTab(offers, tabId, undefined),
    });
  };

  /** @param reloads the scout loads the page again: what is put into the present one would only be lost */
  const begin = (entry: Entry, reloads = false) =>
    inTurn(async () => {
      const { room } = await readSession();
      // Cancelled, or another was wanted after it.
      if (room?.tabId !== entry.tabId || room.phase !== 'bound') return;
      await writeSession({ room: { ...room, phase: 'entering' } });
      try {
        await place.start();
        await place.perform({
          ...entry,
          config: { ...entry.config, ...((await isPrivate(entry.tabId)) ? { private: true } : {}) },
        });
      } catch (error) {
        await forget({ attempt: undefined });
        await paint();
        throw error;
      }
      if (!reloads) await inject(entry.tabId);
    });

  const enter = async (entry: Entry) => {
    await inTurn(() => bind(attemptOf(entry)));
    await begin(entry);
  };

  return {
    perform,
    bind,
    begin,
    enter,
    moveTo,

    /** What was wanted last, once more. */
    async retry(tabId: number): Promise<boolean> {
      const { attempt } = await readSession();
      if (!attempt) return false;
      const isThere = await tabExists(attempt.tabId);
      await enter({ ...attempt, tabId: isThere ? attempt.tabId : tabId, config: await roomConfig() });
      return true;
    },

    /** The film goes on in this tab, and so does the room (SPEC RS-9). */
    moveHere: (tabId: number): Promise<boolean> =>
      inTurn(async () => {
        const { room } = await readSession();
        const address = await addressOf(tabId);
        if (!room || room.phase === 'bound' || room.tabId === tabId || address === undefined) return false;
        if ((await isPrivate(tabId)) !== (room.private === true)) return false;
        await writeSession({ room: { ...room, address } });
        await moveTo(tabId);
        return true;
      }),

    /** The closed tab's page in a new tab, which is the room's from then on. */
    async reopen(): Promise<boolean> {
      const { room } = await readSession();
      if (room?.phase !== 'tab-gone' || room.address === undefined) return false;
      const id = await openTab(room.address, room.private === true);
      if (id === undefined) return false;
      await inTurn(() => moveTo(id));
      return true;
    },

    /** A room in which this member was when all that the browser had in mind was lost. @returns whether it is taken up */
    takeUp: (tabId: number, kept: ServiceRecord, address: string): Promise<boolean> =>
      inTurn(async () => {
        await ready;
        const { room, offers } = await readSession();
        if (room) return false;
        tab.on();
        const record = { ...kept, tabId };
        const { code, belief } = kept.room;
        const role = belief ? 'guest' : 'host';
        await writeSession({
          room: { tabId, role, code, phase: 'entering', address, room: record },
          ...{ attempt: undefined, problem: undefined, returns: undefined },
          offers: withTab(offers, tabId, undefined),
        });
        try {
          await place.start();
          if (await place.resume(record)) {
            await inject(tabId);
            return true;
          }
        } catch (error) {
          console.error('lockstep: a room could not be taken up again', error);
        }
        // It can be tried once more.
        tab.off();
        await writeSession({ room: undefined, returns: true });
        await paint();
        return false;
      }),

    /**
     * Also from a room that is only bound yet: its turn to begin finds nothing. A storage that fails keeps nobody in a room.
     * @param ends a host's room is over for everybody
     */
    leave: (ends?: true) =>
      inTurn(async () => {
        const { room, joining } = await readSession().catch(() => ({ room: undefined, joining: undefined }));
        try {
          await forget({ attempt: undefined, joining: undefined });
          await paint();
        } finally {
          await perform({ type: 'leave', ...(ends ? { ends } : {}) });
        }
        // Nobody is told of the end of what was no room yet.
        if (joining && !room) await place.stop();
      }),

    changed: (view: RoomView) =>
      inTurn(async () => {
        // The end of one room may be told only after the next has begun: it must not take that one along.
        const ended = holdsNone(view);
        if (ended && (await place.isRunning()) && !(await place.isIdle().catch(() => true))) return;
        if (!ended) return showBadge(view);
        if ((await readSession()).room?.phase === 'bound') return;
        const { problem, checks } = view.state === 'problem' ? view : {};
        await forget({ problem, checks, ...(problem ? {} : { attempt: undefined }) });
        await paint();
        if (!(await readSession()).joining) await place.stop();
      }),

    /** For who needs no room in it. */
    start: () => inTurn(() => place.start()),

    /** Nobody needs the room place for anything but a room: without one it goes. */
    rest: () =>
      inTurn(async () => {
        const { room } = await readSession();
        if (!room && (await place.isRunning()) && (await place.isIdle().catch(() => false))) await place.stop();
      }),

    /** Of the room place: for its next life. */
    keep: (record: unknown) =>
      inTurn(async () => {
        const { room } = await readSession();
        const kept = record ? roomIn(record) : undefined;
        // A record that arrives after the room's end would bring it back to life; one of the room before, likewise.
        if (
          !room ||
          !kept ||
          room.phase === 'bound' ||
          (room.role === 'guest' && ![kept.code, kept.formerly].includes(room.code))
        )
          return;
        const phase = room.phase === 'entering' ? 'open' : room.phase;
        await writeSession({ room: { ...room, code: kept.code, phase, room: record } });
        if (room.phase === 'entering' && kept.server) await rememberServer(kept.server, room.tabId);
      }),

    /** The port of a page broke, or was not taken: the room place is started again if it died. */
    revive: (tabId: number | undefined) =>
      inTurn(async () => {
        const { room } = await readSession();
        if (room === undefined || tabId !== room.tabId) return false;
        // A place that dies as it is asked is there no more.
        const isIdle = (await place.isRunning()) ? await place.isIdle().catch(() => undefined) : undefined;
        if (isIdle !== undefined) return !isIdle;
        if (!room.room) return false;
        await place.start();
        // The room may have been given another tab while nobody was there to be told.
        const isResumed = await place.resume({ ...Object(room.room), tabId: room.tabId });
        if (room.onDiscord) await perform({ type: 'show-on-discord', on: true });
        return isResumed;
      }),
  };
}
export type RoomKeeper = ReturnType<typeof keepRoom>;

export function attemptOf(entry: Entry): Attempt {
  const { type, tabId } = entry;
  if (type === 'create') return { type, tabId };
  return { type, tabId, invite: entry.invite, ...(entry.seen ? { seen: true } : {}) };
}

/**
 * Who has been in a room over a server has agreed to it. Nothing is kept of a private window (SPEC EX-4). A browser that
 * keeps nothing asks again the next time.
 */
async function rememberServer(server: string, tabId: number): Promise<void> {
  try {
    if ((await readTrust(server)) !== 'unknown' || (await isPrivate(tabId))) return;
    await keepServer(server);
  } catch (error) {
    console.debug('lockstep: the server of this room is not kept', error);
  }
}

/** What is read of a record that is otherwise the room place's own. */
interface KeptRoom {
  readonly code: string;
  readonly formerly?: string;
  readonly server?: string;
}

function roomIn(record: unknown): KeptRoom | undefined {
  const { room } = Object(record) as Record<string, unknown>;
  const { code, formerly, server } = Object(room) as Record<string, unknown>;
  if (typeof code !== 'string') return undefined;
  return {
    code,
    ...(typeof formerly === 'string' ? { formerly } : {}),
    ...(typeof server === 'string' ? { server } : {}),
  };
}
