import * as v from 'valibot';
import { siteName, TITLE_MAX, URL_MAX } from '../film/media';
import { POSITION_MAX_S, RATE_MAX, RATE_MIN } from '../time/playback';
import { counterSchema, finite, shortIdSchema } from '../wire/fields';

/** What a party may show of itself, as the room service says while that is wanted (SPEC DX-3). */
export const partySchema = v.object({
  /** Random, and the same while the room lasts: of no use to find it. */
  id: shortIdSchema,
  size: finite(1, 64),
  /** What is watched; absent until the host's page has said. */
  film: v.exactOptional(
    v.object({
      title: v.pipe(v.string(), v.maxLength(2 * TITLE_MAX)),
      url: v.pipe(v.string(), v.maxLength(URL_MAX)),
      durationS: v.exactOptional(finite(0, POSITION_MAX_S)),
    }),
  ),
  /** Where the film was when this was said, and how fast it goes; absent while it stands, and of a live stream. */
  playing: v.exactOptional(v.object({ position: finite(0, POSITION_MAX_S), rate: finite(RATE_MIN, RATE_MAX) })),
  /** Counts presses: what is shown changes with it. */
  change: counterSchema,
  paused: v.boolean(),
  ticket: v.exactOptional(v.pipe(v.string(), v.regex(/^[\x21-\x7e]{2,128}$/))),
});
export type Party = v.InferOutput<typeof partySchema>;

/** What the person wants shown. */
export interface Showing {
  /** In the person's own language. */
  readonly words: { readonly watching: string; readonly paused: string };
  /** Whether the titles of this site, and their addresses, may be told. */
  readonly tells: (site: string) => boolean;
  /** ms since 1970. */
  readonly wallNow: number;
}

/** Discord shows so many seats; each number is true as long as there is one left (`MEMBERS_MAX`). */
const SEATS = [4, 8, 16, 32, 64] as const;
/** What Discord takes of an address. */
const ADDRESS_MAX = 512;
/** An end that is further off is nobody's evening, ms. */
const ENDS_WITHIN_MS = 7 * 86_400_000;
/** What in a page's query may open somebody's account. */
const SECRETS =
  /^(.*[_-])?(token|sig|signature|auth|session|session_?id|sid|key|apikey|jwt|secret|password|code|hash)$/i;

/** As the companion takes it (`companion/presence.mjs`). */
export interface Presence {
  readonly title?: string;
  readonly titleUrl?: string;
  readonly state: string;
  readonly party: { readonly id: string; readonly size: number; readonly max: number };
  readonly secret?: string;
  readonly playing?: { readonly startMs: number; readonly endMs?: number };
}

/** A party as its friends on Discord see it. */
export function presenceOf(party: Party, { words, tells, wallNow }: Showing): Presence {
  const { id, size, film, paused, ticket } = party;
  const told = film && tells(siteName(film.url)) ? film : undefined;
  const address = told && addressToTell(told.url);
  const playing = playingOf(party, wallNow);
  return {
    ...(told && told.title !== '' ? { title: told.title } : {}),
    ...(told && told.title !== '' && address ? { titleUrl: address } : {}),
    state: paused ? words.paused : words.watching,
    party: { id, size, max: SEATS.find((seats) => seats > size) ?? 64 },
    ...(ticket === undefined ? {} : { secret: ticket }),
    ...(playing ? { playing } : {}),
  };
}

/** When the film began and will end, by the wall clock. */
function playingOf({ playing, film }: Party, wallNow: number): Presence['playing'] {
  if (!playing) return undefined;
  const startMs = Math.round(wallNow - (playing.position * 1000) / playing.rate);
  if (startMs < 1) return undefined;
  const { durationS } = film ?? {};
  if (durationS === undefined || durationS <= playing.position) return { startMs };
  const endMs = Math.round(startMs + (durationS * 1000) / playing.rate);
  return endMs > wallNow + ENDS_WITHIN_MS ? { startMs } : { startMs, endMs };
}

/** @returns undefined for an address that nobody else could open, or that Discord does not take */
function addressToTell(address: string): string | undefined {
  const url = new URL(address);
  if (url.protocol !== 'https:') return undefined;
  url.hash = '';
  const query = url.search.slice(1).split('&');
  url.search = query.filter((part) => !SECRETS.test(part.replace(/=.*$/s, ''))).join('&');
  return url.href.length > ADDRESS_MAX || url.href.includes('#') ? undefined : url.href;
}

/** Whether showing another party would tell Discord anything new: a film that only goes on is no news. */
export function partyKey(party: Party | undefined): string {
  if (!party) return '';
  const { playing, film, ...rest } = party;
  return JSON.stringify([rest, film?.url, film?.title, film?.durationS, playing?.rate]);
}
