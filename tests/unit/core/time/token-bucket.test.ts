import { expect, test } from 'vitest';
import { fullBucket, type Rate, refilled, takeToken } from '../../../../lib/core/time/token-bucket';

const RATE: Rate = { burst: 3, perSecond: 2 };

test('a bucket gives what it holds at once, and then as fast as it is refilled', () => {
  let bucket = fullBucket(RATE, 0);
  const taken: number[] = [];
  for (let now = 0; now <= 2_000; now += 100) {
    const next = takeToken(bucket, RATE, now);
    if (next) taken.push(now);
    bucket = next ?? bucket;
  }
  expect(taken).toEqual([0, 100, 200, 500, 1_000, 1_500, 2_000]);
});

test('it holds no more than its burst, however long nothing was taken', () => {
  expect(refilled(fullBucket(RATE, 0), RATE, 1e9)).toEqual({ left: 3, at: 1e9 });
});
