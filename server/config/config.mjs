// @ts-check
/** What the environment asks for, checked as a whole before anything is started. README.md has the table for people. */
import { readFileSync } from 'node:fs';
import { isBlockedPort, isStunUrl, isTurnUrl } from '../ice/urls.mjs';
import { isAccountKey, readAccountSeed } from '../relay/nkeys.mjs';
import { createReader, meantBy } from './values.mjs';

/** Two operators: more of one only slow the gathering of candidates. */
const DEFAULT_STUN = ['stun:stun.cloudflare.com:3478', 'stun:stun.l.google.com:19302'];
const CLOUDFLARE = 'https://rtc.live.cloudflare.com';
/** A credential ends with its time, and the longest party should not. */
const TURN_TTL_S = { default: 86_400, min: 600, max: 172_800 };
/** HMAC-SHA-256 wants a key as long as its output (RFC 7518, 3.2). */
const MIN_JWT_SECRET_CHARACTERS = 32;

/** @typedef {{ kind: 'embedded' } | { kind: 'off' } | { kind: 'cluster', urls: string[], auth: import('../relay/tokens.mjs').RelayAuth }} RelayConfig */
/**
 * @typedef {object} Config
 * @property {number} port
 * @property {string | undefined} host
 * @property {number} proxyHops
 * @property {'plain' | 'json'} logFormat
 * @property {number} shutdownMs
 * @property {string | undefined} metricsToken
 * @property {number} maxSockets
 * @property {number} maxSocketsPerAddress
 * @property {string[]} stunUrls
 * @property {import('../ice/turn.mjs').TurnConfig} turn
 * @property {RelayConfig} relay
 * @property {string[]} nostrRelays
 * @property {string | undefined} installUrl
 */

/** Which variables each way of minting TURN credentials uses. */
const OF_PROVIDER = {
  none: [],
  static: ['TURN_URLS', 'TURN_USERNAME', 'TURN_CREDENTIAL'],
  coturn: ['TURN_URLS', 'TURN_SECRET', 'TURN_TTL_S'],
  cloudflare: ['CLOUDFLARE_TURN_KEY_ID', 'CLOUDFLARE_TURN_TOKEN', 'TURN_TTL_S'],
};
/** Which variables each kind of relay token uses. */
const OF_AUTH = { none: [], nats: ['RELAY_NATS_SEED', 'RELAY_NATS_ACCOUNT'], emqx: ['RELAY_EMQX_SECRET'] };

const SECRETS = [
  'METRICS_TOKEN',
  'TURN_SECRET',
  'TURN_CREDENTIAL',
  'CLOUDFLARE_TURN_TOKEN',
  'RELAY_NATS_SEED',
  'RELAY_EMQX_SECRET',
];
/** All of them, without the `_FILE` of the secrets. */
export const VARIABLES = [
  ...['PORT', 'HOST', 'TRUST_PROXY', 'LOG_FORMAT', 'SHUTDOWN_S', 'MAX_SOCKETS', 'MAX_SOCKETS_PER_ADDRESS'],
  ...['STUN_URLS', 'TURN_PROVIDER', 'RELAY_URL', 'RELAY_AUTH', 'NOSTR_RELAYS', 'INSTALL_URL', 'METRICS_TOKEN'],
  ...new Set([...Object.values(OF_PROVIDER), ...Object.values(OF_AUTH)].flat()),
];
/** Shorter names are near to too many others. */
const MIN_NAME_FOR_TYPOS = 8;

