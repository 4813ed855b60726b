import { browser } from 'wxt/browser';

/** What opens and closes the browser's own panel, where it has one: Firefox's sidebar, Chrome's side panel. */
interface Panels {
  readonly sidebarAction?: { open(): Promise<void>; close(): Promise<void> };
  readonly sidePanel?: { open(where: { readonly windowId: number }): Promise<void> };
}
const panels = browser as unknown as Panels;
const PAGE = '/chat.html';

/**
 * Shows the chat beside the page, or in a tab where there is no panel for it. Called in a person's press, and at once:
 * after any wait browsers count it as nobody's (SPEC CH-14).
 */
export async function openChat(windowId: number | undefined): Promise<void> {
  try {
    if (panels.sidebarAction) return await panels.sidebarAction.open();
    if (panels.sidePanel && windowId !== undefined) return await panels.sidePanel.open({ windowId });
  } catch {
    // This window has no room for a panel: a pop-up window, an installed page.
  }
  await browser.tabs.create({ url: browser.runtime.getURL(PAGE) });
}

/** Closes the chat that this page shows. Called in a person's press, as above. */
export async function closeChat(): Promise<void> {
  const closing = panels.sidebarAction?.close();
  const tab = await browser.tabs.getCurrent();
  await closing;
  if (tab?.id === undefined) window.close();
  else await browser.tabs.remove(tab.id);
}
