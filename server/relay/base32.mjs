// @ts-check
/** RFC 4648's base32 without padding: room names in small letters, NATS's keys in capitals. */

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** @param {Uint8Array} bytes @returns {string} in small letters */
export function toBase32(bytes) {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
}

/** @param {string} text in either case @returns {Buffer | undefined} undefined: a character that is none of base32 */
export function fromBase32(text) {
  const bytes = [];
  let bits = 0;
  let held = 0;
  for (const character of text.toLowerCase()) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return undefined;
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push(held >>> bits);
      held &= (1 << bits) - 1;
    }
  }
  return Buffer.from(bytes);
}