/** Every complaint at once, each a sentence for the person who set the variables. */
export class ConfigError extends Error {
  /** @param {string[]} problems */
  constructor(problems) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * @param {Record<string, string | undefined>} env
 * @param {(path: string) => string} [readFile] for secrets in files
 * @returns {{ config: Config, warnings: string[] }}
 * @throws {ConfigError}
 */
export function readConfig(env, readFile = (path) => readFileSync(path, 'utf8')) {
  /** @type {string[]} */
  const problems = [];
  /** @type {string[]} */
  const warnings = [];
  const reader = createReader(env, readFile, problems);

  findTypos(env, problems);
  const config = {
    port: reader.whole('PORT', { default: 9000, min: 0, max: 65_535 }),
    host: reader.text('HOST'),
    proxyHops: reader.whole('TRUST_PROXY', { default: 0, min: 0, max: 10 }),
    logFormat: reader.oneOf('LOG_FORMAT', /** @type {const} */ (['plain', 'json'])),
    shutdownMs: 1000 * reader.whole('SHUTDOWN_S', { default: 3, min: 0, max: 60 }),
    metricsToken: reader.secret('METRICS_TOKEN'),
    maxSockets: reader.whole('MAX_SOCKETS', { default: 10_000, min: 1, max: 1_000_000 }),
    maxSocketsPerAddress: reader.whole('MAX_SOCKETS_PER_ADDRESS', { default: 200, min: 1, max: 1_000_000 }),
    stunUrls: withoutBlocked(
      'STUN_URLS',
      reader.list('STUN_URLS', isStunUrl, 'addresses as in stun:stun.example.org:3478', DEFAULT_STUN),
      warnings,
    ),
    turn: readTurn(reader, warnings),
    relay: readRelay(reader),
    nostrRelays: reader.list('NOSTR_RELAYS', isSocketUrl, 'addresses as in wss://relay.example.org'),
    installUrl: reader.one('INSTALL_URL', isWebUrl, 'an http(s) address'),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return { config, warnings };
}

/** @param {import('./values.mjs').Reader} reader @param {string[]} warnings @returns {import('../ice/turn.mjs').TurnConfig} */
function readTurn(reader, warnings) {
  const provider = reader.oneOf('TURN_PROVIDER', /** @type {const} */ (['none', 'coturn', 'cloudflare', 'static']));
  onlyUsed(reader, `TURN_PROVIDER=${provider}`, Object.values(OF_PROVIDER).flat(), OF_PROVIDER[provider]);
  /** @param {string} name */
  const need = (name) => needed(reader, name, `TURN_PROVIDER=${provider}`);
  if (provider === 'none') return { provider };
  if (provider === 'cloudflare')
    return {
      provider,
      keyId: need('CLOUDFLARE_TURN_KEY_ID'),
      token: need('CLOUDFLARE_TURN_TOKEN'),
      ttlS: reader.whole('TURN_TTL_S', TURN_TTL_S),
      api: CLOUDFLARE,
    };
  const listed = reader.list('TURN_URLS', isTurnUrl, 'addresses as in turn:turn.example.org:3478?transport=udp');
  const urls = withoutBlocked('TURN_URLS', listed, warnings);
  if (urls.length === 0) reader.complain(`TURN_PROVIDER=${provider} needs TURN_URLS.`);
  if (provider === 'static')
    return { provider, urls, username: need('TURN_USERNAME'), credential: need('TURN_CREDENTIAL') };
  return { provider, urls, secret: need('TURN_SECRET'), ttlS: reader.whole('TURN_TTL_S', TURN_TTL_S) };
}

/** @param {import('./values.mjs').Reader} reader @returns {RelayConfig} */
function readRelay(reader) {
  const auth = reader.oneOf('RELAY_AUTH', /** @type {const} */ (['none', 'nats', 'emqx']));
  onlyUsed(reader, `RELAY_AUTH=${auth}`, Object.values(OF_AUTH).flat(), OF_AUTH[auth]);
  if (reader.text('RELAY_URL') === 'off' || reader.text('RELAY_URL') === undefined) {
    if (auth !== 'none') reader.complain(`RELAY_AUTH=${auth} is for a relay elsewhere: set RELAY_URL.`);
    return { kind: reader.text('RELAY_URL') === 'off' ? 'off' : 'embedded' };
  }
  const urls = reader.list('RELAY_URL', isSocketUrl, 'addresses as in wss://relay.example.org/mqtt, or be "off"');
  return { kind: 'cluster', urls, auth: readAuth(reader, auth) };
}

/** @param {import('./values.mjs').Reader} reader @param {'none' | 'nats' | 'emqx'} kind @returns {import('../relay/tokens.mjs').RelayAuth} */
function readAuth(reader, kind) {
  if (kind === 'none') return { kind };
  if (kind === 'emqx') {
    const secret = needed(reader, 'RELAY_EMQX_SECRET', 'RELAY_AUTH=emqx');
    if (secret !== '' && secret.length < MIN_JWT_SECRET_CHARACTERS)
      reader.complain(`RELAY_EMQX_SECRET must have at least ${MIN_JWT_SECRET_CHARACTERS} characters.`);
    return { kind, secret };
  }
  const seed = needed(reader, 'RELAY_NATS_SEED', 'RELAY_AUTH=nats');
  if (seed !== '' && readAccountSeed(seed) === undefined)
    reader.complain(
      'RELAY_NATS_SEED must be the seed of a NATS account or of its signing key: SA and 56 more characters.',
    );
  const account = reader.one(
    'RELAY_NATS_ACCOUNT',
    isAccountKey,
    'the public key of a NATS account: A and 55 more characters',
  );
  return account === undefined ? { kind, seed } : { kind, seed, account };
}

/** @param {import('./values.mjs').Reader} reader @param {string} name @param {string} by who needs it */
function needed(reader, name, by) {
  const value = SECRETS.includes(name) ? reader.secret(name) : reader.text(name);
  if (value === undefined) reader.complain(`${by} needs ${name}${SECRETS.includes(name) ? ` or ${name}_FILE` : ''}.`);
  return value ?? '';
}

/** A variable that is set and not read is a mistake. @param {import('./values.mjs').Reader} reader @param {string} chosen @param {string[]} all @param {string[]} used */
function onlyUsed(reader, chosen, all, used) {
  for (const name of new Set(all))
    if (!used.includes(name) && (reader.text(name) ?? reader.text(`${name}_FILE`)) !== undefined)
      reader.complain(`${name} is set, but ${chosen} does not use it.`);
}

/** @param {string} name @param {string[]} urls @param {string[]} warnings */
function withoutBlocked(name, urls, warnings) {
  const kept = urls.filter((url) => !isBlockedPort(url));
  if (kept.length < urls.length) warnings.push(`${name}: addresses with port 53 are left out, browsers block it.`);
  return kept;
}

/** @param {Record<string, string | undefined>} env @param {string[]} problems */
function findTypos(env, problems) {
  const known = [...VARIABLES, ...SECRETS.map((name) => `${name}_FILE`)];
  const long = known.filter((name) => name.length >= MIN_NAME_FOR_TYPOS);
  for (const name of Object.keys(env)) {
    const meant = known.includes(name) || name.length < MIN_NAME_FOR_TYPOS ? undefined : meantBy(name, long);
    if (meant) problems.push(`${name} is not known; did you mean ${meant}?`);
  }
}

/** @param {string} text @param {string[]} protocols */
function isUrlOf(text, protocols) {
  if (text.length > 300 || !URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return protocols.includes(protocol) && username === '' && password === '' && hash === '';
}
/** @param {string} text */
const isSocketUrl = (text) => isUrlOf(text, ['ws:', 'wss:']);
/** @param {string} text */
const isWebUrl = (text) => isUrlOf(text, ['http:', 'https:']);
