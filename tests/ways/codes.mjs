// @ts-check
import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Times x in GF(32), as `lib/core/wire/invite` has it. @param {number} symbol */
const timesX = (symbol) => ((symbol << 1) ^ (symbol & 16 ? 0b100101 : 0)) & 31;

/** A room code that nobody has. */
export function makeCode() {
  const symbols = [...randomBytes(15)].map((byte) => byte & 31);
  symbols.push(timesX(symbols.reduce((sum, symbol) => timesX(sum) ^ symbol, 0)));
  return symbols
    .map((symbol) => ALPHABET.charAt(symbol))
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-');
}
