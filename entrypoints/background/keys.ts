import { browser } from 'wxt/browser';
import { openChat } from '../../lib/browser/panel';
import type { RoomCommand } from '../../lib/core/ports/room-view';

/** What a key does, by its name in the manifest. The one that opens the popup is the browser's own. */
const DOES: { readonly [name: string]: RoomCommand } = {
  'sync-now': { type: 'sync-now' },
  'watch-alone': { type: 'watch-alone' },
  // Firefox hides its sidebar beside what fills the screen; Chromium 156 does not (SPEC CH-18).
  'open-chat': { type: 'chat-over-film' },
};

/** Listens to the person's keys (SPEC KB-1). Firefox for Android has none. @param perform does nothing without a room */
export function listenToKeys(perform: (command: RoomCommand) => Promise<void>): void {
  browser.commands?.onCommand.addListener((name, tab) => {
    // At once: after any wait it would be nobody's press (SPEC CH-14).
    if (name === 'open-chat' && !fillsScreen(tab)) return void openChat(tab?.windowId);
    const command = Object.hasOwn(DOES, name) ? DOES[name] : undefined;
    if (command) perform(command).catch((error: unknown) => console.debug('lockstep: a key led nowhere', error));
  });
}

/** As far as that is known at once: Chrome's worker has no screen, and its panel is seen beside what fills it. */
function fillsScreen(tab: { readonly height?: number | undefined } | undefined): boolean {
  const { screen } = globalThis as { readonly screen?: { readonly height: number } };
  return screen !== undefined && tab?.height !== undefined && tab.height >= screen.height;
}
