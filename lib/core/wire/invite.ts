import { addressToTell } from '../film/address-secrets';
import { findInvite, withInvite } from './fragment';

/** What a friend needs to join: the room code, and how to reach the room where that is not the default. */
export interface Invite {
  /** Canonical: `K7QX-2M9P-4TRB-8WZC`. */
  readonly code: string;
  /** Base address of the signalling server, as `parseServer` gives it. */
  readonly server?: string;
}

/**
 * `code-typo`: looks like a code, but one character is wrong. `version-ours-old`: all that it says of how to reach the
 * room is unknown to this version. `code-malformed`: anything else.
 */
export type InviteProblem = 'code-malformed' | 'code-typo' | 'version-ours-old';
export type InviteResult =
  | { readonly ok: true; readonly invite: Invite }
  | { readonly ok: false; readonly problem: InviteProblem };
export type CodeResult =
  | { readonly ok: true; readonly code: string }
  | { readonly ok: false; readonly problem: InviteProblem };

/** Crockford's base32: no I, L, O, U. https://www.crockford.com/base32.html */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_CHARS = 15;
const CODE_CHARS = RANDOM_CHARS + 1;
/** An address is typed or pasted by a person; longer ones only serve to hide something. */
export const SERVER_MAX = 300;
/** The transports an invite may name. One so far, so that naming it changes nothing. */
const WAYS: readonly string[] = ['peerjs'];

/** Times x in GF(32), reduced by the primitive polynomial x⁵ + x² + 1. */
const timesX = (symbol: number) => ((symbol << 1) ^ (symbol & 16 ? 0b100101 : 0)) & 31;

/**
 * Horner's scheme for Σ xⁱ·dᵢ over GF(32); a whole code gives 0. A Reed–Solomon code with one check
 * symbol (Reed & Solomon 1960; as a check-character scheme, Gumm 1985): x is primitive, so over up to 31
 * places all weights are non-zero and differ, hence every wrong character and every swap of any two
 * different characters is caught, not only of neighbours. Luhn mod N and plain mod 32 sums miss some.
 */
const syndrome = (symbols: readonly number[]) => symbols.reduce((sum, symbol) => timesX(sum) ^ symbol, 0);

const inFours = (text: string) => text.replace(/(.{4})(?=.)/g, '$1-');

/**
 * A new room code, canonical.
 * @param randomBytes at least 15, from a cryptographic source; five bits of each are used (75 bits)
 * @throws RangeError when there are fewer
 */
export function makeRoomCode(randomBytes: Uint8Array): string {
  if (randomBytes.length < RANDOM_CHARS) throw new RangeError(`a room code needs ${RANDOM_CHARS} random bytes`);
  const symbols = Array.from(randomBytes.subarray(0, RANDOM_CHARS), (byte) => byte & 31);
  symbols.push(timesX(syndrome(symbols)));
  return inFours(symbols.map((symbol) => ALPHABET.charAt(symbol)).join(''));
}

/**
 * The random part of a room code, as a code by hand carries it. `makeRoomCode` makes the room code of it again.
 * @param code canonical
 * @returns 15 symbols, 0 to 31 each
 */
export function roomSymbols(code: string): Uint8Array {
  return Uint8Array.from(code.replaceAll('-', '').slice(0, RANDOM_CHARS), (char) => ALPHABET.indexOf(char));
}

/** Reads a code as people type it: any case, O for 0, I or L for 1, spaces and dashes anywhere or nowhere. */
export function parseRoomCode(text: string): CodeResult {
  const plain = text
    .replace(/[\s\u2010-\u2015_-]/g, '')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if (plain.length !== CODE_CHARS || /[^0-9A-Z]/.test(plain)) return { ok: false, problem: 'code-malformed' };
  const symbols = [...plain].map((char) => ALPHABET.indexOf(char));
  if (symbols.includes(-1) || syndrome(symbols) !== 0) return { ok: false, problem: 'code-typo' };
  return { ok: true, code: inFours(plain) };
}

/**
 * The base address of a server, normalised (no slash at the end), or undefined when it is none: only
 * http(s), no user name or password, no query, no hash, at most 300 characters.
 */
export function parseServer(text: string): string | undefined {
  if (text.length > SERVER_MAX || /\s/.test(text)) return undefined;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  if (url.username !== '' || url.password !== '' || url.search !== '' || /[?#]/.test(text)) return undefined;
  // One spelling: a tilde parts the items of an invite, and is written as `%7E` by some.
  const server = url.origin + url.pathname.replace(/\/+$/, '').replace(/%7E/gi, '~');
  // Normalising can lengthen: what is accepted must still be accepted from the link made of it.
  return server.length > SERVER_MAX ? undefined : server;
}

/** A server that is written out takes the rest, tildes and all: a person typed it. In links it is one encoded item. */
const PLAIN_SERVER = /^https?:\/\//i;
const ENCODED_SERVER = /^https?%3A/i;

/**
 * Reads what stands after `lockstep=`: `<code>` and any number of `~item` (SPEC INV-5). An item is a way or a server;
 * what this version does not know is skipped. Some messengers write `~` as `%7E`.
 */
export function parseInviteText(text: string): InviteResult {
  const [code = '', ...rest] = text.replace(/%7E/gi, '~').split('~');
  const parsed = parseRoomCode(code);
  if (!parsed.ok) return parsed;
  const items = rest.map((item) => item.trim()).filter((item) => item !== '');
  const at = items.findIndex((item) => PLAIN_SERVER.test(item) || ENCODED_SERVER.test(item));
  const address = items[at];
  if (address === undefined) {
    const isKnown = items.length === 0 || items.some((item) => WAYS.includes(item.toLowerCase()));
    return isKnown ? { ok: true, invite: { code: parsed.code } } : { ok: false, problem: 'version-ours-old' };
  }
  const server = parseServer(PLAIN_SERVER.test(address) ? items.slice(at).join('~') : decoded(address));
  if (server === undefined) return { ok: false, problem: 'code-malformed' };
  return { ok: true, invite: { code: parsed.code, server } };
}

/** `decodeURIComponent` that gives up quietly: what cannot be decoded will not parse either. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/**
 * The invite in a page's fragment.
 * @param fragment as in `location.hash`
 * @returns the invite, or what is wrong with it, and the page's own hash; undefined: there is none
 */
export function inviteFromFragment(
  fragment: string,
): { readonly invite: InviteResult; readonly cleaned: string } | undefined {
  const found = findInvite(fragment);
  return found && { invite: parseInviteText(found.fragment), cleaned: found.cleaned };
}

/** What goes after `lockstep=`, and what a person may type: the code, and the server if it is not the default. */
export function inviteText(invite: Invite): string {
  if (invite.server === undefined) return invite.code;
  // Twice, so that it parts nothing.
  return `${invite.code}~${encodeURIComponent(invite.server.replaceAll('~', '%7E'))}`;
}

/** The link to send: the page's own URL, its hash kept, with the invite (in place of any earlier one). */
export function inviteLink(pageUrl: string, invite: Invite): string {
  const { address } = addressToTell(pageUrl);
  const at = address.indexOf('#');
  const page = at < 0 ? address : address.slice(0, at);
  return page + withInvite(at < 0 ? '' : address.slice(at), inviteText(invite));
}
