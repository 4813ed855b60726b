// @ts-check
/** What nobody should send, drawn from a seed: to the companion's port, and to its connection with Discord. */
import { nativeFrame } from './companion-process.mjs';
import { discordFrame } from './discord-stand-in.mjs';

/** @typedef {() => number} Random 0 ≤ n < 1 */

/** Mulberry32. @param {number} seed @returns {Random} */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** @template T @param {Random} random @param {readonly T[]} from @returns {T} */
const pick = (random, from) => /** @type {T} */ (from[Math.floor(random() * from.length)]);
/** @param {Random} random @param {number} below */
const below = (random, below) => Math.floor(random() * below);
/** @param {Random} random @param {number} length */
const bytes = (random, length) => Buffer.from(Array.from({ length }, () => below(random, 256)));

const STRINGS = [
  ...[
    '',
    'a',
    'M',
    '\u0000',
    '\ud800',
    '‮',
    '__proto__',
    'constructor',
    'x'.repeat(128),
    'é'.repeat(400),
    '👨‍👩‍👧'.repeat(20),
  ],
  ...[
    'https://example.org/',
    'https://example.org/#a',
    'javascript:1',
    'http://a',
    'data:,',
    '%',
    '1~AAAA~b',
    '53908232506183680',
  ],
];
const NUMBERS = [0, -0, -1, 1, 1.5, 2 ** 31, 2 ** 53, 1e308, -1e308, 1_900_000_000_000];

/** Any JSON. @param {Random} random @param {number} [depth] @returns {unknown} */
function anything(random, depth = 0) {
  switch (below(random, depth > 3 ? 4 : 6)) {
    case 0:
      return pick(random, STRINGS);
    case 1:
      return pick(random, NUMBERS);
    case 2:
      return null;
    case 3:
      return random() < 0.5;
    case 4:
      return Array.from({ length: below(random, 5) }, () => anything(random, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: below(random, 5) }, () => [pick(random, STRINGS), anything(random, depth + 1)]),
      );
  }
}

/** The same JSON with one of its parts replaced. @param {Random} random @param {unknown} json @returns {unknown} */
function spoiled(random, json) {
  if (typeof json !== 'object' || json === null || random() < 0.2) return anything(random);
  const entries = Object.entries(json);
  const at = below(random, entries.length);
  const changed = entries.map(([key, value], n) => [key, n === at ? spoiled(random, value) : value]);
  return Array.isArray(json) ? changed.map(([, value]) => value) : Object.fromEntries(changed);
}

/** @param {Random} random @param {unknown} json */
function spoiledText(random, json) {
  const text = Buffer.from(JSON.stringify(json));
  switch (below(random, 3)) {
    case 0:
      return text.subarray(0, below(random, text.length));
    case 1:
      text[below(random, text.length)] = below(random, 256);
      return text;
    default:
      return Buffer.concat([text, bytes(random, 1 + below(random, 8))]);
  }
}

/** @param {Random} random @param {number} max */
const nested = (random, max) => Buffer.from(pick(random, ['[', '{"a":']).repeat(max).slice(0, max));

const PRESENCE = {
  title: 'Sample film',
  titleUrl: 'https://example.org/watch',
  state: 'Watching together',
  party: { id: 'p-1', size: 2, max: 8 },
  secret: '1~AAAAAAAAAAAAAAAAAAAAAA~peer.example',
  playing: { startMs: 1_900_000_000_000, endMs: 1_900_000_600_000 },
  image: { url: 'https://example.org/a.png', text: 'art' },
};
const MESSAGES = [
  { v: 1, type: 'hello', clientId: '1234567890123456789' },
  { v: 1, type: 'presence', presence: PRESENCE },
  { v: 1, type: 'clear' },
  { v: 1, type: 'answer', userId: '53908232506183680', letIn: true },
];

/** A frame after which the port goes on. @param {Random} random */
export function hostileMessage(random) {
  const message = pick(random, MESSAGES);
  switch (below(random, 12)) {
    case 0:
      return nativeFrame(bytes(random, below(random, 4_097)));
    case 1:
      return nativeFrame(nested(random, 4_096));
    case 2:
      return nativeFrame(Buffer.alloc(0));
    case 3:
      return nativeFrame(bytes(random, 4_097 + below(random, 4_096)));
    case 4:
      return random() < 0.01 ? nativeFrame(Buffer.alloc(1_048_576, ' ')) : nativeFrame(anything(random) ?? null);
    case 5:
    case 6:
    case 7:
      return nativeFrame(spoiledText(random, message));
    default:
      return nativeFrame(spoiled(random, message));
  }
}

/** A frame after which nobody knows where the next one begins. @param {Random} random */
export const endlessMessage = (random) =>
  nativeFrame(bytes(random, 64), pick(random, [0xffff_ffff, 0x8000_0000, 0x7fff_ffff, 1_048_577]));

const USER = { id: '223372036854775807', username: 'ann', global_name: 'Ann', avatar: null };
const FRAMES = [
  { cmd: 'DISPATCH', evt: 'ACTIVITY_JOIN_REQUEST', data: { user: USER }, nonce: null },
  { cmd: 'DISPATCH', evt: 'ACTIVITY_JOIN', data: { secret: PRESENCE.secret }, nonce: null },
  { cmd: 'DISPATCH', evt: 'READY', data: { v: 1, config: {}, user: USER }, nonce: null },
  { cmd: 'DISPATCH', evt: 'ERROR', data: { code: 1000, message: 'x' }, nonce: null },
  { cmd: 'SET_ACTIVITY', evt: 'ERROR', data: { code: 4000, message: 'child "activity" fails' }, nonce: 'nobody’s' },
];

/** A frame after which the connection goes on. @param {Random} random */
export function hostileFrame(random) {
  const frame = pick(random, FRAMES);
  switch (below(random, 12)) {
    case 0:
      return discordFrame(1, bytes(random, below(random, 4_096)));
    case 1:
      return discordFrame(1, random() < 0.02 ? nested(random, 65_536) : nested(random, 2_048));
    case 2:
      return discordFrame(pick(random, [1, 3, 4]), Buffer.alloc(0));
    case 3:
      return discordFrame(pick(random, [3, 4]), bytes(random, below(random, 512)));
    case 4:
      return discordFrame(1, anything(random) ?? null);
    case 5:
    case 6:
    case 7:
      return discordFrame(1, spoiledText(random, frame));
    default:
      return discordFrame(1, spoiled(random, frame));
  }
}

/** A frame that no connection survives. @param {Random} random */
export function fatalFrame(random) {
  switch (below(random, 3)) {
    case 0:
      return discordFrame(pick(random, [0, 5, -1, 0x7fff_ffff]), bytes(random, below(random, 64)));
    case 1:
      return discordFrame(1, bytes(random, 64), pick(random, [-1, 0xffff_ffff, 0x8000_0000, 0x7fff_ffff, 65_537]));
    default:
      return discordFrame(2, random() < 0.5 ? (anything(random) ?? null) : bytes(random, 16));
  }
}
