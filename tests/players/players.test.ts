import { afterAll, beforeAll, describe, it } from 'vitest';
import { chosenPages, chosenPairs, works } from './choice';
import { type Couple, openCouple } from './couple';
import { tried } from './row';
import type { Row } from './table.mjs';
import { TRIALS, type Trial } from './trials';

/** A trial that waits for all it may wait for. */
const TRIAL_TIMEOUT_MS = 60_000;

const pages = await chosenPages();

describe.each(chosenPairs().map((pair) => [`${pair.host} → ${pair.guest}`, pair] as const))('%s', (title, pair) => {
  let couple: Couple | undefined;
  afterAll(() => couple?.close());

  describe.each(pages.filter((page) => works(page, pair)).map((page) => [page.name, page] as const))(
    '%s',
    (_, page) => {
      let trial: Trial;
      let harmed = false;
      let joined = true;
      beforeAll(async () => {
        couple ??= await openCouple(pair, pages);
        trial = { page, couple };
      });
      // What a page has done to a room or a browser must not be held against the next.
      afterAll(async () => {
        if (!harmed && trial) return;
        await couple?.close();
        couple = undefined;
      });

      for (const [behaviour, attempt] of TRIALS) {
        it(behaviour, { timeout: TRIAL_TIMEOUT_MS }, async ({ task, skip }) => {
          const row: Row = {
            pair: title,
            page: page.name,
            title: page.title,
            behaviour,
            restsWithinMs: page.restsWithinMs,
            liveWithinMs: page.liveWithinMs,
            maxDriftP95Ms: page.maxDriftP95Ms,
          };
          const unsupported = page.skip?.[behaviour];
          if (unsupported || !joined) {
            Object.assign(task.meta, { row: { ...row, ...(unsupported ? { reason: unsupported } : {}) } });
            return skip(unsupported ?? 'nobody has joined');
          }
          const before = harmed;
          // Until it has held.
          harmed = true;
          joined = behaviour !== 'join';
          const held = await tried({ task }, row, () => attempt(trial), page.known?.[behaviour]);
          harmed = before || !held;
          joined ||= held;
        });
      }
    },
  );
});
