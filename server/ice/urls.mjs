// @ts-check
/** Addresses of STUN and TURN servers (RFC 7064, RFC 7065). */

const LONGEST = 255;
const STUN = /^stuns?:(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::(\d{1,5}))?$/;
const TURN = /^turns?:(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::(\d{1,5}))?(?:\?transport=(?:udp|tcp))?$/;
/** DNS's. Browsers block it, and an address that cannot be reached slows every connection down. */
const BLOCKED_PORT = 53;

/** @param {RegExp} pattern @param {unknown} url */
function matches(pattern, url) {
  const match = typeof url === 'string' && url.length <= LONGEST ? pattern.exec(url) : null;
  return match !== null && (match[1] === undefined || (Number(match[1]) > 0 && Number(match[1]) < 65_536));
}
/** @param {unknown} url @returns {url is string} */
export const isStunUrl = (url) => matches(STUN, url);
/** @param {unknown} url @returns {url is string} */
export const isTurnUrl = (url) => matches(TURN, url);
/** @param {string} url */
export const isBlockedPort = (url) => Number((STUN.exec(url) ?? TURN.exec(url))?.[1]) === BLOCKED_PORT;
