import { expect, test } from 'vitest';
import { startTyping, stopTyping, TYPING_MS, whoTypes } from '../../../../lib/core/chat/typing';

test('CH-8: who types is shown until it has written, or for five seconds', () => {
  const both = startTyping(startTyping(new Map(), 'ann', 0), 'ben', 1_000);
  expect(whoTypes(both, 1_000)).toEqual(['ann', 'ben']);
  expect(whoTypes(both, TYPING_MS)).toEqual(['ben']);
  expect(whoTypes(stopTyping(both, 'ann'), 1_000)).toEqual(['ben']);
  expect([...startTyping(both, 'cleo', TYPING_MS).keys()]).toEqual(['ben', 'cleo']);
});
