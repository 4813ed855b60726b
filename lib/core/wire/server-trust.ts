import type { KeptList } from '../kept/kept-list';
import { parseServer } from './invite';

/**
 * How far a server that an invite names is trusted (SPEC INV-7). `near`: in the person's own network, where an invite
 * from outside could make the browser knock at a router or a printer.
 */
export type ServerTrust = 'known' | 'unknown' | 'near';

/** The servers that a person has used. */
export const serverList: KeptList<string> = {
  key: 'servers',
  max: 50,
  parse: (said) => (typeof said === 'string' && parseServer(said) === said ? said : undefined),
  nameOf: (server) => server,
};

/** Names that only a network of one's own resolves (RFC 6761, 6762, 8375; `.internal`: ICANN 2024). */
const NEAR_NAMES = /(^|\.)(localhost|local|lan|internal|home\.arpa)$/;
/** Loopback, private, link-local and shared addresses, and "this network" (RFC 6890). The URL parser writes them out. */
const NEAR_IPV4 = /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
/** Loopback and unspecified; unique local; link-local; and any that holds an IPv4 address. */
const NEAR_IPV6 = /^\[(::|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|64:ff9b:)/;

/** @param server as `parseServer` gives it */
export function isNear(server: string): boolean {
  const host = new URL(server).hostname.replace(/\.$/, '');
  if (host.startsWith('[')) return NEAR_IPV6.test(host);
  if (/^[\d.]+$/.test(host)) return NEAR_IPV4.test(host);
  // A name without a dot is looked up in the own network only.
  return !host.includes('.') || NEAR_NAMES.test(host);
}

/**
 * @param server undefined: the invite names none, and means the compiled-in default
 * @param person `used`: it is in the list of those that a room was open over
 */
export function trustOf(
  server: string | undefined,
  person: { readonly own: string; readonly defaultServer: string | undefined; readonly used: boolean },
): ServerTrust {
  if (server === undefined || server === person.defaultServer || server === parseServer(person.own)) return 'known';
  if (isNear(server)) return 'near';
  return person.used ? 'known' : 'unknown';
}
