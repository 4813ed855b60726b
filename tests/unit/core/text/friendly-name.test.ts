import { expect, test } from 'vitest';
import { friendlyName } from '../../../../lib/core/text/friendly-name';

test('a name is made up of those of the list', () => {
  expect(friendlyName('Quiet Otter, Sunny Fox, Witty Koala', () => 0)).toBe('Quiet Otter');
  expect(friendlyName('Quiet Otter, Sunny Fox, Witty Koala', () => 0.999_999)).toBe('Witty Koala');
});

test('a list that cannot be had gives no name', () => {
  expect(friendlyName('', () => 0)).toBe('');
  expect(friendlyName('Quiet Otter', () => 1)).toBe('');
});
