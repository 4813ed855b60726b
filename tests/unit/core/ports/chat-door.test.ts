import { expect, test } from 'vitest';
import { isClosing, parsePass, parseToChatDoor } from '../../../../lib/core/ports/chat-door';

const pass = { type: 'pass', pass: 'abcdefgh12345678' };

test('CH-16, EX-5: what comes over the door and to a frame is parsed', () => {
  for (const message of [pass, { type: 'entered' }, { type: 'closed' }])
    expect(parseToChatDoor(message)).toEqual(message);
  expect(parsePass({ ...pass, more: 1 })).toEqual(pass);
  for (const wrong of [undefined, null, 'pass', {}, { ...pass, pass: 'short' }, { ...pass, pass: 7 }]) {
    expect([parseToChatDoor(wrong), parsePass(wrong)]).toEqual([undefined, undefined]);
  }
  expect([isClosing({ type: 'close' }), isClosing({ type: 'closed' }), isClosing(null)]).toEqual([true, false, false]);
});
