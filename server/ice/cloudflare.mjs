// @ts-check
/**
 * Credentials from Cloudflare's TURN service. One set serves everybody for a while: the service is asked once an hour,
 * not once a visitor. https://developers.cloudflare.com/realtime/turn/generate-credentials/
 */
import { isBlockedPort, isStunUrl, isTurnUrl } from './urls.mjs';

/** How long an answer may take. A browser that asks us waits for it. */
const ANSWER_MS = 3_000;
const ANSWER_MAX_BYTES = 32_768;
/** A set is handed out for at most this long, and for half its life. */
const FRESH_MAX_MS = 3_600_000;
/** After a failure the service is left alone for this long; the last set serves on while it has an hour to live. */
const RETRY_MS = 30_000;
const USEFUL_S = 3_600;
const MAX_SERVERS = 8;

/** @typedef {import('./turn.mjs').IceServer} IceServer */

/**
 * @param {object} use
 * @param {{ keyId: string, token: string, ttlS: number, api: string }} use.turn
 * @param {() => number} use.nowMs
 * @param {import('../metrics.mjs').Metrics} use.metrics
 * @param {import('../log.mjs').Log} use.log
 * @returns {() => Promise<{ iceServers: IceServer[], expiresInS: number } | undefined>}
 */
export function createCloudflare({ turn, nowMs, metrics, log }) {
  /** @type {{ iceServers: IceServer[], askedMs: number } | undefined} */
  let held;
  /** @type {Promise<void> | undefined} */
  let asking;
  let failedMs = Number.NEGATIVE_INFINITY;
  const freshMs = Math.min(FRESH_MAX_MS, (turn.ttlS * 1000) / 2);

  const ask = async () => {
    const askedMs = nowMs();
    try {
      held = { iceServers: await request(turn), askedMs };
    } catch (error) {
      failedMs = nowMs();
      metrics.count('lockstep_turn_failures_total');
      log.warn('Cloudflare gave no TURN credentials', { why: reasonOf(error) });
    }
  };

  return async () => {
    const stale = !held || nowMs() - held.askedMs >= freshMs;
    if (stale && nowMs() - failedMs >= RETRY_MS) {
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      await asking;
    }
    if (!held) return undefined;
    const expiresInS = Math.floor(turn.ttlS - (nowMs() - held.askedMs) / 1000);
    return expiresInS >= Math.min(USEFUL_S, turn.ttlS / 4) ? { iceServers: held.iceServers, expiresInS } : undefined;
  };
}

/** @param {{ keyId: string, token: string, ttlS: number, api: string }} turn @returns {Promise<IceServer[]>} */
async function request({ keyId, token, ttlS, api }) {
  const response = await fetch(`${api}/v1/turn/keys/${keyId}/credentials/generate-ice-servers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ttl: ttlS }),
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  if (!response.ok) throw new Failure(`status ${response.status}`);
  const servers = readServers(JSON.parse(await boundedText(response)));
  if (servers.length === 0) throw new Failure('no TURN server in the answer');
  return servers;
}

/** @param {Response} response */
async function boundedText(response) {
  const chunks = [];
  let bytes = 0;
  const body = /** @type {AsyncIterable<Uint8Array>} */ (/** @type {unknown} */ (response.body ?? []));
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > ANSWER_MAX_BYTES) throw new Failure('an answer without end');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** @param {unknown} answer @returns {IceServer[]} only what is well formed, and nothing that browsers block */
export function readServers(answer) {
  const listed = /** @type {{ iceServers?: unknown } | null} */ (answer)?.iceServers;
  if (!Array.isArray(listed)) return [];
  const servers = [];
  for (const entry of listed.slice(0, MAX_SERVERS)) {
    const { urls: given, username, credential } = Object(entry);
    const urls = [given].flat().filter((url) => (isStunUrl(url) || isTurnUrl(url)) && !isBlockedPort(url));
    if (urls.length === 0) continue;
    if (urls.every(isStunUrl)) servers.push({ urls });
    else if (isShortText(username) && isShortText(credential)) servers.push({ urls, username, credential });
  }
  return servers.some(({ urls }) => urls.some(isTurnUrl)) ? servers : [];
}

/** @param {unknown} value @returns {value is string} */
const isShortText = (value) => typeof value === 'string' && value.length > 0 && value.length <= 512;

/** What went wrong, in words that hold no key. */
class Failure extends Error {}

/** @param {unknown} error */
function reasonOf(error) {
  if (error instanceof Failure) return error.message;
  if (error instanceof SyntaxError) return 'not JSON';
  return /** @type {Error} */ (error).name === 'TimeoutError' ? `no answer in ${ANSWER_MS / 1000} s` : 'unreachable';
}
