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

async function scoutOpenTabs(): Promise<void> {
  for (const { id, url } of await browser.tabs.query({})) {
    if (id === undefined || !url?.includes(INVITE)) continue;
    const target = { tabId: id };
    // A tab that is gone again, or a page that belongs to the browser.
    await browser.scripting.executeScript({ target, files: ['/scout.js'], injectImmediately: true }).catch(() => {});
  }
}
