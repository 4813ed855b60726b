import { type Browser, browser } from 'wxt/browser';
import type { PageHere } from './types';

/** What the manifest asks for; a browser may withhold it until the person agrees. */
const WEB = ['http://*/*', 'https://*/*'];

/**
 * Runs in the page: the videos of one frame, and what is heard for half a minute or can be worked, open shadow roots too. It
 * may use nothing from outside.
 */
function countVideos(): number {
  const count = (root: Document | ShadowRoot): number => {
    const sounds = [...root.querySelectorAll('audio')].filter(({ controls, duration }) => controls || duration >= 30);
    let found = root.querySelectorAll('video').length + sounds.length;
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) found += count(element.shadowRoot);
    }
    return found;
  };
  return count(document);
}

/**
 * Looks for a video in a tab. Opening the popup is the person's act, and no part of Lockstep has to be
 * in the page for it.
 */
export async function lookAtPage(tab: Browser.tabs.Tab | undefined): Promise<PageHere> {
  if (tab?.id === undefined) return { state: 'not-a-web-page' };
  // Without access to a page the browser keeps its address from us: it may still be a web page.
  if (tab.url === undefined || tab.url === '') {
    const everywhere = await browser.permissions.contains({ origins: WEB });
    return everywhere ? { state: 'not-a-web-page' } : { state: 'no-access', origins: WEB };
  }
  const url = new URL(tab.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { state: 'not-a-web-page' };
  // A player often sits in a frame of another site, so access to this one alone would not do.
  if (!(await browser.permissions.contains({ origins: [`${url.protocol}//${url.hostname}/*`] }))) {
    return { state: 'no-access', origins: WEB };
  }
  let videos: number;
  try {
    const frames = await browser.scripting.executeScript({
      target: { tabId: tab.id, allFrames: true },
      injectImmediately: true,
      func: countVideos,
    });
    videos = frames.reduce((sum, frame) => sum + (typeof frame.result === 'number' ? frame.result : 0), 0);
  } catch {
    // The browser's own store and error pages let no extension in.
    return { state: 'not-a-web-page' };
  }
  const host = url.hostname.replace(/^www\./, '');
  return { state: videos > 0 ? 'video' : 'no-video', title: tab.title || host, host };
}

/** Asks the browser, and so the person, for access. Has to be called in the very turn of a press. */
export async function askForAccess(origins: readonly string[]): Promise<boolean> {
  try {
    return await browser.permissions.request({ origins: [...origins] });
  } catch {
    return false;
  }
}
