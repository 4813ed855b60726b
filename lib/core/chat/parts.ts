import type { MemberId } from '../wire/protocol';

/** A piece of a message, by what a press on it does. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** A place of the film, s. */
  | { readonly kind: 'place'; readonly text: string; readonly seconds: number }
  | { readonly kind: 'link'; readonly text: string; readonly url: string; readonly host: string }
  | { readonly kind: 'mention'; readonly text: string; readonly id: MemberId };

interface Named {
  readonly id: MemberId;
  readonly name: string;
}

/** A link, a place, or where a mention may begin. */
const MARK = /(https?:\/\/[^\s<>"]+)|(?<![\d:.])(\d{1,3}(?::[0-5]\d){1,2})(?!\d|[:.]\d)|@/giu;
/** What ends the sentence, not the link. */
const AFTER_LINK = /[.,;:!?'’”)\]}»]+$/u;
const LETTER = /[\p{L}\p{N}_]/u;

/** A message in the pieces that it is drawn of: together they are its text (SPEC CH-5, CH-6). */
export function partsOf(text: string, members: readonly Named[]): readonly Part[] {
  const parts: Part[] = [];
  const longestFirst = [...members].sort((a, b) => b.name.length - a.name.length);
  let done = 0;
  const add = (at: number, part: Part) => {
    if (at > done) parts.push({ kind: 'text', text: text.slice(done, at) });
    parts.push(part);
    done = at + part.text.length;
  };
  for (const { index, 1: link, 2: place } of text.matchAll(MARK)) {
    if (index < done) continue;
    const part = link ? linkOf(link) : place ? placeOf(place) : mentionAt(text, index, longestFirst);
    if (part) add(index, part);
  }
  if (done < text.length) parts.push({ kind: 'text', text: text.slice(done) });
  return parts;
}

/** Who is meant in a text. */
export function mentions(text: string, members: readonly Named[]): readonly MemberId[] {
  return partsOf(text, members).flatMap((part) => (part.kind === 'mention' ? part.id : []));
}

/** @returns undefined for what no browser takes for an address, or names a person in front of its host: that dresses it up */
function linkOf(typed: string): Part | undefined {
  const text = typed.replace(AFTER_LINK, '');
  try {
    const { href, host, username, password } = new URL(text);
    return username === '' && password === '' ? { kind: 'link', text, url: href, host } : undefined;
  } catch {
    return undefined;
  }
}

/** 12:34, or 1:02:03. */
function placeOf(text: string): Part {
  const seconds = text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return { kind: 'place', text, seconds };
}

function mentionAt(text: string, at: number, members: readonly Named[]): Part | undefined {
  if (at > 0 && LETTER.test(text.charAt(at - 1))) return undefined;
  for (const { id, name } of members) {
    const end = at + 1 + name.length;
    const isNamed = text.slice(at + 1, end).toLowerCase() === name.toLowerCase();
    if (isNamed && !LETTER.test(text.charAt(end))) return { kind: 'mention', text: text.slice(at, end), id };
  }
  return undefined;
}
