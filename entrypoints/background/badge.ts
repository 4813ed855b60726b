import { browser } from 'wxt/browser';
import { isInFront } from '../../lib/browser/tabs';
import type { RoomView } from '../../lib/core/ports/room-view';
import { readSession } from './session';

const GREEN = '#1a7f4b';
const AMBER = '#9a6700';
const RED = '#b42318';
const BLUE = '#2458c5';

/**
 * The badge without a room: a problem that was not read yet, an invite that waits, or a room that can be taken up again. In a room it is the room's alone:
 * a word about something else would stand over the number of members until that changes (SPEC BG-3).
 *
 * @param offered an invite waits in the tab that the person looks at
 */
export async function paint(offered?: boolean): Promise<void> {
  const { room, problem, offers, returns, joining, ticket } = await readSession();
  if (room) return;
  if (joining) return showBadge(JOINING);
  if (problem) return showBadge({ state: 'problem', problem });
  // What pages made waits in their tabs, without a word anywhere else.
  const isOffered = (offer: (typeof offers)[string]) => 'why' in offer && offer.why !== 'page';
  const waits = ticket !== undefined || (offered ?? (returns || Object.values(offers).some(isOffered)));
  await showBadge({ state: 'none' }, waits);
}

/** The popup and the badge show this while a join ticket is taken to its host: its room has no tab yet. */
export const JOINING: RoomView = { state: 'connecting', creates: false, trying: 'server', tabId: -1 };

/** In a room, somebody asks to join: over the number of members, until all of them are answered (SPEC DX-5). */
export const showAsked = (): Promise<void> => showBadge({ state: 'none' }, true);

/** The toolbar badge: what is unread, or how many are in the room, coloured by how the room is. @param offered an invite waits */
export async function showBadge(view: RoomView, offered = false): Promise<void> {
  const [text, color] = badgeOf(view, offered);
  const action = browser.action ?? browser.browserAction;
  if (!action) return;
  await action.setBadgeText({ text });
  if (text === '') return;
  await action.setBadgeBackgroundColor({ color });
  await action.setBadgeTextColor?.({ color: '#ffffff' });
}

function badgeOf(view: RoomView, offered: boolean): [text: string, color: string] {
  switch (view.state) {
    case 'room':
      if (view.unread) return [`+${Math.min(view.unread, 99)}`, BLUE];
      return [String(view.members.length), view.connection === 'open' ? GREEN : AMBER];
    case 'connecting':
      return ['…', BLUE];
    case 'problem':
      return ['!', RED];
    case 'none':
      return offered ? ['?', BLUE] : ['', BLUE];
  }
}

/**
 * Opens the popup by itself, where the browser lets an extension do so; the badge says as much where not. Only over the
 * tab that the person looks at: it would take the keys away from whatever else they do (SPEC SC-4).
 */
export async function showPopup(tabId: number): Promise<void> {
  if (!(await isInFront(tabId))) return;
  try {
    await (browser.action ?? browser.browserAction)?.openPopup();
  } catch {
    // It is open already, or this browser wants a press for it.
  }
}
