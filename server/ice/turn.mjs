// @ts-check
/**
 * The ICE servers that a browser is told of, with credentials that end by themselves. What mints them stays here: a key
 * that reaches a browser is everybody's. Who may ask is limited by address before this is called.
 */
import { createHmac } from 'node:crypto';
import { createCloudflare } from './cloudflare.mjs';

/** @typedef {{ urls: string[], username?: string, credential?: string }} IceServer */
/** @typedef {{ iceServers: IceServer[], expiresInS?: number }} Ice */
/**
 * @typedef {{ provider: 'none' }
 *   | { provider: 'static', urls: string[], username: string, credential: string }
 *   | { provider: 'coturn', urls: string[], secret: string, ttlS: number }
 *   | { provider: 'cloudflare', keyId: string, token: string, ttlS: number, api: string }} TurnConfig
 */

/**
 * @param {object} use
 * @param {TurnConfig} use.turn
 * @param {string[]} use.stunUrls
 * @param {() => Date} use.wallClock TURN servers know no other; theirs and ours must agree
 * @param {() => number} use.nowMs
 * @param {import('../metrics.mjs').Metrics} use.metrics
 * @param {import('../log.mjs').Log} use.log
 * @returns {(address: string) => Promise<Ice>} never rejects: without TURN there is still STUN
 */
export function createIce({ turn, stunUrls, wallClock, nowMs, metrics, log }) {
  const stun = stunUrls.length > 0 ? [{ urls: stunUrls }] : [];
  if (turn.provider === 'coturn')
    return async (address) => ({
      iceServers: [...stun, { urls: turn.urls, ...coturnCredential(turn.secret, turn.ttlS, address, wallClock()) }],
      expiresInS: turn.ttlS,
    });
  if (turn.provider === 'cloudflare') {
    const cloudflare = createCloudflare({ turn, nowMs, metrics, log });
    return async () => {
      const answer = await cloudflare();
      return answer
        ? { iceServers: [...stun, ...answer.iceServers], expiresInS: answer.expiresInS }
        : { iceServers: stun };
    };
  }
  const fixed =
    turn.provider === 'static' ? [{ urls: turn.urls, username: turn.username, credential: turn.credential }] : [];
  return async () => ({ iceServers: [...stun, ...fixed] });
}

/**
 * A credential after "A REST API for access to TURN services" (draft-uberti-behave-turn-rest-00), as coturn's
 * `use-auth-secret` checks it. Coturn counts its quotas by what stands after the colon, so that is the same for one
 * address, and tells nobody which address it is.
 *
 * @param {string} secret coturn's `static-auth-secret`
 * @param {number} ttlS
 * @param {string} address
 * @param {Date} now
 */
export function coturnCredential(secret, ttlS, address, now) {
  const who = createHmac('sha256', secret).update(`quota ${address}`).digest('hex').slice(0, 16);
  const username = `${Math.floor(now.getTime() / 1000) + ttlS}:${who}`;
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
}
