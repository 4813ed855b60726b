// @ts-check
/** What is shown of a party: its shape as the extension sends it, and the bounds it has to keep. */
import { isRecord } from './frames.mjs';
import { oneLine } from './text.mjs';

/**
 * A party as its friends on Discord may see it. What is not there is not shown.
 *
 * @typedef {object} Presence
 * @property {string} [title] what is watched; any length, it is cut to 128 characters
 * @property {string} [titleUrl] the https address that opens when the title is clicked: without a fragment, since an invite
 *   is one, and without credentials. Only with a title
 * @property {string} [state] a few words: "Watching together", "Paused"; any length, it is cut to 128 characters
 * @property {{ id: string, size: number, max: number }} [party] `size` of `max` are there; 1 ≤ size ≤ max ≤ 64
 * @property {string} [secret] the join ticket: 2 to 128 printable ASCII characters, other than the party's id. Whoever is
 *   let in by Discord gets it. Only with a party, never with a button
 * @property {{ startMs: number, endMs?: number }} [playing] when the film began and will end by the wall clock, in ms since
 *   1970. A paused party has none
 * @property {{ url: string, text?: string }} [image] an https address, or the name of an asset of the application
 * @property {{ label: string, url: string }} [button] at most 31 bytes, and an https address. Never with a secret
 */

/** Discord takes 128 bytes. */
const SECRET = /^[\x21-\x7e]{2,128}$/;
const PARTY_ID = /^[\x21-\x7e]{1,128}$/;
const ASSET = /^[A-Za-z0-9_-]{1,64}$/;
/** Seats of a room. */
const PARTY_MAX = 64;
/** A label of 32 bytes hides the whole presence from everybody else. */
const LABEL_MAX_BYTES = 31;
/** Discord's bound for the address of a button; what it takes for other addresses is not documented. */
const URL_MAX = 512;
/** The year 2100. */
const TIME_MAX_MS = 4_102_444_800_000;

/** A field that is not as it has to be; the message says which, and how it should be. */
export class ShapeError extends Error {
  /** @override */
  name = 'ShapeError';
}

/**
 * @param {unknown} value
 * @returns {Presence} of the named fields alone
 * @throws {ShapeError}
 */
export function parsePresence(value) {
  const from = record(value, 'presence');
  const title = optional(from.title, (text) => string(text, 'presence.title'));
  const titleUrl = optional(from.titleUrl, (url) => httpsUrl(url, 'presence.titleUrl'));
  const state = optional(from.state, (text) => string(text, 'presence.state'));
  const party = optional(from.party, parseParty);
  const secret = optional(from.secret, (text) =>
    match(text, SECRET, 'presence.secret', '2 to 128 printable characters'),
  );
  const playing = optional(from.playing, parsePlaying);
  const image = optional(from.image, parseImage);
  const button = optional(from.button, parseButton);
  if (titleUrl && !title) throw new ShapeError('presence.titleUrl needs a title');
  if (secret && !party) throw new ShapeError('presence.secret needs a party');
  if (secret && secret === party?.id) throw new ShapeError('presence.secret may not be the id of the party');
  if (secret && button) throw new ShapeError('presence.secret and presence.button exclude each other on Discord');
  return {
    ...(title === undefined ? {} : { title }),
    ...(titleUrl === undefined ? {} : { titleUrl }),
    ...(state === undefined ? {} : { state }),
    ...(party === undefined ? {} : { party }),
    ...(secret === undefined ? {} : { secret }),
    ...(playing === undefined ? {} : { playing }),
    ...(image === undefined ? {} : { image }),
    ...(button === undefined ? {} : { button }),
  };
}

/** @param {unknown} value */
function parseParty(value) {
  const from = record(value, 'presence.party');
  const max = integer(from.max, 1, PARTY_MAX, 'presence.party.max');
  return {
    id: match(from.id, PARTY_ID, 'presence.party.id', '1 to 128 printable characters'),
    size: integer(from.size, 1, max, 'presence.party.size'),
    max,
  };
}

/** @param {unknown} value */
function parsePlaying(value) {
  const from = record(value, 'presence.playing');
  const startMs = integer(from.startMs, 1, TIME_MAX_MS, 'presence.playing.startMs');
  const endMs = optional(from.endMs, (end) => integer(end, startMs, TIME_MAX_MS, 'presence.playing.endMs'));
  return endMs === undefined ? { startMs } : { startMs, endMs };
}

/** @param {unknown} value */
function parseImage(value) {
  const from = record(value, 'presence.image');
  const url = string(from.url, 'presence.image.url');
  const text = optional(from.text, (words) => string(words, 'presence.image.text'));
  if (!ASSET.test(url)) httpsUrl(url, 'presence.image.url');
  return text === undefined ? { url } : { url, text };
}

/** @param {unknown} value */
function parseButton(value) {
  const from = record(value, 'presence.button');
  const label = oneLine(string(from.label, 'presence.button.label'));
  if (label === '' || Buffer.byteLength(label) > LABEL_MAX_BYTES) {
    throw new ShapeError(`presence.button.label has to be 1 to ${LABEL_MAX_BYTES} bytes`);
  }
  return { label, url: httpsUrl(from.url, 'presence.button.url') };
}

/**
 * @template T
 * @param {unknown} value
 * @param {(value: unknown) => T} parse
 * @returns {T | undefined}
 */
const optional = (value, parse) => (value === undefined ? undefined : parse(value));

/** @param {unknown} value @param {string} field */
export function record(value, field) {
  if (!isRecord(value)) throw new ShapeError(`${field} has to be an object`);
  return value;
}

/** @param {unknown} value @param {string} field */
function string(value, field) {
  if (typeof value !== 'string') throw new ShapeError(`${field} has to be a text`);
  return value;
}

/** @param {unknown} value @param {RegExp} pattern @param {string} field @param {string} wanted */
export function match(value, pattern, field, wanted) {
  if (typeof value !== 'string' || !pattern.test(value)) throw new ShapeError(`${field} has to be ${wanted}`);
  return value;
}

/** @param {unknown} value @param {number} min @param {number} max @param {string} field */
function integer(value, min, max, field) {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new ShapeError(`${field} has to be a whole number from ${min} to ${max}`);
}

/** @param {unknown} value @param {string} field */
function httpsUrl(value, field) {
  const text = string(value, field);
  const url = text.length <= URL_MAX && URL.canParse(text) ? new URL(text) : undefined;
  const isBare = url?.protocol === 'https:' && !url.username && !url.password && !text.includes('#');
  if (url && isBare && url.href.length <= URL_MAX) return url.href;
  throw new ShapeError(
    `${field} has to be an https address without credentials and fragment, at most ${URL_MAX} characters`,
  );
}
