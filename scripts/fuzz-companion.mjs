// @ts-check
/**
 * `npm run fuzz -w companion [-- --frames N] [--seed N]`: hostile frames to the companion, from the browser's side and from
 * Discord's. Prints what became of it, and its memory at ten moments of each run.
 */
import { parseArgs } from 'node:util';
import { fuzzCompanion } from '../tests/helpers/companion-fuzz.mjs';

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
});
const how = { frames: Number(values.frames), seed: Number(values.seed) };
console.log(`seed ${how.seed}`);
for (const side of /** @type {const} */ (['port', 'discord'])) {
  const startedMs = performance.now();
  const { frames, fatal, complaints, memoryMb } = await fuzzCompanion(side, how);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
  console.log(`${side}: ${frames} frames and ${fatal} fatal ones in ${seconds} s`);
  console.log(`  memory in MB: ${memoryMb.map((mb) => mb.toFixed(0)).join(' ')}`);
  for (const complaint of complaints) console.log(`  ✗ ${complaint}`);
  if (complaints.length > 0) process.exitCode = 1;
}
