// @ts-check
/** Whose request it is: the key under which limits are counted. It is never logged, and forgotten with its limit. */
import { isIP } from 'node:net';

/**
 * The address that a limit is counted for. An IPv6 network of 64 bits is one customer, who may use any address of it.
 *
 * @param {string} address as a socket or a proxy gives it
 */
export function addressGroup(address) {
  const plain = (address.split('%')[0] ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(plain) !== 6) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: gap }, () => '0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/**
 * Who asks, as far as the proxies in front of us can be trusted: each of them appends the address it was asked from to
 * `X-Forwarded-For`, and what stands before the last `hops` entries may be the client's own invention.
 *
 * @param {number} hops how many proxies of ours stand in front; 0: the socket's own address
 * @param {() => void} [onProxy] told once, if there is a proxy although there should be none
 * @returns {(request: import('node:http').IncomingMessage) => string} a group of addresses
 */
export function createAddressOf(hops, onProxy = () => {}) {
  let told = false;
  return (request) => {
    const own = request.socket.remoteAddress ?? '';
    if (hops === 0) {
      if (!told && request.headers['x-forwarded-for'] !== undefined) {
        told = true;
        onProxy();
      }
      return addressGroup(own);
    }
    const forwarded = String(request.headers['x-forwarded-for'] ?? '')
      .split(',')
      .map((entry) => withoutPort(entry.trim()));
    const claimed = forwarded.at(-hops) ?? '';
    return addressGroup(isIP(claimed) ? claimed : own);
  };
}

/** Some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`. @param {string} entry */
function withoutPort(entry) {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(entry);
  if (bracketed) return bracketed[1] ?? '';
  return /^[\d.]+:\d+$/.test(entry) ? (entry.split(':')[0] ?? '') : entry;
}

/** @param {import('node:http').IncomingMessage} request whether this very machine asks, through no proxy */
export function isFromThisMachine(request) {
  const own = (request.socket.remoteAddress ?? '').replace(/^::ffff:/i, '');
  return (own === '::1' || own.startsWith('127.')) && request.headers['x-forwarded-for'] === undefined;
}
