import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ELSEWHERE } from '../faults/elsewhere.mjs';

it.each(ELSEWHERE)('a fault that needs no browser is tested where its row says: $fault', ({ file, test }) => {
  expect(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')).toContain(test);
});
