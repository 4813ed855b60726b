import { afterEach, beforeEach, expect } from 'vitest';
import { lookAfter, lookedAfter } from './amiss';

beforeEach(lookAfter);
// Runs after the hooks of the test's own file. What is left over of a test that has failed is that test's.
afterEach(async ({ task }) => {
  const amiss = await lookedAfter();
  if (task.result?.state !== 'fail') expect(amiss).toEqual([]);
});
