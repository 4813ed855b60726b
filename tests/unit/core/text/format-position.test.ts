import { expect, test } from 'vitest';
import { clockText } from '../../../../lib/core/text/format-position';

test.each([
  [0, '0:00'],
  [75.9, '1:15'],
  [600, '10:00'],
  [3_723, '1:02:03'],
])('%f s is %s', (place, text) => expect(clockText(place)).toBe(text));
