import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { amissAnywhere } from '../e2e/amiss';
import { type Fault, wait } from './fault';
import { FAULTS } from './faults';
import { Pair, type Role } from './pair';
import type { Outcome } from './report.mjs';

/** Each fault's own time, and what it takes to begin it and to look what is lost. */
const TIMEOUT_MS = 180_000;

/** So soon after a fault, or once the two are together where that takes longer, they are of one mind. */
const AGREED_AFTER_MS = 5_000;

/** What happens only sometimes is tried more often: `-- --times N`. */
const TIMES = Number(process.env.FAULTS_TIMES ?? 1);

let open: Pair | undefined;

const part = async () => {
  await open?.close();
  open = undefined;
};
beforeEach(async () => {
  open ??= await Pair.open();
});
// What one fault has left behind is not held against the next.
afterEach(({ task }) => (task.result?.state === 'fail' ? part() : undefined));
afterAll(part);

const cases = FAULTS.flatMap((fault): [string, Fault, Role][] =>
  (fault.to ?? ['host']).flatMap((role) => {
    const name = fault.to ? `${fault.name}: ${role}` : fault.name;
    return Array.from({ length: TIMES }, (_, at): [string, Fault, Role] => [
      at > 0 ? `${name} (${at + 1})` : name,
      fault,
      role,
    ]);
  }),
);

describe('two people in a room are together again, and have lost nothing, after', () => {
  it.for(cases)('%s', { timeout: TIMEOUT_MS }, async ([name, fault, role], { task }) => {
    const outcome: Outcome = { fault: name, lost: [] };
    Object.assign(task.meta, { outcome });
    const pair = open as Pair;
    const had = await pair.ready();
    const startMs = performance.now();
    const happens = fault.happen(pair, role);
    if (!fault.lasts) await happens;
    const fromMs = fault.lasts ? startMs : performance.now();
    // A fault is measured also where it takes longer than it may.
    await pair.together(2 * fault.withinMs);
    outcome.recoveredMs = Math.round(performance.now() - fromMs);
    await happens;
    // What lasts must not have parted them again.
    if (fault.lasts) await pair.together(fault.withinMs);
    outcome.lost = await pair.lost(had);
    await wait(fromMs + AGREED_AFTER_MS - performance.now());
    expect(await pair.disagreements()).toEqual([]);
    expect(await amissAnywhere()).toEqual([]);
    expect(outcome).toEqual({ ...outcome, lost: [] });
    expect(outcome.recoveredMs, pair.told.join('\n')).toBeLessThan(fault.withinMs);
  });
});
