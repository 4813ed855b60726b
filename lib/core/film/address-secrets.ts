/** What sites call a key, a password, a signature or a session of their viewer's in an address. */
const SECRET =
  /token|api[-_.]?key|secret|passw(?:or)?d|jwt|(?:^|[-_.])(?:auth|authorization|credential|signature|sig|pwd)$|^(?:[a-z]*sess(?:ion)?(?:[-_.]?id)?|sid|access[-_.]?key|hdnts|hdnea)$/i;
/** `name=value` of a query, of a fragment that is written like one, or behind a `;` of a path. */
const PARAMETER = /([?&#;])([^=&?#;/]+)=([^&?#;/]*)/g;

/** A name is compared, and shown, as it is meant. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Is a parameter of an address most likely a secret of whoever has the address, and no part of which page it is? */
export function isSecret(name: string): boolean {
  return SECRET.test(name);
}

/**
 * An address without what would let others in as this viewer (SPEC MK-9): it is told to the room, and sent as an invite.
 *
 * @returns and the names of what was left out
 */
export function withoutSecrets(url: URL): { readonly href: string; readonly left: readonly string[] } {
  const left = new Set<string>();
  const cleaned = (text: string) => {
    const without = text.replace(PARAMETER, (whole, before: string, name: string) => {
      if (!isSecret(decoded(name))) return whole;
      left.add(decoded(name));
      return before;
    });
    return without === text ? text : without.replace(/([?&#;])[&;]+/g, '$1').replace(/[?&#;]+$|;+(?=\/)/g, '');
  };
  const { origin, pathname, search, hash } = url;
  const href = origin + cleaned(pathname) + cleaned(search) + cleaned(hash);
  return left.size === 0 ? { href: url.href, left: [] } : { href, left: [...left] };
}

/** The same of an address as it is written: one that holds no secret, or is none, stays as it is. */
export function addressToTell(address: string): { readonly address: string; readonly left: readonly string[] } {
  try {
    const { href, left } = withoutSecrets(new URL(address));
    return { address: left.length > 0 ? href : address, left };
  } catch {
    return { address, left: [] };
  }
}
