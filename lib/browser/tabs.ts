import { browser } from 'wxt/browser';

/** Whether there is still such a tab. */
export async function tabExists(tabId: number): Promise<boolean> {
  return browser.tabs.get(tabId).then(
    () => true,
    () => false,
  );
}

/** Brings a tab, and its window, to the front. */
export async function showTab(tabId: number): Promise<void> {
  const tab = await browser.tabs.update(tabId, { active: true });
  if (tab?.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true });
}

/** Whether the person looks at this tab: it is the active one of the window that was used last. */
export async function isInFront(tabId: number): Promise<boolean> {
  try {
    const [tab, window] = await Promise.all([browser.tabs.get(tabId), browser.windows.getLastFocused()]);
    return tab.active && tab.windowId === window.id;
  } catch {
    return false;
  }
}

/** Opens a page in a tab of that kind of window. @returns undefined where the browser opens none */
export async function openTab(url: string, isHidden: boolean): Promise<number | undefined> {
  if (!isHidden) return (await browser.tabs.create({ url })).id;
  const window = await browser.windows.create({ url, incognito: true });
  return window?.tabs?.[0]?.id;
}

/** Whether a tab is of a private window; one that is gone is not known to be none. */
export async function isPrivate(tabId: number): Promise<boolean> {
  return browser.tabs.get(tabId).then(
    (tab) => tab.incognito,
    () => true,
  );
}
