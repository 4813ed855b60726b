import { isSecret, withoutSecrets } from '../core/film/address-secrets';

/** Longer keys end in a hash of the whole, so that two films of one site stay two. */
export const MAX_KEY_LENGTH = 200;
const HASH_LENGTH = 14;

/** What advertisers, shares and sessions add to an address without its being another page. */
const NOISE =
  /^(utm_.*|mtm_.*|pk_.*|_ga|_gl|gclid|gbraid|wbraid|dclid|fbclid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|ref|ref_|ref_src|referrer|source|share|shared|si|feature|spm|vd_source|trackid|tctx|autoplay|muted|mute|controls|lang|hl|theme|t|start|time_continue)$/i;

/** Two letters at a path's beginning that name its language (ISO 639-1), and no part of the site, such as `tv`. */
const LANGUAGES = new Set(
  (
    'ar be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko lt lv mk ' +
    'ml mn mr ms my nb ne nl nn no pa pl pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh'
  ).split(' '),
);
/** `/en/film`, `/pt-BR/film`: with something behind it. */
const FIRST_SEGMENT = /^\/([a-z]{2,3})(?:[-_][a-z]{2})?(?=\/.)/i;

/** Of an address only what says which page it is: no scheme, no `www.`, no fragment, no tracking, sorted parameters. */
export function pageKey(url: URL): string {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return '';
  const host = url.host.replace(/^www\./, '');
  const whole = new URL(withoutSecrets(url).href).pathname.replace(/\/+$/, '');
  // A site speaks to each viewer in their own language, and says so in the address.
  const language = FIRST_SEGMENT.exec(whole)?.[1]?.toLowerCase();
  const path = language && LANGUAGES.has(language) ? whole.replace(FIRST_SEGMENT, '') : whole;
  const query = [...url.searchParams]
    .filter(([name]) => !NOISE.test(name) && !isSecret(name))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort();
  return bounded(`${host}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`);
}

/** At most `MAX_KEY_LENGTH` printable ASCII characters: a page chooses its address, and its ids. */
export function bounded(text: string): string {
  const plain = text.replace(/[^\x21-\x7e]/g, (character) => `~${character.charCodeAt(0).toString(16)}`);
  if (plain.length <= MAX_KEY_LENGTH) return plain;
  return `${plain.slice(0, MAX_KEY_LENGTH - HASH_LENGTH)}~${hash(plain)}`;
}

/** Keeps long keys apart; no secret, and collisions on purpose only fool who makes them. 13 hex digits. */
function hash(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x5bd1e995) + i;
  }
  const number = (high & 0xfffff) * 2 ** 32 + (low >>> 0);
  return number.toString(16).padStart(HASH_LENGTH - 1, '0');
}
