import { describe, expect, test } from 'vitest';
import { emptyLog, takeLines } from '../../../../lib/core/chat/log';
import { type ChatRules, freeForAll, freshOrder, judge, mayChange } from '../../../../lib/core/chat/order';
import type { GuestChatMessage } from '../../../../lib/core/wire/chat-words';

const log = takeLines(
  emptyLog,
  [
    { by: 'ann', n: 1, name: 'Ann', text: 'hello', agoMs: 0 },
    { by: 'ann', n: 2, name: 'Ann', text: '', agoMs: 0 },
  ],
  0,
);
const write = (n: number): GuestChatMessage => ({ kind: 'write', n, text: 'a' });

/** A host that hears one message after another. */
function host(rules: ChatRules = freeForAll) {
  let order = freshOrder(0);
  const hear = (message: GuestChatMessage, now = 0, by = 'ann', isHost = false) => {
    const [next, why] = judge(order, log, rules, { by, message, isHost, now });
    order = next;
    return why ?? 'taken';
  };
  return { hear, order: () => order };
}
const count = (said: readonly string[]) => said.filter((word) => word === 'taken').length;

describe('CH-7: a member', () => {
  test('is heard with five messages at once, and one a second from then on', () => {
    const { hear } = host();
    expect(count(Array.from({ length: 50 }, (_, n) => hear(write(n))))).toBe(5);
    expect(count(Array.from({ length: 50 }, (_, n) => hear(write(n), 3_000)))).toBe(3);
    expect(hear(write(1), 3_000, 'ben')).toBe('taken');
  });

  test('may react besides, and ask for what it has missed', () => {
    const { hear } = host();
    const react: GuestChatMessage = { kind: 'react', n: 1, sign: 'fire' };
    expect(count(Array.from({ length: 50 }, () => hear(react)))).toBe(8);
    expect(count(Array.from({ length: 50 }, () => hear({ kind: 'recall' })))).toBe(4);
    expect(hear(write(1))).toBe('taken');
  });

  test('is one of many: all of them together are heard with twenty messages a second', () => {
    const { hear } = host();
    const all = Array.from({ length: 300 }, (_, n) => hear(write(n), 0, `member${n}`));
    expect(count(all)).toBe(60);
    expect(count(all.map((_, n) => hear(write(n), 1_000, `other${n}`)))).toBe(20);
  });

  test('types only where there is room for words', () => {
    const { hear } = host();
    const typing = Array.from({ length: 60 }, (_, n) => hear({ kind: 'typing' }, 0, `member${n}`));
    expect(count(typing)).toBe(29);
  });

  test('is forgotten when many others have come since', () => {
    const { hear, order } = host();
    for (let n = 0; n < 300; n++) hear(write(n), n * 1_000, `member${n}`);
    expect(order().members.size).toBe(128);
    expect(order().members.has('member299')).toBe(true);
  });
});

describe('CH-10: the host may', () => {
  test('have everybody wait between two messages, but itself', () => {
    const { hear } = host({ slowS: 10, muted: [] });
    expect([hear(write(3)), hear(write(4), 9_999), hear(write(5), 10_000)]).toEqual(['taken', 'slow', 'taken']);
    // What is said again to another host is no new message.
    expect([hear(write(1), 10_001), hear(write(6), 20_000)]).toEqual(['taken', 'taken']);
    expect([hear(write(3), 20_000, 'host', true), hear(write(4), 20_001, 'host', true)]).toEqual(['taken', 'taken']);
  });

  test('mute a member, who still hears the others', () => {
    const { hear } = host({ slowS: 0, muted: ['ann'] });
    const said = [write(1), { kind: 'erase', n: 1 }, { kind: 'typing' }, { kind: 'react', n: 1, sign: 'sad' }] as const;
    expect(said.map((message) => hear(message))).toEqual(Array(4).fill('muted'));
    expect([hear({ kind: 'recall' }), hear(write(1), 0, 'ben')]).toEqual(['taken', 'taken']);
  });
});

describe('CH-9: a message is changed', () => {
  test.each([
    ['by its author within a minute', 'ann', 1, 59_999, true],
    ['not later', 'ann', 1, 60_000, false],
    ['not by another', 'ben', 1, 0, false],
    ['not once it is deleted', 'ann', 2, 0, false],
    ['not where there is none', 'ann', 3, 0, false],
  ])('%s', (_, by, n, now, may) => {
    expect(mayChange(log, by, n, now)).toBe(may);
    const { hear } = host();
    expect(hear({ kind: 'erase', n }, now, by)).toBe(may ? 'taken' : 'too-late');
    expect(hear({ kind: 'rewrite', n, text: 'b' }, now, by)).toBe(may ? 'taken' : 'too-late');
  });
});
