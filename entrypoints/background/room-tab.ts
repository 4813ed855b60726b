import { browser } from 'wxt/browser';
import { readSession } from './session';

/** Puts the player part into the frames of a tab: all that are there, or the ones named. */
export async function inject(tabId: number, frameIds?: number[]): Promise<void> {
  try {
    await browser.scripting.executeScript({
      target: frameIds ? { tabId, frameIds } : { tabId, allFrames: true },
      files: ['/content-scripts/content.js'],
      injectImmediately: true,
    });
  } catch (error) {
    // A frame that is gone again, or a page that belongs to the browser: the room goes on without it.
    console.debug('lockstep: no player part in tab', tabId, error);
  }
}

/**
 * What is listened to only while a tab is in a room: each of these would otherwise wake the worker for
 * every page the person opens.
 */
export function roomTabListeners(react: { gone: () => Promise<void>; replaced: (tabId: number) => Promise<void> }) {
  const inRoom = async (tabId: number) => (await readSession()).tabId === tabId;
  // `executeScript` does not reach frames and pages that come later.
  const committed = async ({ tabId, frameId }: { tabId: number; frameId: number }) => {
    if (await inRoom(tabId)) await inject(tabId, [frameId]);
  };
  const removed = async (tabId: number) => {
    if (await inRoom(tabId)) await react.gone();
  };
  const replaced = async (added: number, gone: number) => {
    if (await inRoom(gone)) await react.replaced(added);
  };
  return {
    on() {
      browser.webNavigation.onCommitted.addListener(committed);
      browser.tabs.onRemoved.addListener(removed);
      browser.tabs.onReplaced?.addListener(replaced);
    },
    off() {
      browser.webNavigation.onCommitted.removeListener(committed);
      browser.tabs.onRemoved.removeListener(removed);
      browser.tabs.onReplaced?.removeListener(replaced);
    },
  };
}
