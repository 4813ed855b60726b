import { cleanText } from './clean-text';

/** Of one message, code points. */
export const MESSAGE_MAX = 2_000;
/** More would push everybody else's words out of sight. */
export const MESSAGE_LINES_MAX = 20;
/** No script stacks more marks on a letter; a hundred of them would be drawn over the lines around it. */
const MARKS = /(\p{M}{4})\p{M}+/gu;
const LINE_ENDS = /\r\n|[\n\r\u0085\u2028\u2029]/;

/**
 * What a person wrote, as it may be told and shown: text on a few lines, with no character that hides or turns another one
 * (SPEC CH-2). May come out empty.
 */
export function cleanMessage(text: string): string {
  let left = MESSAGE_MAX;
  const lines: string[] = [];
  for (const raw of text.split(LINE_ENDS)) {
    const line = cleanText(withoutPiles(raw), left);
    // Lines that are left out at the beginning, and two in a row, say nothing.
    if (line === '' && (lines.at(-1) ?? '') === '') continue;
    lines.push(line);
    left -= [...line].length + 1;
    if (lines.length === MESSAGE_LINES_MAX || left <= 0) break;
  }
  return lines.join('\n').trimEnd();
}

/** A joiner that goes may bring two piles together: once more, until nothing changes. Each round only takes away. */
function withoutPiles(line: string): string {
  const next = cleanText(line, MESSAGE_MAX).replace(MARKS, '$1');
  return next === line ? line : withoutPiles(next);
}
