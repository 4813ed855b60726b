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
  const { room, problem, offers, returns } = await readSession();
  if (room) return;
  if (problem) return showBadge({ state: 'problem', problem });
  // What pages made waits in their tabs, without a word anywhere else.
  const waits = offered ?? (returns || Object.values(offers).some((offer) => 'why' in offer && offer.why !== 'page'));
  await showBadge({ state: 'none' }, waits);
}

/** The toolbar badge: how many are in the room, coloured by how the room is. @param offered an invite waits */
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
