import { browser } from 'wxt/browser';
import { openChat } from '../../lib/browser/panel';
import type { RoomCommand } from '../../lib/core/ports/room-view';

/** What a key does, by its name in the manifest. The one that opens the popup is the browser's own. */
const DOES: { readonly [name: string]: RoomCommand } = {
  'sync-now': { type: 'sync-now' },
  'watch-alone': { type: 'watch-alone' },
};

/** Listens to the person's keys (SPEC KB-1). Firefox for Android has none. @param perform does nothing without a room */
export function listenToKeys(perform: (command: RoomCommand) => Promise<void>): void {
  browser.commands?.onCommand.addListener((name, tab) => {
    // At once: after any wait it would be nobody's press (SPEC CH-14).
    if (name === 'open-chat') return void openChat(tab?.windowId);
    const command = Object.hasOwn(DOES, name) ? DOES[name] : undefined;
    if (command) perform(command).catch((error: unknown) => console.debug('lockstep: a key led nowhere', error));
  });
}
