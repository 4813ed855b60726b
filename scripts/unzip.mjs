// @ts-check
/** Reads a ZIP file with what node has: stored and deflated entries, without encryption and of less than 4 GB. */
import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const DEFLATED = 8;
/** Length of the fixed part of the record at the file's end, of an entry of the directory, and of a file's own header. */
const [END_BYTES, ENTRY_BYTES, HEADER_BYTES] = [22, 46, 30];

/**
 * @param {Buffer} zip
 * @returns {Map<string, Buffer>} the files, by their paths
 * @throws {Error} when it is no ZIP file
 */
export function unzip(zip) {
  let end = zip.length - END_BYTES;
  while (end >= 0 && zip.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw new Error('This is no ZIP file.');
  const files = new Map();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error('The directory of this ZIP file is broken.');
    const method = zip.readUInt16LE(at + 10);
    const packed = zip.readUInt32LE(at + 20);
    const lengthAt = (/** @type {number} */ field) => zip.readUInt16LE(at + field);
    const [name, extra, comment] = [lengthAt(28), lengthAt(30), lengthAt(32)];
    const header = zip.readUInt32LE(at + 42);
    const path = zip.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + name);
    // A file's own header may have another extra field than its entry in the directory.
    const from = header + HEADER_BYTES + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    const bytes = zip.subarray(from, from + packed);
    if (!path.endsWith('/')) files.set(path, method === DEFLATED ? inflateRawSync(bytes) : Buffer.from(bytes));
    at += ENTRY_BYTES + name + extra + comment;
  }
  return files;
}
