/**
 * What a server of ours offers, as its `/lockstep.json` says (SPEC TR-25). It may be anybody's server, or none at all: what
 * is not well formed is left out, one entry at a time, and nothing but the few kinds of address that are wanted is kept.
 */
export interface ServerOffer {
  /** Whether it introduces members. */
  readonly introduces: boolean;
  readonly relay?: {
    /** Addresses of its nodes, ws(s), the first the first to be tried. */
    readonly urls: readonly string[];
    /** Where leave to use it is had, http(s). */
    readonly tokenUrl?: string;
  };
  readonly iceServers: readonly IceServer[];
  /** The credentials among them end so long after they were asked for, s. */
  readonly iceExpiresInS?: number;
  /** Addresses of Nostr relays that it recommends, ws(s). */
  readonly nostr: readonly string[];
}

export interface IceServer {
  readonly urls: string | readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** `not-lockstep`: some other server, or a page; `other-version`: one of ours that says what we do not understand. */
export type ServerOfferProblem = 'not-lockstep' | 'other-version';

/** The longest answer that is read, bytes. */
export const SERVER_OFFER_MAX_BYTES = 32 * 1024;
/** Raised when an older client could misread the answer of a newer server. */
const OFFER_VERSION = 1;
const LIST_MAX = 16;
const URL_MAX = 255;
const CREDENTIAL_MAX = 512;
const LIFE_MIN_S = 60;
const LIFE_MAX_S = 30 * 86_400;

const HOST = String.raw`(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::(\d{1,5}))?`;
const STUN = new RegExp(`^stuns?:${HOST}$`);
const TURN = new RegExp(String.raw`^turns?:${HOST}(?:\?transport=(?:udp|tcp))?$`);
/** DNS's. Browsers block it, and an address that cannot be reached slows every connection down. */
const BLOCKED_PORT = 53;
const PORT_MAX = 65_535;

/**
 * @param answer anything: what `/lockstep.json` was, parsed
 * @param server base address of the server that gave it, as `parseServer` gives it
 */
export function readServerOffer(answer: unknown, server: string): ServerOffer | ServerOfferProblem {
  const { name, protocol, peerjs, relay, iceServers, iceExpiresInS, nostr } = fieldsOf(answer);
  if (name !== 'lockstep') return 'not-lockstep';
  if (protocol !== OFFER_VERSION) return 'other-version';
  const carries = relayIn(fieldsOf(relay), server);
  const servers = listOf(iceServers).flatMap(iceServerIn);
  const ends = servers.some(({ credential }) => credential !== undefined) && isLife(iceExpiresInS);
  return {
    introduces: typeof fieldsOf(peerjs).path === 'string',
    ...(carries ? { relay: carries } : {}),
    iceServers: servers,
    ...(ends ? { iceExpiresInS: Math.min(iceExpiresInS, LIFE_MAX_S) } : {}),
    nostr: listOf(nostr).flatMap((url) => socketAt(url, server) ?? []),
  };
}

/** What is left of ICE servers once their credentials have ended: those that want none. */
export const withoutCredentials = (servers: readonly IceServer[]): readonly IceServer[] =>
  servers.filter(({ credential }) => credential === undefined);

function relayIn({ path, urls, token }: Record<string, unknown>, server: string): ServerOffer['relay'] {
  const own = typeof path === 'string' ? [beside(server, path)?.replace(/^http/, 'ws')] : listOf(urls);
  const nodes = own.flatMap((url) => socketAt(url, server) ?? []);
  if (nodes.length === 0) return undefined;
  // Without leave a relay that wants it lets nobody in.
  if (token === undefined) return { urls: nodes };
  const tokenUrl = typeof token === 'string' ? beside(server, token) : undefined;
  return tokenUrl === undefined ? undefined : { urls: nodes, tokenUrl };
}

/**
 * A path below the server's own address, which may be in a folder.
 *
 * @returns undefined where it would lead anywhere else
 */
function beside(server: string, path: string): string | undefined {
  if (!/^(?:\/[\w-][\w.-]*)+$/.test(path) || path.length > URL_MAX) return undefined;
  return `${server}${path}`;
}

/** A WebSocket's address, as safe from listeners as the server's own; of what is `undefined` and of others none. */
export function socketAt(text: unknown, server: string): string | undefined {
  if (typeof text !== 'string' || text.length > URL_MAX) return undefined;
  const url = urlOf(text);
  if (url === undefined || url.username !== '' || url.password !== '' || url.hash !== '') return undefined;
  const isSafe = url.protocol === 'wss:' || (url.protocol === 'ws:' && server.startsWith('http:'));
  return isSafe ? url.href : undefined;
}

export function iceServerIn(entry: unknown): IceServer[] {
  const { urls: given, username, credential } = fieldsOf(entry);
  const urls = (typeof given === 'string' ? [given] : listOf(given)).filter(isIceUrl);
  if (urls.length === 0) return [];
  if (urls.every((url) => STUN.test(url))) return [{ urls }];
  return isCredential(username) && isCredential(credential) ? [{ urls, username, credential }] : [];
}

function isIceUrl(url: unknown): url is string {
  const match = typeof url === 'string' && url.length <= URL_MAX ? (STUN.exec(url) ?? TURN.exec(url)) : null;
  if (match === null) return false;
  const port = match[1] === undefined ? undefined : Number(match[1]);
  return port === undefined || (port > 0 && port <= PORT_MAX && port !== BLOCKED_PORT);
}

const isCredential = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= CREDENTIAL_MAX;
const isLife = (value: unknown): value is number => typeof value === 'number' && value >= LIFE_MIN_S;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.slice(0, LIST_MAX) : []);
const fieldsOf = (value: unknown): Record<string, unknown> => Object(value);

function urlOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
