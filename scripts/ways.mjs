// @ts-check
/**
 * `npm run ways [-- --json FILE] [--only WORD]`: connects two real browsers by each way, with real servers on this
 * machine, and has each cause of a failure named where it must be. A row a way × network × scenario; `ok` means that it went
 * as it must. `--only` takes rows whose words hold this one.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runMain, SetupError } from './run.mjs';
import { ensureBrowsers, ensureNode, ensureNpmPackages, ensureTestServers } from './setup.mjs';

const { values: options } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });

await runMain(async () => {
  ensureNode();
  await ensureNpmPackages();
  await ensureBrowsers({ firefox: false });
  await ensureTestServers();
  // These need what has just been installed.
  const { builtExtension } = await import('../tests/helpers/built.mjs');
  const { PUBLIC, ROWS } = await import('../tests/ways/rows.mjs');
  const { openStage } = await import('../tests/ways/stage.mjs');

  const wanted = ROWS.filter(({ way, network, scenario }) =>
    [way, network, scenario].join(' ').includes(options.only ?? ''),
  );
  if (wanted.length === 0) throw new SetupError(`No row has "${options.only}" in it.`);
  const at = (/** @type {number} */ port) => `ws://127.0.0.1:${port}`;
  const output = '.output/ways';
  const extension = builtExtension('chrome-mv3', {
    output,
    env: {
      LOCKSTEP_OUT: output,
      LOCKSTEP_SERVER: `http://127.0.0.1:${PUBLIC.nobody}`,
      LOCKSTEP_RELAYS: at(PUBLIC.relay),
      LOCKSTEP_TRACKERS: at(PUBLIC.tracker),
      LOCKSTEP_NOSTR: at(PUBLIC.nostr),
    },
  });

  const results = [];
  for (const { way, network, scenario, run } of wanted) {
    const stage = await openStage(extension);
    /** @type {import('../tests/ways/rows.mjs').Result} */
    let result;
    try {
      result = await run(stage);
    } catch (error) {
      result = { ok: false, cause: String(error) };
    } finally {
      await stage.close();
    }
    results.push({ way, network, scenario, ...result });
    const { ok, by, joinMs, p95Ms, cause } = result;
    const figures = [
      by && `by ${by}`,
      joinMs !== undefined && `${joinMs} ms`,
      p95Ms !== undefined && `drift p95 ${p95Ms} ms`,
      cause,
    ];
    console.log(`${ok ? '✓' : '✗'} ${way}, ${network}: ${scenario}: ${figures.filter(Boolean).join(', ')}`);
  }
  const failed = results.filter(({ ok }) => !ok).length;
  console.log(`${results.length - failed} as they must be, ${failed} not`);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
  if (failed > 0) process.exitCode = 1;
});
// PeerServer's timers would keep the process.
process.exit();
