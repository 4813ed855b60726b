import { beforeEach, expect, test } from 'vitest';
import { cleanMessage, MESSAGE_LINES_MAX, MESSAGE_MAX } from '../../../lib/core/text/clean-message';
import { KEPT_MAX, MOMENTS_MAX, SIGNS } from '../../../lib/core/wire/chat-words';
import type { Reacted } from '../../../lib/room/chat';
import { Place } from './people';

let place: Place;
beforeEach(() => {
  place = new Place();
});

/** Not the chat's own: who is around it. */
const AROUND = new Set(['parts', 'scheduler', 'send', 'changed', 'listeners']);

/** How many things are held by this one. */
function countOf(value: unknown, seen = new Set<unknown>()): number {
  if (typeof value !== 'object' || value === null || seen.has(value)) return 1;
  seen.add(value);
  if (value instanceof Map || value instanceof Set) return countOf([...value], seen);
  const held = Object.entries(value).filter(([name]) => !AROUND.has(name));
  return held.reduce((sum, [, each]) => sum + countOf(each, seen), 1);
}

test('CH-3, CH-7: a chat of ten thousand messages holds no more than one of a thousand', {
  timeout: 60_000,
}, async () => {
  const [ann] = await place.party(['Ann']);
  const { chat } = ann?.room ?? {};
  if (!chat) throw new Error('no room');
  let taken = 0;
  const stop = chat.listen({ changed: () => {}, reacted: () => {} });
  const say = async (from: number, to: number) => {
    for (let n = from; n < to; n++) {
      const by = `member${n % 64}`;
      const before = chat.log.change;
      chat.hear(by, { kind: 'write', n, text: `no. ${n} ${'é'.repeat(200)}`, re: { by, n: n - 64 } });
      taken += chat.log.change - before;
      if (n % 5 === 0) chat.hear(by, { kind: 'react', n, sign: SIGNS[n % 6] ?? 'fire', film: 0, at: (n * 10) % 5_000 });
      if (n % 7 === 0) chat.hear(by, { kind: 'typing' });
      if (n % 12 === 0) await place.wait(1_000);
    }
    await place.wait(10_000);
  };
  await say(0, 1_000);
  const first = countOf(chat);
  await say(1_000, 10_000);
  stop();
  expect(taken).toBe(10_000);
  expect([chat.log.lines.length, chat.moments.length]).toEqual([KEPT_MAX, MOMENTS_MAX]);
  expect(countOf(chat)).toBeLessThanOrEqual(first * 1.05);
});

test('CH-7: a member that reacts a hundred times a second is heard three times a second, and nobody else less', async () => {
  const [ann, ben] = await place.party(['Ann', 'Ben']);
  const eve = await place.stranger('Eve');
  const heard: string[] = [];
  const seen: Reacted[] = [];
  ben?.room?.chat.listen({ changed: () => {}, reacted: (reaction) => void seen.push(reaction) });
  for (let n = 0; n < 500; n++) {
    eve.says({ kind: 'react', n, sign: 'fire', film: 0, at: 3 });
    await place.wait(10);
  }
  ann?.room?.chat.write('quiet, please');
  await place.wait(500);
  heard.push(...(ben?.room?.chat.log.lines ?? []).map(({ text }) => text));
  expect(heard).toEqual(['quiet, please']);
  expect(seen.length).toBeGreaterThan(8);
  expect(seen.length).toBeLessThanOrEqual(8 + 3 * 5 + 1);
  expect([ann?.ended, ben?.ended]).toEqual([undefined, undefined]);
});

test.each([
  ['one letter', 'a'.repeat(2 ** 20), MESSAGE_MAX],
  ['one mark', '\u0301'.repeat(2 ** 20), 5],
  ['letters that turn others around', '\u202ea'.repeat(2 ** 19), MESSAGE_MAX],
  ['joined pictures', '👩‍👩‍👧‍👦'.repeat(2 ** 15), MESSAGE_MAX],
  ['lines', 'a\n'.repeat(2 ** 19), 2 * MESSAGE_LINES_MAX - 1],
  ['marks on one letter, parted by joiners', `e${'\u0301\u200d'.repeat(2 ** 19)}`, 5],
])('CH-2: a million characters, all of them %s, are cut to a message', (_, text, max) => {
  const cleaned = cleanMessage(text);
  expect([...cleaned].length).toBeLessThanOrEqual(max);
  expect(cleaned).not.toMatch(/\p{Bidi_Control}/u);
  expect(cleanMessage(cleaned)).toBe(cleaned);
});
