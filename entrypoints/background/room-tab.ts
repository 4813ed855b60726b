import { type Browser, browser } from 'wxt/browser';
import { installHook, listenToHook } from '../../lib/media/find/hook';
import { CHANNEL } from '../../lib/sites/bridge';
import { leaveIfStrayed } from './go';
import { readSession } from './session';

/**
 * Puts the player part into the frames of a tab: all that are there, or the ones named. First the hook, which has to be
 * there before the page's scripts run, as far as a browser lets an extension be first.
 */
export async function inject(tabId: number, frameIds?: number[]): Promise<void> {
  const target = frameIds ? { tabId, frameIds } : { tabId, allFrames: true };
  const now = { target, injectImmediately: true };
  const args: [string] = [randomEventName()];
  const { scripting } = browser;
  try {
    // In this order, and none waits for another.
    await Promise.all([
      scripting.executeScript({ ...now, func: listenToHook, args }),
      scripting.executeScript({ ...now, func: installHook, args, world: 'MAIN' }),
      scripting.executeScript({ ...now, files: ['/content-scripts/content.js'] }),
    ]);
  } catch (error) {
    // A frame that is gone again, or a page that belongs to the browser: the room goes on without it.
    console.debug('lockstep: no player part in tab', tabId, error);
  }
}

/** Nothing a page could listen for. */
function randomEventName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => ((byte % 26) + 10).toString(36)).join('');
}

/**
 * Puts the bridge to a site's own player into the page's world (SPEC ST-3).
 * @returns the name of its channel; null where it could not be put there. It comes out of the page's world: anything
 *   else that a page made of it is refused
 */
export async function injectBridge(tabId: number, frameId: number): Promise<string | null> {
  try {
    const [injected] = await browser.scripting.executeScript({
      target: { tabId, frameIds: [frameId] },
      files: ['/page.js'],
      world: 'MAIN',
      injectImmediately: true,
    });
    const channel = injected?.result as unknown;
    return typeof channel === 'string' && CHANNEL.test(channel) ? channel : null;
  } catch (error) {
    console.debug('lockstep: no bridge in tab', tabId, error);
    return null;
  }
}

/**
 * What is listened to only while a tab is in a room: each of these would otherwise wake the worker for
 * every page the person opens.
 */
export function roomTabListeners(react: {
  gone: () => Promise<void>;
  replaced: (tabId: number) => Promise<void>;
  /** @param url of another site, to which a page led on that the tab was taken to */
  strayed: (url: string) => Promise<void>;
}) {
  const inRoom = async (tabId: number) => (await readSession()).tabId === tabId;
  // `executeScript` does not reach frames and pages that come later.
  const committed = async (details: Browser.webNavigation.WebNavigationTransitionCallbackDetails) => {
    const { tabId, frameId } = details;
    if (!(await inRoom(tabId))) return;
    const strayed = frameId === 0 ? await leaveIfStrayed(details) : undefined;
    // What is left again is no page of the room's.
    await (strayed === undefined ? inject(tabId, [frameId]) : react.strayed(strayed));
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
