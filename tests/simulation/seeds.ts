import { expect, test } from 'vitest';
import { calmed, expectTogether } from './convergence';
import { expectHeard } from './room-life';
import { party } from './story';

/** How many seeds a run tries; more with `SEEDS=5000 npm run simulate`. */
const SEEDS = Number(process.env.SEEDS ?? 2000);
/** Where they begin: another base tries others, and `SEEDS=1 SEED_BASE=17` tries seed 17. */
const BASE = Number(process.env.SEED_BASE ?? 1);
/** Some seeds a test, so that a run says how far it is. */
const CHUNK = 100;
/** The first failures say enough. */
const SHOWN = 2;

/** Declares the tests of one of `parts` shares of all seeds: a file each, so that they run side by side. */
export function testSeeds(part: number, parts: number) {
  const seeds = Array.from({ length: SEEDS }, (_, i) => BASE + i).filter((_, i) => i % parts === part);
  test.runIf(seeds.length === 0)('no seeds for this share', () => {});
  for (let i = 0; i < seeds.length; i += CHUNK) {
    const some = seeds.slice(i, i + CHUNK);
    test(`parties ${some[0]}–${some.at(-1)} end together`, async () => {
      const failures: { seed: number; message: string }[] = [];
      for (const seed of some) {
        await whole(seed).catch((error: unknown) => failures.push({ seed, message: String(error) }));
      }
      const shown = failures.slice(0, SHOWN).map(({ message }) => message);
      expect(shown.join('\n\n'), `failing seeds: ${failures.map(({ seed }) => seed).join(' ')}`).toBe('');
    });
  }
}

/** A party with all that can be drawn: nothing breaks, all end together, and all have heard what was said. */
async function whole(seed: number) {
  const world = await calmed(await party(seed, true, undefined, true, true));
  await expectTogether(world);
  expectHeard(world);
}
