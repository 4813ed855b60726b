import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import type { OpenedBy } from '../lib/core/room/opened-invite';
import { findInvite } from '../lib/core/wire/fragment';

type Found = NonNullable<ReturnType<typeof findInvite>>;
/** What browsers have beyond TypeScript's library, or may not have. */
type Beyond = {
  readonly navigation?: EventTarget;
  readonly document: Document & { readonly prerendering?: boolean };
};
type Navigate = Event & {
  readonly userInitiated: boolean;
  readonly hashChange: boolean;
  readonly navigationType: string;
  readonly destination: { readonly url: string };
};

/** A messenger has written the `#` for the server to read. Of the code's own text nothing ends an address or a part of it. */
const SPOILED = /%(?:25)*23lockstep(?:=|%(?:25)*3D)([^/?#&]{16,1024})/gi;

/**
 * Runs at document start in the top frame of every page, and does nothing unless an address carries an invite (SPEC
 * SC-1). On a load it hands the invite on and loads the page again without it, before any script of the page has run:
 * none of them ever sees the code. It says as well who began it, as far as the page lets it see (SPEC SC-5): what a page
 * makes nobody has opened.
 */
export default defineUnlistedScript(() => {
  const { navigation, document: page } = globalThis as unknown as Beyond;
  const inviteIn = (url: string) => (url.includes('#') ? findInvite(url.slice(url.indexOf('#'))) : undefined);

  /** Whether it was heard: an extension that was updated under the page's feet throws at once, one that is not up yet later. */
  const tell = async (kind: string, body: object) => {
    try {
      await (globalThis.browser ?? chrome).runtime.sendMessage({ to: 'background', kind, body });
      return true;
    } catch {
      return false;
    }
  };
  const hand = ({ fragment }: Found, by: OpenedBy, how: 'load' | 'hash') =>
    tell('invite', { fragment, by, how, fresh: history.length < 2 });
  const rewrite = (address: string) => {
    try {
      history.replaceState(history.state, '', address);
    } catch {
      // The browser takes only so many of these in a time. This goes there, too.
      location.replace(address);
    }
  };
  /** Built from the whole address: a path that begins with `//`, or a page's own base, would name another host. */
  const clean = ({ cleaned }: Found) => rewrite(location.href.split('#')[0] + cleaned);

  const { href: opened } = location;
  const found = findInvite(location.hash);
  if (found && page.prerendering) {
    // Nobody has opened this page yet, and its scripts run already.
    clean(found);
    page.addEventListener('prerenderingchange', () => void hand(found, 'page', 'hash'), { once: true });
  } else if (found && page.readyState !== 'loading') {
    // Installed while the page was open: a script of it may have put the invite there, so it is offered.
    clean(found);
    void hand(found, 'page', 'hash');
  } else if (found) {
    stop();
    clean(found);
    // Gone back to, or loaded again: a script may have put it there since.
    const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const isFirst = load?.type === 'navigate';
    // Answered once the tab is bound, so that the reloaded page gets its player part from the start.
    void hand(found, isFirst ? 'person' : 'page', 'load').then((isHeard) => {
      // A browser that is just starting may not have all of the extension yet: the next load tells it once more.
      if (!isHeard && isFirst) rewrite(opened);
      location.reload();
    });
  } else if (page.readyState === 'loading' && !page.prerendering) {
    const fragment = [...opened.matchAll(SPOILED)].at(-1)?.[1];
    const whole = opened.replace(SPOILED, '');
    if (fragment !== undefined) {
      // Without it the film's page may be there. Its server has read the code, as would any page that makes such a link.
      stop();
      rewrite(whole);
      void hand({ fragment, cleaned: '' }, 'page', 'load').then(() => location.reload());
    }
  }

  /** Who began what happens to the address now. Without the Navigation API nobody can tell, so it is the page. */
  let by: OpenedBy = 'page';
  /** A page may make the person look once; what it makes after that is only taken out of the address. */
  let made = false;
  navigation?.addEventListener('navigate', (event) => {
    const { userInitiated, hashChange, navigationType, destination } = event as Navigate;
    // Back and forward lead to what a script may have put there.
    by = userInitiated && navigationType !== 'traverse' ? 'person' : 'page';
    const next = inviteIn(destination.url);
    if (!next) return;
    event.stopImmediatePropagation();
    // A script that somebody's press has begun may be what a link is made of.
    if (!hashChange && !userInitiated && !navigator.userActivation.isActive) void tell('self-made', next);
  });
  /** The page is open already, and an invite is put into its address: `popstate` comes before `hashchange`. */
  const look = (event: Event) => {
    const who = by;
    const inside = findInvite(location.hash);
    const { oldURL = '', newURL = '' } = event as HashChangeEvent;
    if (!inside && !inviteIn(newURL)) return;
    event.stopImmediatePropagation();
    if (inside) clean(inside);
    const own = location.href;
    if (newURL && own !== oldURL) {
      // The page hears of its own part of the address as if there had been no other.
      rewrite(oldURL);
      location.replace(own);
    }
    if (!inside || (who === 'page' && made)) return;
    made ||= who === 'page';
    void hand(inside, who, 'hash');
  };
  addEventListener('popstate', look, true);
  addEventListener('hashchange', look, true);
});
