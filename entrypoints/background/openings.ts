import { browser } from 'wxt/browser';
import type { OpenedBy } from '../../lib/core/room/opened-invite';
import { findInvite } from '../../lib/core/wire/fragment';

/** What the browser tells of how a page was come to, beside what the page's own scout sees. */
export interface Openings {
  /** @param how the invite came with a load, or into a page that was there; undefined: nothing is told */
  told(tabId: number, how: 'load' | 'hash'): Promise<OpenedBy | undefined>;
}

/**
 * Chrome's worker would have to be woken for every page and frame that anybody opens, only to hear this of the few that
 * carry an invite.
 */
export const untold: Openings = { told: async () => undefined };

/** The event comes before the scout's word; where it does not, so much later at most, ms. */
const LATE_MS = 250;
const ASK_AGAIN_MS = 25;

interface Details {
  readonly tabId: number;
  readonly frameId: number;
  readonly url: string;
  readonly transitionQualifiers?: readonly string[];
}

/**
 * Firefox's background page is there anyway, so it listens: to redirects, which no page sees, and to what the person
 * types over the address of a page that is open, which the Navigation API does not tell from a script's doing there.
 */
export function listenToOpenings(): Openings {
  /** Whether the address that was opened first carried an invite: a redirect keeps it, or makes one. */
  const began = new Map<number, boolean>();
  const heard = new Map<number, { readonly how: 'load' | 'hash'; readonly by: OpenedBy | undefined }>();
  const { onBeforeNavigate, onCommitted, onErrorOccurred, onReferenceFragmentUpdated } = browser.webNavigation;

  onBeforeNavigate.addListener(({ tabId, frameId, url }: Details) => {
    if (frameId === 0 && !began.has(tabId)) began.set(tabId, carriesInvite(url));
  });
  onErrorOccurred.addListener(({ tabId, frameId }: Details) => {
    if (frameId === 0) began.delete(tabId);
  });
  onCommitted.addListener(({ tabId, frameId, url, transitionQualifiers = [] }: Details) => {
    if (frameId !== 0) return;
    const isOpened = began.get(tabId) !== false || !transitionQualifiers.includes('server_redirect');
    began.delete(tabId);
    if (!carriesInvite(url)) return;
    const byPage = !isOpened || transitionQualifiers.includes('client_redirect');
    heard.set(tabId, { how: 'load', by: byPage ? 'page' : undefined });
  });
  onReferenceFragmentUpdated.addListener(({ tabId, frameId, url, transitionQualifiers = [] }: Details) => {
    if (frameId !== 0 || !carriesInvite(url)) return;
    heard.set(tabId, { how: 'hash', by: transitionQualifiers.includes('from_address_bar') ? 'person' : undefined });
  });
  browser.tabs.onRemoved.addListener((tabId) => {
    began.delete(tabId);
    heard.delete(tabId);
  });

  return {
    async told(tabId, how) {
      for (let waitedMs = 0; heard.get(tabId)?.how !== how && waitedMs < LATE_MS; waitedMs += ASK_AGAIN_MS) {
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
      }
      const last = heard.get(tabId);
      heard.delete(tabId);
      return last?.how === how ? last.by : undefined;
    },
  };
}

function carriesInvite(url: string): boolean {
  const at = url.indexOf('#');
  return at >= 0 && findInvite(url.slice(at)) !== undefined;
}
