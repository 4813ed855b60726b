// @ts-check
/** Texts as Discord takes them: 2 to 128 characters, on one line. */

/** Discord refuses `details` and `state` of one character. */
const MIN_UNITS = 2;
/** Discord counts as JavaScript does, in UTF-16 units. */
export const MAX_UNITS = 128;

/**
 * Control characters, line separators, lone surrogates, and the marks that turn the direction of all text after them:
 * a title must not write over what stands beside it.
 */
const DISTURBING = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;
/** A text of these alone shows nothing. */
const INVISIBLE = /^[\p{Cf}\p{Z}\p{M}\u115f\u1160\u2800\u3164\uffa0]*$/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * One line of text without what disturbs, cut between graphemes.
 *
 * @param {string} text
 * @param {number} [maxUnits]
 * @returns {string} empty when nothing of it would be seen
 */
export function oneLine(text, maxUnits = MAX_UNITS) {
  // So much is enough for every cut, and keeps the work small whatever the length was.
  const line = text
    .slice(0, 8 * maxUnits)
    .replace(DISTURBING, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (INVISIBLE.test(line)) return '';
  return line.length > maxUnits ? `${cut(line, maxUnits - 1).trimEnd()}…` : line;
}

/**
 * The same for Discord, which wants two characters at least: the film „M“ gets quotation marks.
 *
 * @param {string} text
 */
export function presenceText(text) {
  const line = oneLine(text);
  return line.length > 0 && line.length < MIN_UNITS ? `“${line}”` : line;
}

/** @param {string} line @param {number} maxUnits */
function cut(line, maxUnits) {
  let end = 0;
  for (const { index, segment } of graphemes.segment(line)) {
    if (index + segment.length > maxUnits) break;
    end = index + segment.length;
  }
  return line.slice(0, end);
}
