// @ts-check
/** The table of the test bench: page × behaviour × result × drift. Also Vitest's reporter that prints it. */
import { writeFileSync } from 'node:fs';
import { BEHAVIOURS } from '../helpers/pages.mjs';

/**
 * One trial, as the test hands it on.
 *
 * @typedef {object} Row
 * @property {string} pair of browsers, the host's first
 * @property {string} page
 * @property {string} title
 * @property {string} behaviour
 * @property {string} [reason] why it is not tried
 * @property {string} [known] why it fails, where that is known
 * @property {string} [error] with which it failed, though known
 * @property {string} [note] what else has to be said
 * @property {number} [driftP95Ms]
 * @property {number} [joinedMs]
 * @property {number | undefined} [maxDriftP95Ms] how far apart two may play there, where the page allows for more than usual
 * @property {number | undefined} [liveWithinMs] the same of a broadcast
 * @property {number | undefined} [restsWithinMs] how far apart two may stand there, where the page allows for more than usual
 */
/** @typedef {Row & { result: 'pass' | 'fail' | 'known' | 'mended' | 'not supported' | 'not reached' }} Result */

const SIGNS = { pass: '✓', fail: '✗', known: '!', mended: '+', 'not supported': '–', 'not reached': '·' };
const SHORT = {
  ...{
    join: 'join',
    unmute: 'unmute',
    pause: 'pause',
    'paused-seek': 'pseek',
    play: 'play',
    seek: 'seek',
    rate: 'rate',
  },
  ...{ drift: 'drift', 'guest-pause': 'gpause', 'guest-paused-seek': 'gpseek', 'guest-play': 'gplay' },
  ...{ 'guest-seek': 'gseek', 'guest-rate': 'grate', follow: 'follow', leave: 'leave' },
};

/**
 * @param {readonly Result[]} results
 * @returns {string} the table, and below it what has to be said of single cells
 */
export function tableOf(results) {
  const columns = /** @type {readonly string[]} */ (BEHAVIOURS);
  /** @type {Map<string, Result[]>} */
  const pages = new Map();
  for (const result of results.filter(({ behaviour }) => columns.includes(behaviour))) {
    const key = `${result.pair}\n${result.page}`;
    pages.set(key, [...(pages.get(key) ?? []), result]);
  }
  const head = ['page', ...BEHAVIOURS.map((behaviour) => SHORT[behaviour]), 'join s', 'drift p95 ms'];
  const pairs = [...new Set([...pages.values()].map(([cell]) => cell?.pair))];
  const blocks = pairs.map((pair) => {
    const rows = [...pages].filter(([key]) => key.startsWith(`${pair}\n`)).map(([, cells]) => rowOf(cells));
    return `${pair}\n${align([head, ...rows])}`;
  });
  const notes = results.flatMap((result) => {
    const why =
      result.result === 'known' ? result.known : result.result === 'not supported' ? result.reason : undefined;
    if (result.result === 'mended') return [`+ ${result.page} ${result.behaviour}: works now, take it out of known`];
    return why ? [`${SIGNS[result.result]} ${result.page} ${result.behaviour}: ${why}`] : [];
  });
  const tolerances = results.flatMap(({ page, restsWithinMs, liveWithinMs, maxDriftP95Ms }) => [
    ...(restsWithinMs ? [`≈ ${page}: at rest within ${restsWithinMs} ms of each other`] : []),
    ...(liveWithinMs ? [`≈ ${page}: a broadcast, within ${liveWithinMs} ms of each other`] : []),
    ...(maxDriftP95Ms ? [`≈ ${page}: within ${maxDriftP95Ms} ms of each other while playing`] : []),
  ]);
  const further = results.filter((result) => !columns.includes(result.behaviour));
  const lines = further.map(
    ({ result, page, behaviour, error, note = error ?? '' }) =>
      `${SIGNS[result]} ${page}: ${behaviour}${note && ` (${note.split('\n')[0]})`}`,
  );
  const legend = Object.entries(SIGNS)
    .map(([what, sign]) => `${sign} ${what}`)
    .join('   ');
  return [...blocks, lines.join('\n'), legend, [...new Set([...tolerances, ...notes])].join('\n')]
    .filter(Boolean)
    .join('\n\n');
}

/** @param {readonly Result[]} cells of one page @returns {string[]} */
function rowOf(cells) {
  const of = (/** @type {string} */ behaviour) => cells.find((cell) => cell.behaviour === behaviour);
  const joinedMs = of('join')?.joinedMs;
  const driftP95Ms = of('drift')?.driftP95Ms;
  return [
    cells[0]?.page ?? '',
    ...BEHAVIOURS.map((behaviour) => SIGNS[of(behaviour)?.result ?? 'not reached']),
    joinedMs === undefined ? '' : (joinedMs / 1000).toFixed(1),
    driftP95Ms === undefined ? '' : driftP95Ms.toFixed(1),
  ];
}

/** @param {readonly string[][]} rows */
function align(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Prints a page's row when it is done, and the table at the end; `PLAYERS_JSON` has at any time what is known by then. */
export default class TableReporter {
  /** @type {Result[]} */
  results = [];

  /** @param {import('vitest/node').TestCase} test */
  onTestCaseResult(test) {
    const [result] = resultOf(test);
    if (!result) return;
    this.results.push(result);
    const { pair, page, behaviour } = result;
    const file = process.env.PLAYERS_JSON;
    if (file) writeFileSync(file, `${JSON.stringify(this.results, null, 2)}\n`);
    if (result.result === 'fail') console.log(`✗ ${page} ${behaviour}: ${result.error?.split('\n')[0]}`);
    if (behaviour !== BEHAVIOURS.at(-1)) return;
    const cells = this.results.filter((other) => other.pair === pair && other.page === page);
    console.log(`${pair}  ${rowOf(cells).join(' ')}`);
  }

  onTestRunEnd() {
    if (this.results.length > 0) console.log(`\n${tableOf(this.results)}\n`);
  }
}

/** @param {import('vitest/node').TestCase} test @returns {Result[]} */
function resultOf(test) {
  const { row } = /** @type {{ row?: Row }} */ (test.meta());
  if (!row) return [];
  const { state, errors } = test.result();
  if (state === 'failed') return [{ ...row, result: 'fail', error: errors?.[0]?.message ?? '' }];
  if (state !== 'passed') return [{ ...row, result: row.reason ? 'not supported' : 'not reached' }];
  if (row.error !== undefined) return [{ ...row, result: 'known' }];
  return [{ ...row, result: row.known ? 'mended' : 'pass' }];
}
