/** Characters of base64url in the order of their values, RFC 4648 §5. */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** What a reader throws when the bits end, or hold what no writer wrote. */
export class BitError extends Error {
  override readonly name = 'BitError';
}

export interface BitWriter {
  /** @param value whole, from 0 to 2^width − 1 @param width at most 16 */
  write(value: number, width: number): BitWriter;
  writeBytes(bytes: Uint8Array): BitWriter;
  /** Filled up with zeros to whole bytes. */
  bytes(): Uint8Array<ArrayBuffer>;
}

export function bitWriter(): BitWriter {
  const bits: number[] = [];
  const writer: BitWriter = {
    write(value, width) {
      for (let place = width - 1; place >= 0; place--) bits.push((value >> place) & 1);
      return writer;
    },
    writeBytes(bytes) {
      for (const byte of bytes) writer.write(byte, 8);
      return writer;
    },
    bytes() {
      const bytes = new Uint8Array(Math.ceil(bits.length / 8));
      for (const [at, bit] of bits.entries()) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (bit << (7 - (at & 7)));
      return bytes;
    },
  };
  return writer;
}

export interface BitReader {
  /** Throws a `BitError` when there are fewer. */
  read(width: number): number;
  readBytes(count: number): Uint8Array<ArrayBuffer>;
  /** Throws a `BitError` unless what is left is what a writer fills up with. */
  end(): void;
}

export function bitReader(bytes: Uint8Array): BitReader {
  let at = 0;
  const reader: BitReader = {
    read(width) {
      if (at + width > bytes.length * 8) throw new BitError('too short');
      let value = 0;
      for (const end = at + width; at < end; at++)
        value = (value << 1) | (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
      return value;
    },
    readBytes: (count) => Uint8Array.from({ length: count }, () => reader.read(8)),
    end() {
      const left = bytes.length * 8 - at;
      if (left > 7 || reader.read(left) !== 0) throw new BitError('too long');
    },
  };
  return reader;
}

/** Without padding. */
export function toDigits(bytes: Uint8Array): string {
  const count = Math.ceil((bytes.length * 8) / 6);
  const reader = bitReader(Uint8Array.from([...bytes, 0]));
  return Array.from({ length: count }, () => DIGITS[reader.read(6)]).join('');
}

/** Throws a `BitError` for any text that `toDigits` does not write. */
export function fromDigits(text: string): Uint8Array<ArrayBuffer> {
  const writer = bitWriter();
  for (const digit of text) {
    const value = DIGITS.indexOf(digit);
    if (value < 0) throw new BitError(`${digit} is no digit`);
    writer.write(value, 6);
  }
  const count = Math.floor((text.length * 6) / 8);
  const bytes = writer.bytes().slice(0, count);
  if (toDigits(bytes) !== text) throw new BitError('not as it was written');
  return bytes;
}

/**
 * CRC-16/CCITT-FALSE. A wrong character changes at most 6 neighbouring bits and a swap of two neighbours at most 12; every
 * burst of up to 16 bits changes it (Peterson & Brown 1961).
 */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}
