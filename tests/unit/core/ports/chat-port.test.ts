import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ChatView,
  type FromChatPage,
  parseFromChatPage,
  parseToChatPage,
  type ToChatPage,
} from '../../../../lib/core/ports/chat-port';
import { anything, asJson, FUZZ_TIMEOUT_MS, flawOf, holds, nearly } from '../../fuzz/fuzz';
import { aColour, aMessageText, aName, anId, aSign, aToldLine } from '../../fuzz/wire.arbitraries';

const n = fc.nat();
const fromPage: fc.Arbitrary<FromChatPage> = fc.oneof(
  fc.record({ type: fc.constant('write' as const), text: aMessageText, re: fc.record({ by: anId, n }) }),
  fc.record({ type: fc.constant('rewrite' as const), n, text: aMessageText }),
  fc.record({ type: fc.constantFrom('erase' as const, 'again' as const, 'drop' as const), n }),
  fc.record({ type: fc.constant('react' as const), sign: aSign }),
  fc.record({ type: fc.constantFrom('typing' as const, 'seen' as const) }),
  fc.record({ type: fc.constant('go' as const), place: fc.nat(5e7) }),
  fc.record({ type: fc.constant('slow' as const), slowS: fc.nat(300) }),
  fc.record({ type: fc.constant('mute' as const), id: anId, muted: fc.boolean() }),
);
const aView: fc.Arbitrary<ChatView> = fc.record({
  room: fc.constantFrom('none' as const, 'opening' as const, 'open' as const),
  self: anId,
  isHost: fc.boolean(),
  members: fc.array(fc.record({ id: anId, name: aName, colour: aColour }), { maxLength: 4 }),
  typists: fc.array(anId, { maxLength: 4 }),
  slowS: fc.nat(300),
  muted: fc.array(anId, { maxLength: 4 }),
  unsent: fc.array(fc.record({ n, text: aMessageText, failed: fc.constant('slow' as const) }), { maxLength: 3 }),
  lengthS: fc.nat(5e7),
  moments: fc.array(fc.record({ film: n, at: fc.nat(5e7), sign: aSign, count: n }), { maxLength: 4 }),
});
const toPage = fc.oneof(
  fc.record({ type: fc.constant('view' as const), view: aView }),
  fc.record({ type: fc.constant('lines' as const), fresh: fc.boolean(), lines: fc.array(aToldLine, { maxLength: 4 }) }),
  fc.record({ type: fc.constant('reacted' as const), name: aName, sign: aSign }),
) as fc.Arbitrary<ToChatPage>;

test.each([
  ['a chat page', fromPage, parseFromChatPage],
  ['a room place', toPage, parseToChatPage],
] as const)('EX-5: what %s says passes, and only bounded', { timeout: FUZZ_TIMEOUT_MS }, (_, good, parse) => {
  holds(good as fc.Arbitrary<unknown>, (message) => {
    expect(asJson(parse(asJson(message)))).toEqual(asJson(message));
  });
  holds(fc.oneof(nearly(good as fc.Arbitrary<unknown>), anything), (message) => {
    const parsed = parse(asJson(message));
    expect(flawOf(parsed, { lists: 200 })).toBeUndefined();
  });
  expect(parse({ type: 'nothing of ours' })).toBeUndefined();
});
