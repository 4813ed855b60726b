import { pageUrl } from '../film/media';
import { decoded, type InviteProblem, type InviteResult, parseInviteText } from './invite';

/** What a person pasted: an invite, and the page that its link names, where it is a link. */
export type PastedResult =
  | Extract<InviteResult, { ok: false }>
  | (Extract<InviteResult, { ok: true }> & {
      /** As `pageUrl` gives it: http(s), without the invite. */
      readonly page?: string;
    });

const KEY = 'lockstep=';
/** The same inside of another link, encoded once or more. */
const ENCODED_KEY = /lockstep%(?:25)*3D/i;
/** A link inside a link inside a link (a mail's tracker around a messenger's) is decoded so often, and no more. */
const DECODINGS_MAX = 3;
/** Characters that messengers and word processors put into text and nobody sees. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;
/** What ends a link inside of other words: space of any kind, quotation marks, brackets that no address holds. */
const BETWEEN_WORDS = /[\s<>"“”„‟«»‹›‘’‚`|\\^{}「」『』【】（）《》〈〉、。，！？：；…]+/;
/** Punctuation that belongs to the sentence and not to the invite before it. */
const AFTER_INVITE = /[)\].,;:!?'*_~-]+$/;
/** A code inside of other words keeps its dashes, or it could be any word of 16 letters. */
const CODE_WITHIN = /(?<![0-9a-z-])(?:[0-9a-z]{4}[\u2010-\u2015_-]){3}[0-9a-z]{4}(?![0-9a-z-])(?:~[^\s]*)?/i;

/**
 * Reads what a person typed or pasted: an invite link (also within other words, in brackets or quotes, at the end of a
 * sentence, or percent-encoded inside of another link), its fragment alone, or a room code with its `~` items (SPEC INV-6).
 */
export function parsePasted(text: string): PastedResult {
  const plain = text.replace(INVISIBLE, '');
  const links = plain.split(BETWEEN_WORDS).flatMap((word) => {
    const link = unwrapped(word);
    return link === undefined ? [] : [parseLink(link)];
  });
  const [first] = links;
  return links.find(({ ok }) => ok) ?? first ?? parseCode(plain);
}

/** The link with `lockstep=` readable in it: the word, or what a link around it carries; undefined: it is no link of ours. */
function unwrapped(word: string): string | undefined {
  let link = word;
  for (let turn = 0; turn < DECODINGS_MAX && !link.includes(KEY); turn++) {
    const at = link.search(ENCODED_KEY);
    if (at < 0) return undefined;
    // Its neighbours in the query of the link around it are not the page's.
    const before = link.slice(0, at).replace(/^.*[=&?#]/s, '');
    const after = link.slice(at).replace(/[&#].*$/s, '');
    link = decoded(before + after);
  }
  return link.includes(KEY) ? link : undefined;
}

/** Of several invites in one link the last counts, as in a page's address. */
function parseLink(link: string): PastedResult {
  const at = link.lastIndexOf(KEY);
  const item = link.slice(at + KEY.length).replace(/[&#].*$/s, '');
  const parsed = parseInviteText(item.replace(AFTER_INVITE, ''));
  if (!parsed.ok) return parsed;
  const page = pageOf(link, at);
  return page === undefined ? parsed : { ...parsed, page };
}

/** The address that holds the invite: the innermost, where one link wraps another. */
function pageOf(link: string, invite: number): string | undefined {
  const before = link.slice(0, invite).toLowerCase();
  const start = Math.max(before.lastIndexOf('https://'), before.lastIndexOf('http://'));
  // In a query instead of the fragment it would be the server's to read: no link that we have made.
  if (start < 0 || !link.slice(start, invite).includes('#')) return undefined;
  return pageUrl(link.slice(start));
}

/** A code alone, or the one that stands in a sentence. */
function parseCode(text: string): InviteResult {
  const whole = parseInviteText(text.trim());
  if (whole.ok || whole.problem !== ('code-malformed' satisfies InviteProblem)) return whole;
  const [within] = CODE_WITHIN.exec(text) ?? [];
  return within === undefined ? whole : parseInviteText(within.replace(AFTER_INVITE, ''));
}
