/** Control and bidi-override characters could dress one text up as another. */
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is being removed
  /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g;
/** Between letters of these scripts a joiner, or its opposite, is a part of how a word is written. */
const JOINING =
  /[\p{sc=Arabic}\p{sc=Syriac}\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}\p{sc=Khmr}\p{sc=Mymr}]/u;
const ZERO_WIDTH_JOINER = '\u200d';
const JOINERS = /\u200c|\u200d/gu;
/** What one picture begins with, and what it may end with before another is joined to it. */
const PICTURE = /^\p{Extended_Pictographic}/u;
const PICTURE_END = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)$/u;
/** One character as people count: a letter with its marks, a flag, a picture with all that is joined to it. */
const CHARACTER = /\p{RI}\p{RI}|.(?:\p{M}|\p{Emoji_Modifier}|\u200c|\u200d(?:\p{Extended_Pictographic}|\p{L}))*/gsu;

/** A text from outside as it may be shown: printable, on one line, trimmed, of at most so many code points. */
export function cleanText(text: string, max: number): string {
  const shown = text.replace(UNPRINTABLE, '').replace(JOINERS, keptJoiner).replace(/\s+/g, ' ').trim();
  let kept = '';
  let left = max;
  // Cut in the middle, a picture would be another one.
  for (const [character] of shown.matchAll(CHARACTER)) {
    left -= [...character].length;
    if (left < 0) break;
    kept += character;
  }
  // Cut behind a word, it would be another text the next time.
  return kept.trimEnd();
}

/** Anywhere else it would make one name look like another. */
function keptJoiner(joiner: string, at: number, text: string): string {
  const before = [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? '';
  const after = text.slice(at + 1);
  const [next = ''] = after;
  if (JOINING.test(before) && JOINING.test(next)) return joiner;
  return joiner === ZERO_WIDTH_JOINER && PICTURE_END.test(before) && PICTURE.test(after) ? joiner : '';
}
