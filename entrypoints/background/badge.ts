import { browser } from 'wxt/browser';
import type { RoomView } from '../../lib/core/ports/room-view';

const GREEN = '#1a7f4b';
const AMBER = '#9a6700';
const RED = '#b42318';
const BLUE = '#2458c5';

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

/** Opens the popup by itself, where the browser lets an extension do so; the badge says as much where not. */
export async function showPopup(): Promise<void> {
  try {
    await (browser.action ?? browser.browserAction)?.openPopup();
  } catch {
    // No window in front, or Firefox, which wants a press for it.
  }
}
