/**
 * Where an invite sits in a page's URL fragment (SPEC INV-2): one `&`-separated part, `lockstep=…`, beside
 * the page's own hash. This file only takes the two apart, and imports nothing: the scout, which runs
 * on every page, is made of it. What the part means is `invite.ts`'s to say.
 */

const KEY = 'lockstep=';
/** A code, a way and a percent-encoded server address of 300 characters fit easily; a book does not. */
export const FRAGMENT_MAX = 1_024;

/**
 * @param hash as in `location.hash`: empty, or with its `#`
 * @returns `fragment`: what stands after `lockstep=`, unchecked but for its length; `cleaned`: the
 *   page's own hash, byte for byte as it was, in the form of `location.hash`. Undefined: no invite here.
 *   Of several the last counts and none stays: one that stayed would be found again after the reload.
 */
export function findInvite(hash: string): { readonly fragment: string; readonly cleaned: string } | undefined {
  if (!hash.includes(KEY)) return undefined;
  const parts = hash.slice(1).split('&');
  const own = parts.filter((part) => !part.startsWith(KEY));
  const fragment = parts.findLast((part) => part.startsWith(KEY))?.slice(KEY.length);
  if (!fragment || fragment.length > FRAGMENT_MAX) return undefined;
  return { fragment, cleaned: own.length === 0 ? '' : `#${own.join('&')}` };
}

/** What stands behind it is for the browser (which text to show) and is taken away before anything reads the fragment. */
const DIRECTIVE = /^#?:~:.*|:~:.*/s;

/**
 * The hash that carries both: `findInvite` gives `hash` (without invites it had before, and without what is for the browser
 * alone: an invite behind that would never be seen) and `fragment` back.
 */
export function withInvite(hash: string, fragment: string): string {
  const own = (findInvite(hash)?.cleaned ?? hash).replace(DIRECTIVE, '');
  return own === '' ? `#${KEY}${fragment}` : `${own}&${KEY}${fragment}`;
}
