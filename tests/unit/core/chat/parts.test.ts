import { describe, expect, test } from 'vitest';
import { mentions, partsOf } from '../../../../lib/core/chat/parts';
import { anyText, FUZZ_TIMEOUT_MS, holds } from '../../fuzz/fuzz';

const members = [
  { id: 'a', name: 'Ann' },
  { id: 'b', name: 'Ann Marie' },
  { id: 'c', name: 'Øyvind' },
];
const shown = (text: string) =>
  partsOf(text, members).map((part) => {
    if (part.kind === 'place') return part.seconds;
    if (part.kind === 'link') return `${part.text} → ${part.url} at ${part.host}`;
    return part.kind === 'mention' ? `@${part.id}` : part.text;
  });

describe('CH-5: places in a message', () => {
  test.each([
    ['at 12:34 it rains', ['at ', 754, ' it rains']],
    ['1:02:03', [3_723]],
    ['0:05, 90:00.', [5, ', ', 5_400, '.']],
    ['12:34: look', [754, ': look']],
    ['(100:00:59)', ['(', 360_059, ')']],
  ])('%s', (text, parts) => expect(shown(text)).toEqual(parts));

  test.each(['12:60', '1:2', '1234:00', '12:34:56:78', '3.12:34', '12:345', '16:9', '::1', '12:34:5', '12:34.5'])(
    'none in %s',
    (text) => expect(shown(text)).toEqual([text]),
  );
});

describe('CH-6: links in a message', () => {
  test.each([
    [
      'see https://a.example/x?t=12:34#y.',
      ['see ', 'https://a.example/x?t=12:34#y → https://a.example/x?t=12:34#y at a.example', '.'],
    ],
    ['(HTTP://B.example:81)', ['(', 'HTTP://B.example:81 → http://b.example:81/ at b.example:81', ')']],
  ])('%s', (text, parts) => expect(shown(text)).toEqual(parts));

  test.each([
    ['javascript:alert(1)'],
    ['ftp://a.example/'],
    ['https://'],
    ['https://bank.example@evil.example/'],
    ['https://:secret@evil.example/'],
    ['data:text/html,<script>'],
    ['a.example'],
  ])('none in %s', (text) => expect(shown(text)).toEqual([text]));
});

describe('CH-8: mentions in a message', () => {
  test.each([
    ['@Ann look', ['@a', ' look']],
    ['hey @ann marie!', ['hey ', '@b', '!']],
    ['@ØYVIND', ['@c']],
    ['@Ann, @Ann', ['@a', ', ', '@a']],
  ])('%s', (text, parts) => expect(shown(text)).toEqual(parts));

  test.each(['@Anna', 'mail@ann', '@ Ann', '@'])('none in %s', (text) => expect(shown(text)).toEqual([text]));

  test('who is meant', () => expect(mentions('@Ann 12:34 @Øyvind', members)).toEqual(['a', 'c']));

  test('inside of what was a name already is none', () => {
    const odd = [
      { id: 'x', name: 'a @b' },
      { id: 'y', name: 'b' },
    ];
    expect(mentions('@a @b', odd)).toEqual(['x']);
  });
});

test('CH-2, CH-13: the parts of any text are that text', { timeout: FUZZ_TIMEOUT_MS }, () => {
  holds(anyText, (text) => {
    const pieces = partsOf(text, members).map((part) => part.text);
    expect(pieces.join('')).toBe(text);
  });
});
