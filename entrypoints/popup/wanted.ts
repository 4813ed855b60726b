import { browser } from 'wxt/browser';
import { readTrust } from '../../lib/browser/servers';
import { roomConfig } from '../../lib/browser/settings';
import type { Problem } from '../../lib/core/ports/room-view';
import type { Invite } from '../../lib/core/wire/invite';
import { parsePasted } from '../../lib/core/wire/pasted-invite';
import type { ServerTrust } from '../../lib/core/wire/server-trust';

/** An invite link, or its fragment, rather than a mere code; also where another link wraps it. */
const LINK = /lockstep(=|%)/i;

/** What a person wants to join. */
export interface Wanted {
  readonly invite: Invite;
  /** The page that its link names. */
  readonly page?: string | undefined;
  readonly trust: ServerTrust;
}

/** Reads what was typed or pasted. */
export async function readWanted(text: string): Promise<Wanted | Problem> {
  const parsed = parsePasted(text);
  if (!parsed.ok) return parsed.problem;
  // A link names its server unless it is the default. A code that is told on the phone seldom does: then it is of
  // people who use the same server.
  const own = LINK.test(text) ? undefined : (await roomConfig()).server;
  const server = parsed.invite.server ?? own;
  const invite = { code: parsed.invite.code, ...(server ? { server } : {}) };
  return { invite, page: parsed.page, trust: await readTrust(server) };
}

/** Whether a tab shows this page, whatever its fragment. */
export async function shows(tabId: number, page: string): Promise<boolean> {
  const { url } = await browser.tabs.get(tabId);
  const withoutHash = (address: string) => address.replace(/#.*$/s, '');
  return url !== undefined && withoutHash(url) === withoutHash(page);
}

/** Whether the browser lets Lockstep into a page. */
export async function mayEnter(page: string): Promise<boolean> {
  const { protocol, hostname } = new URL(page);
  return browser.permissions.contains({ origins: [`${protocol}//${hostname}/*`] });
}
