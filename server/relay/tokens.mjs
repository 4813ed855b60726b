// @ts-check
/**
 * Tokens for a relay that is a cluster: who may connect for ten minutes, and what it may do there, by the rules of
 * `lock.mjs`. The cluster only checks our signature, so it knows nothing of rooms, and we keep nothing.
 */
import { createHash, createHmac, randomBytes, sign } from 'node:crypto';
import { toBase32 } from './base32.mjs';
import { isMember, isRoom, isSecret, roomOf } from './lock.mjs';
import { readAccountSeed, userText } from './nkeys.mjs';
import { MAX_PACKET_BYTES } from './packets.mjs';
import { MAX_ROOMS_PER_CLIENT } from './rooms.mjs';

export const TOKEN_TTL_S = 600;
/** Clocks of two machines differ. */
const CLOCK_SLACK_S = 30;
/** MQTT wants a user name beside a password; nobody reads it. */
const USERNAME = 'lockstep';

/** @typedef {{ kind: 'none' } | { kind: 'nats', seed: string, account?: string } | { kind: 'emqx', secret: string }} RelayAuth */
/** @typedef {{ member: string, rooms: string[], hostOf: string[] }} TokenRequest */
/** @typedef {{ username: string, password: string, expiresInS: number }} Token */

/**
 * @param {unknown} body `{ member, rooms?, secrets? }`
 * @returns {TokenRequest | string} or what is wrong with it, in words
 */
export function readTokenRequest(body) {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'Send a JSON object.';
  const { member, rooms = [], secrets = [] } = /** @type {Record<string, unknown>} */ (body);
  if (!isMember(member)) return '"member" is the client id: 22 to 64 letters, digits, - or _.';
  if (!Array.isArray(rooms) || !rooms.every(isRoom)) return '"rooms" is a list of room names.';
  if (!Array.isArray(secrets) || !secrets.every(isSecret)) return '"secrets" is a list of secrets of rooms.';
  const hostOf = [...new Set(secrets.map(roomOf))];
  const all = new Set([...rooms, ...hostOf]);
  if (all.size === 0) return 'Name a room, or give the secret of one.';
  if (all.size > MAX_ROOMS_PER_CLIENT) return `At most ${MAX_ROOMS_PER_CLIENT} rooms.`;
  return { member, rooms: [...all], hostOf };
}

/** The topics of a token, as MQTT writes them. @param {TokenRequest} request */
export function topicsOf({ member, rooms, hostOf }) {
  return {
    publish: [
      ...hostOf.map((room) => `ls1/${room}/d`),
      ...rooms.flatMap((room) => [`ls1/${room}/u/${member}`, `ls1/${room}/p/${member}`]),
    ],
    subscribe: [
      ...rooms.map((room) => `ls1/${room}/d`),
      ...hostOf.flatMap((room) => [`ls1/${room}/u/+`, `ls1/${room}/p/+`]),
    ],
  };
}

/**
 * @param {RelayAuth} auth
 * @param {() => Date} wallClock
 * @returns {((request: TokenRequest) => Token) | undefined} undefined: this relay wants no tokens
 */
export function createMint(auth, wallClock) {
  if (auth.kind === 'none') return undefined;
  const password = auth.kind === 'nats' ? natsPassword(auth) : emqxPassword(auth);
  return (request) => ({
    username: USERNAME,
    password: password(request, Math.floor(wallClock().getTime() / 1000)),
    expiresInS: TOKEN_TTL_S,
  });
}

/** @param {object} part */
const base64 = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');

/**
 * A user's JWT of NATS, as a bearer: MQTT cannot sign a nonce.
 * https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/jwt
 *
 * @param {{ seed: string, account?: string }} auth
 * @returns {(request: TokenRequest, nowS: number) => string}
 */
function natsPassword({ seed, account }) {
  const key = readAccountSeed(seed);
  if (!key) throw new Error('not the seed of a NATS account');
  const issuer = account !== undefined && account !== key.publicText ? { issuer_account: account } : {};
  return (request, nowS) => {
    const { publish, subscribe } = topicsOf(request);
    const claims = {
      iat: nowS,
      nbf: nowS - CLOCK_SLACK_S,
      exp: nowS + TOKEN_TTL_S,
      iss: key.publicText,
      // Nobody has the other half of this key: the token alone is the right.
      sub: userText(randomBytes(32)),
      name: 'lockstep',
      nats: {
        type: 'user',
        version: 2,
        ...issuer,
        pub: { allow: publish.map(toSubject) },
        sub: { allow: subscribe.map(toSubject) },
        subs: -1,
        data: -1,
        payload: MAX_PACKET_BYTES,
        bearer_token: true,
        allowed_connection_types: ['MQTT', 'MQTT_WS'],
      },
    };
    const jti = toBase32(createHash('sha256').update(JSON.stringify(claims)).digest()).toUpperCase();
    const text = `${base64({ typ: 'JWT', alg: 'ed25519-nkey' })}.${base64({ jti, ...claims })}`;
    return `${text}.${sign(null, Buffer.from(text), key.privateKey).toString('base64url')}`;
  };
}

/** How NATS names a topic of MQTT. @param {string} topic */
const toSubject = (topic) => topic.replaceAll('/', '.').replaceAll('+', '*');

/**
 * A JWT with EMQX's `acl` claim. What it does not allow EMQX refuses only with `authorization.no_match = deny`.
 * https://docs.emqx.com/en/emqx/latest/access-control/authn/jwt.html
 *
 * @param {{ secret: string }} auth
 * @returns {(request: TokenRequest, nowS: number) => string}
 */
function emqxPassword({ secret }) {
  return (request, nowS) => {
    const { publish, subscribe } = topicsOf(request);
    const claims = {
      iat: nowS,
      nbf: nowS - CLOCK_SLACK_S,
      exp: nowS + TOKEN_TTL_S,
      clientid: request.member,
      acl: { pub: publish, sub: subscribe },
    };
    const text = `${base64({ typ: 'JWT', alg: 'HS256' })}.${base64(claims)}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  };
}
