import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { unzip } from '../../scripts/unzip.mjs';

/** A ZIP file of these, each with its method. */
function zipOf(files: readonly (readonly [path: string, bytes: Buffer, deflated: boolean])[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [path, bytes, deflated] of files) {
    const name = Buffer.from(path);
    const packed = deflated ? deflateRawSync(bytes) : bytes;
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(name.length, 26);
    header.writeUInt16LE(4, 28);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(deflated ? 8 : 0, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(header, name, Buffer.alloc(4), packed);
    directory.push(entry, name);
    at += 34 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

test('a ZIP file gives its files, packed or not, and no folders', () => {
  const [text, picture] = [Buffer.from('a'.repeat(1000)), Buffer.from([1, 2, 3])];
  const zip = zipOf([
    ['a/', Buffer.alloc(0), false],
    ['a/text.txt', text, true],
    ['ä.png', picture, false],
  ]);
  expect([...unzip(zip)]).toEqual([
    ['a/text.txt', text],
    ['ä.png', picture],
  ]);
});

test('anything else is none', () => {
  expect(() => unzip(Buffer.from('no ZIP file, however long it may be'))).toThrow('no ZIP');
});
