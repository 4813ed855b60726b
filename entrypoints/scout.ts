import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { findInvite } from '../lib/core/wire/fragment';

/**
 * Runs at document start in the top frame of every page, and does nothing unless the address carries an
 * invite (SPEC SC-1). Then it hands the invite on and loads the page again without it, before any script
 * of the page has run: none of them ever sees the code.
 */
export default defineUnlistedScript(() => {
  const look = () => {
    const found = findInvite(location.hash);
    if (!found) return;
    stop();
    const { pathname, search } = location;
    history.replaceState(history.state, '', pathname + search + found.cleaned);
    // Answered once the tab is bound, so that the reloaded page gets its player part from the start.
    const message = { to: 'background', kind: 'invite', body: { fragment: found.fragment } };
    const again = () => location.reload();
    chrome.runtime.sendMessage(message).then(again, again);
  };
  look();
  // The same page may be open already when its invite is opened in it: then only the fragment changes.
  addEventListener('hashchange', look, true);
});
