import type { TestContext } from 'vitest';
import type { Row } from './table.mjs';

/**
 * Makes a row of the table. What is known to fail is tried all the same: it is shown, and fails no test.
 *
 * @param known why it fails
 * @returns whether it has held
 */
export async function tried(
  { task }: Pick<TestContext, 'task'>,
  row: Row,
  attempt: () => Promise<unknown>,
  known?: string,
): Promise<boolean> {
  Object.assign(task.meta, { row });
  if (known) row.known = known;
  try {
    Object.assign(row, await attempt());
    return true;
  } catch (error) {
    if (!known) throw error;
    row.error = String(error);
    return false;
  }
}
