/** Control and bidi-override characters could dress one text up as another. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is being removed
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g;

/** A text from outside as it may be shown: printable, on one line, trimmed, of at most so many characters. */
export function cleanText(text: string, max: number): string {
  const shown = text.replace(UNPRINTABLE, '').replace(/\s+/g, ' ').trim();
  // Cut behind a word, it would be another text the next time.
  return [...shown].slice(0, max).join('').trimEnd();
}
