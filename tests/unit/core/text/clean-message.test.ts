import { describe, expect, test } from 'vitest';
import { cleanMessage, MESSAGE_LINES_MAX, MESSAGE_MAX } from '../../../../lib/core/text/clean-message';
import { anyText, FUZZ_TIMEOUT_MS, holds } from '../../fuzz/fuzz';

describe('CH-2: a message', () => {
  test.each([
    ['is as it was written', 'Did you see that? 🦊 «é»', 'Did you see that? 🦊 «é»'],
    ['keeps its lines, and one empty one between them', ' a\r\n\r\n\r\nb\u2028c \n', 'a\n\nb\nc'],
    ['has no characters that are not seen or turn others around', 'a\u202eb\u2066c\u0000\u200bd\ufeff', 'abcd'],
    ['has at most four marks on a letter', `e${'\u0301'.repeat(100)}!`, `e${'\u0301'.repeat(4)}!`],
    [
      'has no more where a joiner parts them',
      `e${'\u0301'.repeat(4)}\u200d${'\u0301'.repeat(4)}`,
      `e${'\u0301'.repeat(4)}`,
    ],
    ['keeps the marks that scripts have', 'ที่ שָׁ ệ', 'ที่ שָׁ ệ'],
    ['may come out empty', ' \n\u200b\n', ''],
  ])('%s', (_, text, cleaned) => expect(cleanMessage(text)).toBe(cleaned));

  test('is bounded in lines and in characters', () => {
    expect(cleanMessage('a\n'.repeat(50)).split('\n')).toHaveLength(MESSAGE_LINES_MAX);
    expect([...cleanMessage('🦊'.repeat(3_000))]).toHaveLength(MESSAGE_MAX);
    expect([...cleanMessage(`${'a'.repeat(1_500)}\n${'b'.repeat(1_500)}\nc`)]).toHaveLength(MESSAGE_MAX);
  });

  test('cleaned once is clean', { timeout: FUZZ_TIMEOUT_MS }, () => {
    holds(anyText, (text) => {
      const once = cleanMessage(text);
      expect(cleanMessage(once)).toBe(once);
      expect([...once].length).toBeLessThanOrEqual(MESSAGE_MAX);
    });
  });
});
