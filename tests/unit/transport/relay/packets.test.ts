import { describe, expect, it } from 'vitest';
import {
  type Answer,
  answerReader,
  connectPacket,
  GOODBYE,
  PACKET_MAX_BYTES,
  PING,
  publishPacket,
  subscribePacket,
} from '../../../../lib/transport/relay/packets';
import { seeded } from '../../../helpers/virtual-random';

const bytes = (...parts: readonly (number | string)[]) =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...Buffer.from(part)])));
const read = (...chunks: readonly Uint8Array<ArrayBuffer>[]) => {
  const reader = answerReader();
  const answers: Answer[] = [];
  for (const chunk of chunks) {
    const found = reader(chunk);
    if (!found) return undefined;
    answers.push(...found);
  }
  return answers;
};

describe('what we say to a broker (TR-16)', () => {
  it('is MQTT 3.1.1: a clean session', () =>
    expect(connectPacket({ clientId: 'me', keepAliveS: 300 })).toEqual(
      bytes(0x10, 14, 0, 4, 'MQTT', 4, 0x02, 1, 44, 0, 2, 'me'),
    ));

  it('has a will and a password where they are wanted', () => {
    const will = { topic: 't/p', payload: bytes(7, 8) };
    const login = { username: 'u', password: 'secret' };
    expect(connectPacket({ clientId: 'me', keepAliveS: 60, will, login })).toEqual(
      bytes(0x10, 34, 0, 4, 'MQTT', 4, 0xc6, 0, 60, 0, 2, 'me', 0, 3, 't/p', 0, 2, 7, 8, 0, 1, 'u', 0, 6, 'secret'),
    );
  });

  it('subscribes with QoS 0, and publishes with it', () => {
    expect(subscribePacket(258, ['a/+', 'b'])).toEqual(bytes(0x82, 12, 1, 2, 0, 3, 'a/+', 0, 0, 1, 'b', 0));
    expect(publishPacket('t', bytes('words'), false)).toEqual(bytes(0x30, 8, 0, 1, 't', 'words'));
    expect(publishPacket('t', bytes(), true)).toEqual(bytes(0x31, 3, 0, 1, 't'));
    expect([PING, GOODBYE]).toEqual([bytes(0xc0, 0), bytes(0xe0, 0)]);
  });

  it.each([
    [127, [127]],
    [128, [128, 1]],
    [16_383, [255, 127]],
    [16_384, [128, 128, 1]],
  ])('tells a length of %i bytes', (length, told) =>
    expect([...publishPacket('t', new Uint8Array(length - 3), false).subarray(1, 1 + told.length)]).toEqual(told),
  );
});

describe('what a broker says (TR-16)', () => {
  it('is one of four things', () => {
    expect(
      read(
        bytes(0x20, 2, 0, 0),
        bytes(0x20, 2, 1, 5),
        bytes(0x90, 4, 1, 2, 0, 128),
        bytes(0x30, 8, 0, 1, 't', 'words'),
        bytes(0x31, 3, 0, 1, 't'),
        bytes(0xd0, 0),
      ),
    ).toEqual([
      { kind: 'connected', code: 0 },
      { kind: 'connected', code: 5 },
      { kind: 'subscribed', id: 258, granted: [true, false] },
      { kind: 'published', topic: 't', payload: bytes('words'), kept: false },
      { kind: 'published', topic: 't', payload: bytes(), kept: true },
      { kind: 'pong' },
    ]);
  });

  it('is the same however it is cut', () => {
    const random = seeded(3);
    const all = [
      publishPacket('topic', new Uint8Array(300).fill(7), false),
      PING,
      publishPacket('t', bytes('x'), true),
    ];
    const whole = bytes(...all.flatMap((packet) => [...packet])).map((byte) => (byte === 0xc0 ? 0xd0 : byte));
    const expected = read(whole);
    expect(expected).toHaveLength(3);
    for (let round = 0; round < 300; round++) {
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      for (let at = 0; at < whole.length; ) {
        const next = at + random.whole(1, round % 2 ? 3 : 200);
        chunks.push(whole.slice(at, next));
        at = next;
      }
      expect(read(...chunks)).toEqual(expected);
    }
  });

  it.each([
    ['a packet that only clients send', bytes(0x10, 0)],
    ['QoS 1', bytes(0x32, 8, 0, 1, 't', 0, 1, 'abc')],
    ['a topic longer than its packet', bytes(0x30, 3, 0, 9, 't')],
    ['a publish without a topic', bytes(0x30, 1, 0)],
    ['a CONNACK that is too short', bytes(0x20, 1, 0)],
    ['a SUBACK that grants nothing', bytes(0x90, 2, 0, 1)],
    ['a PINGRESP with words', bytes(0xd0, 1, 0)],
    ['a length without end', bytes(0x30, 255, 255, 255, 255)],
    ['a length beyond our bound', bytes(0x30, 129, 136, 1)],
    ['a web page', bytes('<html>')],
  ])('is not %s: nothing after it is read', (_, packet) => {
    expect(read(packet)).toBeUndefined();
    expect(PACKET_MAX_BYTES).toBe(17_408);
  });

  it('is never anything else, whatever comes', () => {
    const random = seeded(4);
    for (let round = 0; round < 3_000; round++) {
      const first = random.pick([0x20, 0x30, 0x31, 0x90, 0xd0, random.whole(0, 255)]);
      const junk = Uint8Array.from({ length: random.whole(1, 40) }, () => random.whole(0, 255));
      const answers = read(bytes(first, random.whole(0, 60)), junk);
      for (const answer of answers ?? [])
        expect(['connected', 'subscribed', 'published', 'pong']).toContain(answer.kind);
    }
  });
});
