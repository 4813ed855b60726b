// @ts-check
/**
 * `npm run ways [-- --json FILE] [--only WORD] [--rows FROM-TO]`: connects two real browsers by each way, with real servers
 * on this machine, and has each cause of a failure named where it must be. A row a way × network × scenario; `ok` means that
 * it went as it must. `--only` takes rows whose words hold this one; `--rows 5-8` takes the fifth to the eighth of those, and
 * what FILE knows of other rows stays there: a row takes half a minute, and a machine may not have the minutes at a stretch.
 * Rows behind routers need Linux, root, `ip` and `nft`, some also a broker or coturn: where these are missing it says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runMain, SetupError } from './run.mjs';
import { ensureBrowsers, ensureNode, ensureNpmPackages, ensureTestServers } from './setup.mjs';

/** @typedef {import('../tests/ways/parties.mjs').Row} Row */
/** @typedef {import('../tests/ways/parties.mjs').Result} Result */

const { values: options } = parseArgs({
  options: { json: { type: 'string' }, only: { type: 'string' }, rows: { type: 'string', default: '1-' } },
});

await runMain(async () => {
  ensureNode();
  await ensureNpmPackages();
  await ensureBrowsers({ firefox: false });
  await ensureTestServers();
  // These need what has just been installed.
  const { builtExtension, QUIET } = await import('../tests/helpers/built.mjs');
  const { PUBLIC, ROWS } = await import('../tests/ways/rows.mjs');
  const { openStage } = await import('../tests/ways/stage.mjs');

  const { insideArgs, insideEnv, isInside, missingForWorld } = await import('../tests/ways/world.mjs');
  const { WORLD_ROWS } = await import('../tests/ways/world-rows.mjs');
  const { missingOf } = await import('../tests/ways/programs.mjs');

  const [from, to] = parsedRows(options.rows);
  const wanted = [...ROWS, ...WORLD_ROWS].filter((row) => nameOf(row).includes(options.only ?? '')).slice(from - 1, to);
  if (wanted.length === 0) throw new SetupError(`No row has "${options.only ?? ''}" in it, of rows ${options.rows}.`);
  const at = (/** @type {number} */ port) => `ws://127.0.0.1:${port}`;
  const output = '.output/ways';
  const ofOurs = builtExtension('chrome-mv3', {
    output,
    env: {
      ...QUIET,
      LOCKSTEP_SERVER: `http://127.0.0.1:${PUBLIC.nobody}`,
      LOCKSTEP_RELAYS: at(PUBLIC.relay),
      LOCKSTEP_TRACKERS: at(PUBLIC.tracker),
      LOCKSTEP_NOSTR: at(PUBLIC.nostr),
    },
  });
  const asShipped = builtExtension('chrome-mv3');

  const results = [];
  let skipped = 0;
  for (const row of wanted) {
    // Rows with homes run in a process that has a network of its own; the others run in this one.
    if ((row.homes !== undefined) !== isInside()) continue;
    const missing = missingOf(row.programs ?? []);
    if (missing.length > 0) {
      console.log(`– ${nameOf(row)}: skipped, for want of ${missing.join(', ')}`);
      skipped++;
      continue;
    }
    const result = await resultOf(row, row.isShipped ? asShipped : ofOurs);
    const { way, network, scenario } = row;
    results.push({ way, network, scenario, ...result });
    // A run that is ended has written what it knew.
    if (options.json) keep(options.json, results);
    const { ok, by, joinMs, p95Ms, cause } = result;
    const figures = [
      by && `by ${by}`,
      joinMs !== undefined && `${joinMs} ms`,
      p95Ms !== undefined && `drift p95 ${p95Ms} ms`,
      cause,
    ];
    console.log(`${ok ? '✓' : '✗'} ${nameOf(row)}: ${figures.filter(Boolean).join(', ')}`);
  }
  const failed = results.filter(({ ok }) => !ok).length;
  if (results.length + skipped > 0)
    console.log(`${results.length - failed} as they must be, ${failed} not, ${skipped} skipped`);
  if (failed > 0) process.exitCode = 1;

  const ofWorld = wanted.filter(({ homes }) => homes !== undefined);
  if (isInside() || ofWorld.length === 0) return;
  const missing = missingForWorld();
  if (missing.length > 0) {
    for (const row of ofWorld) console.log(`– ${nameOf(row)}: skipped, for want of ${missing.join(', ')}`);
    return;
  }
  const [program, args] = insideArgs([process.execPath, ...process.argv.slice(1)]);
  const { status } = spawnSync(program, args, { stdio: 'inherit', env: insideEnv() });
  if (status !== 0) process.exitCode = 1;

  /** @param {Row} row @param {string} extension @returns {Promise<Result>} */
  async function resultOf(row, extension) {
    /** @type {Awaited<ReturnType<typeof openStage>> | undefined} */
    let stage;
    try {
      stage = await openStage(extension, { homes: row.homes, env: row.env });
      return await row.run(stage);
    } catch (error) {
      return { ok: false, cause: String(error) };
    } finally {
      await stage?.close();
    }
  }
});

/** @param {{ way: string, network: string, scenario: string }} row */
function nameOf({ way, network, scenario }) {
  return `${way}, ${network}: ${scenario}`;
}

/** @param {string} rows `5-8`, `5-` or `5` @returns {[number, number | undefined]} both included, from 1 */
function parsedRows(rows) {
  const [, from, dash, to] = /^(\d+)(-?)(\d*)$/.exec(rows) ?? [];
  if (from === undefined) throw new SetupError(`--rows is "5-8", "5-" or "5", not "${rows}".`);
  return [Number(from), dash ? (to ? Number(to) : undefined) : Number(from)];
}

/**
 * Writes results beside those that the file has of other rows.
 *
 * @param {string} file
 * @param {{ way: string, network: string, scenario: string }[]} results
 */
function keep(file, results) {
  const ran = new Set(results.map(nameOf));
  /** @type {typeof results} */
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const all = [...before.filter((row) => !ran.has(nameOf(row))), ...results];
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
}

// PeerServer's timers would keep the process.
process.exit();
