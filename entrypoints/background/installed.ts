import { browser } from 'wxt/browser';

const INVITE = 'lockstep=';

/**
 * Whoever has opened an invite first and installs the extension then has it in an open tab, in which Chrome runs no script
 * of an extension that is new: the scout is put there, and hands it on (SPEC SC-10).
 */
export function lookForInvites(): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void scoutOpenTabs();
  });
}

/**
 * Who has just installed the extension is shown what it does and what others can see, once (SPEC WE-1). Builds for browsers
 * that nobody sits at leave that out (`LOCKSTEP_WELCOME=off`): the page would lie over the film.
 */
export function welcome(isWanted = import.meta.env.LOCKSTEP_WELCOME !== 'off'): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (isWanted && reason === 'install') void browser.tabs.create({ url: browser.runtime.getURL('/welcome.html') });
  });
}

async function scoutOpenTabs(): Promise<void> {
  for (const { id, url } of await browser.tabs.query({})) {
    if (id === undefined || !url?.includes(INVITE)) continue;
    const target = { tabId: id };
    // A tab that is gone again, or a page that belongs to the browser.
    await browser.scripting.executeScript({ target, files: ['/scout.js'], injectImmediately: true }).catch(() => {});
  }
}
