import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { FUZZ_SEED, FUZZ_TIMEOUT_MS } from '../fuzz';
import { ENTRIES_MAX, usedMb, watchMaps } from './boundary';
import { PORT_BOUNDARIES } from './port-boundaries';
import { ROOM_BOUNDARIES } from './room-boundaries';
import { TEXT_BOUNDARIES } from './text-boundaries';

vi.mock('wxt/browser', async () => ({ browser: (await import('../../../helpers/fake-browser')).browser }));

/** Of all boundaries together; `npm run hostile` sends 800,000, and the rest of a million to the companion. */
const MESSAGES = Number(process.env.HOSTILE_MESSAGES ?? 3_000);
/** So many are drawn, and taken, at a time. */
const BATCH = 100;
/** What is in use grows by less, however many come: what is learnt of the code, and some slack, MB. */
const GROWTH_MAX_MB = 40;

const BOUNDARIES = [...ROOM_BOUNDARIES, ...PORT_BOUNDARIES, ...TEXT_BOUNDARIES];
const SHARES = BOUNDARIES.reduce((sum, { share }) => sum + share, 0);

describe('hostile messages: nothing throws, nothing passes unparsed, and what is kept stays bounded', () => {
  test.each(BOUNDARIES.map((boundary) => [boundary.name, boundary] as const))(
    '%s',
    { timeout: FUZZ_TIMEOUT_MS },
    async (name, { share, messages, open }) => {
      const count = Math.ceil((MESSAGES * share) / SHARES / BATCH) * BATCH;
      const maps = watchMaps();
      const end = await maps.during(open);
      const beganMs = performance.now();
      const before = usedMb();
      for (let sent = 0; sent < count; sent += BATCH) {
        const drawn = fc.sample(messages, { seed: FUZZ_SEED + sent, numRuns: BATCH });
        await maps.during(() => end.take(drawn));
      }
      const grownMb = usedMb() - before;
      await end.close?.();
      const tookS = (performance.now() - beganMs) / 1000;
      const { most, where } = maps.most;
      const kept = `${most} entries in a map at most, ${grownMb.toFixed(1)} MB more`;
      if (process.env.HOSTILE_MESSAGES) console.log(`${name}: ${count} messages in ${tookS.toFixed(0)} s, ${kept}`);
      expect(most, where).toBeLessThanOrEqual(ENTRIES_MAX);
      expect(grownMb).toBeLessThan(GROWTH_MAX_MB);
    },
  );
});
