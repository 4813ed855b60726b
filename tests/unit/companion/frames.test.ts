import { describe, expect, test } from 'vitest';
import { createFrameReader } from '../../../companion/frames.mjs';
import { seeded } from '../../helpers/virtual-random';

const FORMAT = {
  headerBytes: 4,
  bodyBytes: (header: Buffer) => header.readInt32LE(),
  maxBytes: 100,
  skipMaxBytes: 1_000,
};

function frame(text: string, claimed = text.length): Buffer {
  const header = Buffer.alloc(4);
  header.writeInt32LE(claimed);
  return Buffer.concat([header, Buffer.from(text)]);
}

function read(chunks: Buffer[]) {
  const bodies: string[] = [];
  const refused: [number, boolean][] = [];
  const reader = createFrameReader(
    FORMAT,
    (_, body) => bodies.push(body.toString()),
    (bytes, goesOn) => refused.push([bytes, goesOn]),
  );
  for (const chunk of chunks) reader.push(chunk);
  return { bodies, refused };
}

describe('the reader of frames', () => {
  test('gives the same frames however they are cut', () => {
    const stream = Buffer.concat([frame('one'), frame(''), frame('x'.repeat(101)), frame('two'), frame('')]);
    const whole = read([stream]);
    expect(whole).toEqual({ bodies: ['one', '', 'two', ''], refused: [[101, true]] });
    const random = seeded(1);
    for (let n = 0; n < 500; n++) {
      const chunks = [];
      for (let at = 0; at < stream.length; ) {
        const end = at + random.whole(1, 12);
        chunks.push(stream.subarray(at, end));
        at = end;
      }
      expect(read(chunks)).toEqual(whole);
    }
  });

  test('leaves out what is too long, and ends where the next frame can no longer be found', () => {
    expect(read([frame('x'.repeat(1_000)), frame('a')])).toEqual({ bodies: ['a'], refused: [[1_000, true]] });
    for (const claimed of [1_001, 2 ** 31 - 1, -1, -(2 ** 31)]) {
      expect(read([frame('a', claimed), frame('b')])).toEqual({ bodies: [], refused: [[claimed, false]] });
    }
  });

  test('takes nothing more when it is told to stop, also of the same chunk', () => {
    const bodies: string[] = [];
    const reader = createFrameReader(
      FORMAT,
      (_, body) => {
        bodies.push(body.toString());
        reader.stop();
      },
      () => {},
    );
    reader.push(Buffer.concat([frame('a'), frame('b')]));
    reader.push(frame('c'));
    expect(bodies).toEqual(['a']);
  });
});
