import * as v from 'valibot';
import { type IceServer, iceServerIn, socketAt } from './server-offer';

/** How this browser's person wants members to be reached, as typed; each may be left out (SPEC TR-29…). */
export interface ReachConfig {
  /** No direct connection: nobody in the room sees this machine's address. */
  readonly relayOnly?: boolean;
  /** Other people's relays and trackers may be used where nothing else leads there; default true. */
  readonly publicServers?: boolean;
  /** They are used from the beginning, not only at need. */
  readonly alwaysPublic?: boolean;
  /** Address of a relay of one's own, ws(s). */
  readonly relay?: string;
  /** STUN and TURN servers, instead of the server's: `stun:host`, `turn:host user password`, with commas between. */
  readonly ice?: string;
  /** Addresses of trackers and of Nostr relays, ws(s), instead of the built-in ones; with commas or spaces between. */
  readonly trackers?: string;
  readonly nostr?: string;
}

/** As `SERVER_MAX`, for a few of them. */
export const REACH_TEXT_MAX = 2_000;
const LIST_MAX = 16;

const text = v.exactOptional(v.pipe(v.string(), v.maxLength(REACH_TEXT_MAX)));
const flag = v.exactOptional(v.boolean());
export const reachSchema = v.object({
  relayOnly: flag,
  publicServers: flag,
  alwaysPublic: flag,
  relay: text,
  ice: text,
  trackers: text,
  nostr: text,
});

/** @returns addresses of WebSockets; undefined where any of the list is none, or there are too many */
export function parseSockets(typed: string): readonly string[] | undefined {
  return allOf(typed.split(/[\s,]+/), (item) => socketOf(item));
}

/** @returns undefined where any of the list is no STUN or TURN server that a browser takes */
export function parseIceServers(typed: string): readonly IceServer[] | undefined {
  return allOf(typed.split(','), (item) => {
    const [urls, username, credential, ...more] = item.trim().split(/\s+/);
    return more.length > 0 ? undefined : iceServerIn({ urls, username, credential })[0];
  });
}

/** Who types `ws:` knows that it is not safe from listeners; all that is said over it is sealed. */
const socketOf = (item: string) => socketAt(item, 'http:');

function allOf<T>(items: readonly string[], read: (item: string) => T | undefined): readonly T[] | undefined {
  const typed = items.filter((item) => item.trim() !== '');
  const found = typed.flatMap((item) => read(item) ?? []);
  return found.length === typed.length && found.length <= LIST_MAX ? found : undefined;
}
