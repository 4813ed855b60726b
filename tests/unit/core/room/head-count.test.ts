import { expect, test } from 'vitest';
import { answered, counted, firstCount, type HeadCount, isNobody } from '../../../../lib/core/room/head-count';

/** One round in which just as many answer as are to be expected. */
function round(count: HeadCount, people: number): { readonly next: HeadCount; readonly answers: number } {
  const answers = Math.round(people * count.share);
  let heard = count;
  for (let at = 0; at < answers; at++) heard = answered(heard);
  return { next: counted(heard), answers };
}

test.each([1, 10, 50, 300, 10_000, 1_000_000])(
  'AU-4: %i people are counted in a few rounds by a few answers',
  (people) => {
    let count = firstCount;
    const asked: number[] = [];
    for (let at = 0; at < 5; at++) {
      const { next, answers } = round(count, people);
      asked.push(answers);
      count = next;
    }
    expect(Math.abs(count.people - people)).toBeLessThanOrEqual(0.05 * people);
    // The first round cannot know how many there are.
    expect(Math.max(...asked.slice(2))).toBeLessThanOrEqual(64);
  },
);

test('AU-4: who comes and goes is counted anew', () => {
  let count = firstCount;
  for (const people of [5_000, 5_000, 5_000, 20, 20, 20, 20, 20]) count = round(count, people).next;
  expect(count.people).toBe(20);
});

test('AU-4: nobody is there once everybody was asked twice, and nobody has answered', () => {
  let count = firstCount;
  const rounds: boolean[] = [];
  for (let at = 0; at < 4; at++) {
    count = round(count, 0).next;
    rounds.push(isNobody(count));
  }
  expect(rounds).toEqual([false, false, false, true]);
  expect(isNobody(counted(answered(count)))).toBe(false);
});
