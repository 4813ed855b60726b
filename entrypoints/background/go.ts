import { browser } from 'wxt/browser';
import { pageUrl } from '../../lib/core/film/media';
import { readSession } from './session';

/**
 * Takes the room's tab to a page that another person named: http(s) only, parsed, and only if it is not there already
 * (SPEC FO-3). Which tab that is nobody outside says.
 */
export async function go(wanted: unknown): Promise<void> {
  const url = typeof wanted === 'string' ? pageUrl(wanted) : undefined;
  const { tabId } = await readSession();
  if (url === undefined || tabId === undefined) return;
  const tab = await browser.tabs.get(tabId);
  if (tab.url !== url) await browser.tabs.update(tabId, { url });
}
