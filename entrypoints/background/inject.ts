import { browser } from 'wxt/browser';
import { installHook, listenToHook } from '../../lib/media/find/hook';
import { CHANNEL } from '../../lib/sites/bridge';

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
