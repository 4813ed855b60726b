import type { Openings } from '../../../entrypoints/background/openings';
import type { Place } from '../../../entrypoints/background/room';
import { startBackground } from '../../../entrypoints/background/start';
import { keptRooms } from '../../../lib/browser/kept-rooms';
import type { Outcome } from '../../../lib/core/ports/offer';
import type { RoomCommand, RoomView } from '../../../lib/core/ports/room-view';
import { inviteText, makeRoomCode } from '../../../lib/core/wire/invite';
import { FakeBrowser, type FakeTab, holder } from '../../helpers/fake-browser';
import { memoryShelf } from '../../helpers/memory-shelf';

export const codeOf = (seed: number) => makeRoomCode(new Uint8Array(15).fill(seed));
export const ANNAS = codeOf(1);
export const BENS = codeOf(2);
export const FILM = 'https://v.example/film';

/** The room place as the background sees it; what a service in it would do a test does. */
export class FakePlace implements Place {
  running = false;
  idle = true;
  readonly performed: RoomCommand[] = [];
  readonly resumed: unknown[] = [];
  /** Tickets that it was asked to take to their hosts. */
  readonly redeemed: string[] = [];
  /** Held up until it is let go. */
  gate: Promise<void> = Promise.resolve();
  failure: Error | undefined;

  isRunning = async () => this.running;
  isIdle = async () => this.idle;
  start = async () => {
    await this.gate;
    if (this.failure) throw this.failure;
    this.running = true;
  };
  stop = async () => {
    this.running = false;
  };
  perform = async (command: RoomCommand) => {
    this.performed.push(command);
    if (command.type === 'create' || command.type === 'join') this.idle = false;
    if (command.type === 'leave') this.idle = true;
  };
  resume = async (record: unknown) => {
    this.resumed.push(record);
    return true;
  };

  redeem = async (ticket: string) => {
    this.redeemed.push(ticket);
  };

  /** What it was asked to enter, in order. */
  get entered() {
    return this.performed.filter(({ type }) => type === 'create' || type === 'join');
  }
}

/** A browser with the background in it. @param listen made in the browser, as the background would */
export function openBackground(listen?: () => Openings) {
  const browser = new FakeBrowser();
  holder.browser = browser;
  const place = new FakePlace();
  const shelf = memoryShelf();
  const rooms = keptRooms(shelf);
  let background = startBackground(place, listen?.(), rooms);
  const settled = async () => {
    // A turn of the queue is some promises long, and nothing in it waits for time.
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
  };

  return {
    browser,
    place,
    settled,
    /** The worker dies and is started again: it knows what is in storage. */
    async restart() {
      await settled();
      browser.forgetListeners();
      background = startBackground(place, listen?.(), rooms);
      await settled();
    },
    /** What outlasts the browser. */
    rooms,
    shelf,
    /** The extension is loaded anew, or the browser started: what was in mind is gone. */
    async reload() {
      await settled();
      await browser.storage.session.remove([...browser.storage.session.kept.keys()]);
      place.running = false;
      place.idle = true;
      await this.restart();
    },
    /** What the scout of a page says. */
    async invite(
      tab: FakeTab,
      what: { code?: string; server?: string; text?: string; by?: string; how?: string; fresh?: boolean },
    ) {
      const { code = ANNAS, server, by = 'person', how = 'load', fresh = false } = what;
      const fragment = what.text ?? inviteText({ code, ...(server ? { server } : {}) });
      await browser.send('invite', { fragment, by, how, fresh }, tab.id);
      await settled();
    },
    /** The service has opened the room that it was asked for. */
    async opened(tab: FakeTab, code: string, role: 'host' | 'guest' = 'guest', server?: string) {
      await background.keep({ tabId: tab.id, room: { role, code, ...(server ? { server } : {}) } });
      await background.changed(roomView(tab, code, role));
    },
    changed: (view: RoomView) => background.changed(view),
    redeemed: (outcome: Outcome) => background.redeemed(outcome),
    /** But that the background has had its first turn. */
    session: async () => {
      const { begun: _, ...rest } = await browser.storage.session.get();
      return rest;
    },
    room: async () => (await browser.storage.session.get('room')).room as Record<string, unknown> | undefined,
    offerIn: async (tab: FakeTab) =>
      ((await browser.send('status', { tabId: tab.id })) as { offered?: Record<string, unknown> }).offered,
    status: async (tab: FakeTab) => (await browser.send('status', { tabId: tab.id })) as Record<string, unknown>,
  };
}

export function roomView(tab: FakeTab, code: string, role: 'host' | 'guest' = 'guest', members = 2): RoomView {
  return {
    state: 'room',
    isHost: role === 'host',
    code,
    tabId: tab.id,
    inviteServer: undefined,
    control: 'everyone',
    canControl: true,
    together: false,
    locked: false,
    approves: false,
    knocks: [],
    asks: [],
    waiting: [],
    members: Array.from({ length: members }, (_, i) => ({
      id: String(i),
      name: String(i),
      isHost: i === 0,
      self: i === 1,
      state: 'in-sync',
    })),
    drift: [],
    connection: 'open',
    video: 'playing',
  };
}
