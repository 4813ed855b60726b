import { expect, test } from 'vitest';
import { cleanText } from '../../../../lib/core/text/clean-text';

const FAMILY = '👩‍👩‍👧';

test.each([
  ['joined pictures', `${FAMILY} Mum`],
  ['a picture with a colour and a sign', '🧑🏽‍⚕️'],
  ['a heart on fire', '❤️‍🔥'],
  ['a flag', 'Zoë 🇩🇪'],
  ['a half-space in Persian', 'می‌رود'],
  ['a joiner in Hindi', 'क्‍ष'],
])('PR-2: %s is kept as it is', (_, text) => {
  expect(cleanText(text, 40)).toBe(text);
});

test.each([
  ['between Latin letters', 'An\u200cna', 'Anna'],
  ['at the beginning', '\u200dAnna', 'Anna'],
  ['at an end', `${FAMILY}\u200d`, FAMILY],
  ['between a letter and a picture', 'a\u200d👩', 'a👩'],
  ['that turns the text round', 'a\u202eb', 'ab'],
])('PR-2: a character that is not seen is removed %s', (_, text, clean) => {
  expect(cleanText(text, 40)).toBe(clean);
});

test('PR-2: what is too long is cut before a picture, or a letter with its marks, and not within', () => {
  const letters = 'x'.repeat(39);
  expect(cleanText(`${letters}${FAMILY}`, 40)).toBe(letters);
  expect(cleanText(`${letters}e\u0301`, 40)).toBe(letters);
  expect(cleanText(`${letters}🇩🇪`, 40)).toBe(letters);
  expect(cleanText(`${letters} ${letters}`, 40)).toBe(letters);
});
