import { expect, it } from 'vitest';
import { driftText } from '../../lib/ui/MemberList';
import { problemKeys } from '../../lib/ui/problem';

it('names the sentence and the next step of a problem', () => {
  expect(problemKeys('version-ours-old')).toEqual({
    sentence: 'problem_version_ours_old',
    next: 'problem_version_ours_old_next',
  });
});

it.each([
  [0, '±0 ms'],
  [0.4, '±0 ms'],
  [-0.4, '±0 ms'],
  [12.3, '+12 ms'],
  [-6.7, '−7 ms'],
  [-45_000, '−45 s'],
])('writes a drift of %s ms as %s', (driftMs, text) => {
  expect(driftText(driftMs)).toBe(text);
});
