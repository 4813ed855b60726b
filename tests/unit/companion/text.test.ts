import { describe, expect, test } from 'vitest';
import { oneLine, presenceText } from '../../../companion/text.mjs';

describe('one line', () => {
  test.each([
    ['Sample film', 'Sample film'],
    ['  a \t\n b  ', 'a b'],
    ['a\u0000\u001b[31mb', 'a [31mb'],
    ['a\u2028b\u2029c', 'a b c'],
    ['\u202efdp.exe\u2066', 'fdp.exe'],
    ['a\ud800', 'a'],
    ['é日本👍', 'é日本👍'],
    ['\u200b\u2060\ufeff', ''],
    ['\u3164\u2800', ''],
    ['', ''],
  ])('%j becomes %j', (text, line) => expect(oneLine(text)).toBe(line));

  test('is cut to 128 UTF-16 units, and no grapheme in two', () => {
    expect(oneLine('x'.repeat(128))).toHaveLength(128);
    expect(oneLine('x'.repeat(129))).toBe(`${'x'.repeat(127)}…`);
    expect(oneLine('👍🏽'.repeat(100))).toBe(`${'👍🏽'.repeat(31)}…`);
    expect(oneLine(`${'x'.repeat(126)} and more`)).toBe(`${'x'.repeat(126)}…`);
  });

  test('takes no longer over ten million characters', () => {
    const text = Array(5_000_000).fill(' \u0000').join('');
    const startedMs = performance.now();
    expect(oneLine(text)).toBe('');
    expect(performance.now() - startedMs).toBeLessThan(100);
  });
});

test('Discord is told two characters at least', () => {
  expect(presenceText('M')).toBe('“M”');
  expect(presenceText('\u0007M\u200f ')).toBe('M\u200f');
  expect(presenceText('👍')).toBe('👍');
  expect(presenceText(' ')).toBe('');
});
