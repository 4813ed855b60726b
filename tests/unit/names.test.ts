import { expect, test } from 'vitest';
import { friendlyName } from '../../lib/core/names';

test('a name for somebody who gave none', () => {
  expect(friendlyName(() => 0)).toBe('Quiet Otter');
  expect(friendlyName(() => 0.999_999)).toBe('Witty Koala');
});
