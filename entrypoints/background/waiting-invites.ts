import { browser } from 'wxt/browser';
import type { WaitingInvite } from '../../lib/browser/message-map';
import { readSession } from './session';

/** A page chooses its title; a line of it is enough to know the tab by. */
const TITLE_MAX = 200;

/** The invites that wait in open tabs for a press, each with what its tab is known by; none of a private window. */
export async function waitingInvites(): Promise<readonly WaitingInvite[]> {
  const { offers } = await readSession();
  const all = Object.entries(offers).map(async ([inTab, offer]): Promise<WaitingInvite | undefined> => {
    if (!('invite' in offer)) return undefined;
    const tabId = Number(inTab);
    const tab = await browser.tabs.get(tabId).catch(() => undefined);
    if (!tab || tab.incognito) return undefined;
    const { title = '', url = '' } = tab;
    const host = URL.canParse(url) ? new URL(url).hostname : '';
    if (host === '') return undefined;
    const { invite, trust } = offer;
    return { tabId, invite, trust, host, title: title.slice(0, TITLE_MAX) || host };
  });
  return (await Promise.all(all)).filter((waiting) => waiting !== undefined);
}
