import { browser } from 'wxt/browser';
import type { Check } from '../../lib/core/doctor/check';
import type { DiscordView } from '../../lib/core/ports/companion';
import type { Offer } from '../../lib/core/ports/offer';
import type { Problem } from '../../lib/core/ports/room-view';
import type { Invite } from '../../lib/core/wire/invite';

/**
 * What the background must know over its own death, and nobody after the browser's: `storage.session` is in
 * memory and closed to content scripts.
 */
export interface Session {
  /** The room that there is, or is on its way. */
  readonly room: RoomSession | undefined;
  /** What went wrong last, until the person has read it. */
  readonly problem: Problem | undefined;
  /** What was tried when it did. */
  readonly checks: readonly Check[] | undefined;
  /** What was wanted last, to be tried again after a problem. */
  readonly attempt: Attempt | undefined;
  /** Invites that wait for a press, by the tab in which they were opened. */
  readonly offers: Readonly<Record<string, Offer>>;
  /** Codes of invites that a page's script was seen to go to by itself, by tab. */
  readonly selfMade: Readonly<Record<string, string>>;
  /** A join ticket of Discord's is being taken to its host. */
  readonly joining: true | undefined;
  /** One that waits for a press, in whichever tab; or why one came to nothing, for a person who is in another room. */
  readonly ticket: Exclude<Offer, { invite: unknown }> | undefined;
  /** While Discord is switched on: how it is. */
  readonly discord: DiscordView | undefined;
  /** Tabs whose page has made the popup open once. */
  readonly shownIn: readonly number[];
  /** Since the browser was started, or the extension loaded, the background has had its first turn. */
  readonly begun: boolean | undefined;
  /** A room can be taken up again that nobody has left. */
  readonly returns: boolean | undefined;
}

/** The one record of the room. */
export interface RoomSession {
  readonly tabId: number;
  readonly role: 'host' | 'guest';
  /** A host's is known once the room is open. */
  readonly code?: string | undefined;
  /**
   * `bound`: the tab is the room's, and the room place has not been asked yet. `tab-gone`: the room goes on for a while
   * without its tab (SPEC RS-3).
   */
  readonly phase: 'bound' | 'entering' | 'open' | 'tab-gone';
  /** What its tab showed last, without any invite: by it the tab is known when it is reopened. */
  readonly address?: string | undefined;
  /** Its tab is of a private window, and so is the room: it stays in that kind of window (SPEC RS-10). */
  readonly private?: true | undefined;
  /** It is shown on Discord. */
  readonly onDiscord?: true | undefined;
  /** Tabs that were opened since the room's was closed: one of them may be it. */
  readonly since?: readonly number[] | undefined;
  /** For the room place, should it die. Opaque here. */
  readonly room?: unknown;
}

export type Attempt =
  | { readonly type: 'create'; readonly tabId: number }
  | { readonly type: 'join'; readonly tabId: number; readonly invite: Invite; readonly seen?: true };

const EMPTY: Session = {
  room: undefined,
  problem: undefined,
  checks: undefined,
  attempt: undefined,
  offers: {},
  selfMade: {},
  joining: undefined,
  ticket: undefined,
  discord: undefined,
  shownIn: [],
  begun: undefined,
  returns: undefined,
};
const KEYS = Object.keys(EMPTY);

export async function readSession(): Promise<Session> {
  const kept: Record<string, unknown> = await browser.storage.session.get(KEYS);
  return { ...EMPTY, ...kept };
}

/** `undefined` removes, and so does what is empty: without a room and without news nothing is kept. */
export async function writeSession(change: Partial<Session>): Promise<void> {
  const entries = Object.entries(change);
  const isGone = (value: unknown) =>
    value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  const gone = entries.filter(([, value]) => isGone(value)).map(([key]) => key);
  const kept = Object.fromEntries(entries.filter(([, value]) => !isGone(value)));
  if (gone.length > 0) await browser.storage.session.remove(gone);
  if (Object.keys(kept).length > 0) await browser.storage.session.set(kept);
}

/** Names one tab's entry in a record by tabs, the newest last; the oldest go when there are many. */
export function withTab<T>(all: Readonly<Record<string, T>>, tabId: number, entry: T | undefined): Record<string, T> {
  const others = Object.entries(all).filter(([tab]) => tab !== String(tabId));
  return Object.fromEntries([
    ...others.slice(-(TABS_MAX - 1)),
    ...(entry === undefined ? [] : [[String(tabId), entry] as const]),
  ]);
}
/** Nobody has more invites open; a page that opens tabs must not fill the memory. */
const TABS_MAX = 20;
