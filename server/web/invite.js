// Runs in the invite page. The film's address, with the invite in it, stands percent-encoded in the page's fragment:
// `/j#https%3A%2F%2Ffilms.example%2Fwatch%3Fv%3D1%23lockstep%3DK7QX-2M9P-4TRB-8WZC`. No browser sends a fragment to a
// server. Encoded, it is no invite to this page itself, which the extension would otherwise join here.
(() => {
  /** An address of 2,000 characters, encoded. */
  const MAX_CHARACTERS = 8_000;
  const INVITE = 'lockstep=';

  /** The film's address; `undefined`: there is none, `null`: there is one that is not to be opened. */
  function filmOf(fragment) {
    if (fragment.length > MAX_CHARACTERS) return null;
    let url;
    try {
      // Some messengers decode what they pass on.
      url = new URL(/^https?:/i.test(fragment) ? fragment : decodeURIComponent(fragment));
    } catch {
      return fragment === '' ? undefined : null;
    }
    const isWebPage = url.protocol === 'https:' || url.protocol === 'http:';
    // A name before an `@` looks like the host. A page without an invite is nothing that we are to lead to.
    return isWebPage && url.username === '' && url.password === '' && parts(url.hash).some(isInvite) ? url : null;
  }

  const parts = (hash) => hash.slice(1).split('&');
  const isInvite = (part) => part.startsWith(INVITE) && part.length > INVITE.length;

  /** The address as it is shown: without the invite, which is a secret of the friends'. */
  function shown(url) {
    const own = parts(url.hash).filter((part) => !isInvite(part));
    return url.origin + url.pathname + url.search + (own.join('') === '' ? '' : `#${own.join('&')}`);
  }

  function show() {
    const film = filmOf(location.hash.slice(1));
    document.getElementById('film').hidden = !film;
    document.getElementById('refused').hidden = film !== null;
    document.getElementById('none').hidden = film !== undefined;
    if (!film) return;
    document.getElementById('host').textContent = film.host;
    document.getElementById('address').textContent = shown(film);
    document.getElementById('go').href = film.href;
  }

  show();
  addEventListener('hashchange', show);
})();
