import { expect, test } from 'vitest';
import { friendlyName } from '../../../../lib/core/text/friendly-name';

test('a name for somebody who gave none', () => {
  expect(friendlyName(() => 0)).toBe('Quiet Otter');
  expect(friendlyName(() => 0.999_999)).toBe('Witty Koala');
});
