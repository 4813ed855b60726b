// @ts-check
/** The results as plain text. All in ms. */
import { cpus } from 'node:os';
import { quantile, spread } from '../bench/statistics.mjs';
import { columns } from '../bench/table.mjs';
import { KNOWN } from './known.mjs';
import { ROWS } from './rows.mjs';

/** @typedef {import('./rig.mjs').Trial} Trial */
/** @typedef {import('./options.mjs').BrowserName} BrowserName */
/** @typedef {import('./options.mjs').Pair} Pair */

/** What two members may be heard apart, and a person's own picture and sound beside what the browser does by itself. */
const APART = { chromium: { median: 1, p95: 3 }, firefox: { median: 5, p95: 15 } };
const OWN_MAX_MS = 10;
/** After what a browser alone is held against what is known of it. */
const SETTLED = ['start', 'pause and play', 'seek'];

/** @param {number} value */
const short = (value) => (Number.isFinite(value) ? value.toFixed(1) : '–');

/** @param {readonly number[]} values @returns {string} the sizes: median / p95; how often there was nothing to hear */
export function sizes(values) {
  const { median, p95, missed } = spread(values.map(Math.abs));
  return `${short(median)} / ${short(p95)}${missed ? ` (unheard: ${missed})` : ''}`;
}

/** @param {readonly number[]} values @returns {string} from the least to the most, signed */
export function reach(values) {
  const known = values.filter(Number.isFinite);
  return known.length > 0 ? `${short(Math.min(...known))} … ${short(Math.max(...known))}` : '–';
}

/** @param {readonly number[]} values @returns {number} NaN for none */
const middle = (values) => quantile(values.filter(Number.isFinite), 0.5);

/** @param {readonly Trial[]} trials a mark where the machine was at work with other things */
const loaded = (trials) => (trials.some(({ load }) => load > cpus().length) ? '~' : '');

/** @param {Pair} pair @param {import('./pair.mjs').PairResult} result @param {string} network @returns {string[]} lines */
export function pairTable(pair, result, network) {
  const [host, guest] = /** @type {[BrowserName, BrowserName]} */ (pair.split('-'));
  const bounds = APART[host === 'firefox' || guest === 'firefox' ? 'firefox' : 'chromium'];
  const head = [
    '',
    'heard apart',
    'guest ahead',
    'currentTime',
    'own: host',
    'guest',
    'rates, seeks',
    'late',
    'target',
    '',
  ];
  const rows = ROWS.flatMap(({ id, label }) => {
    const row = result[id];
    if (!row) return [];
    if ('error' in row) return [[label, `failed: ${row.error}`]];
    const { trials } = row;
    const apart = trials.flatMap((trial) => trial.apart);
    const own = { host: parting(trials, 'host', host), guest: parting(trials, 'guest', guest) };
    const sum = (/** @type {'rateChanges' | 'seeks'} */ what) =>
      trials.reduce((total, trial) => total + trial[what], 0);
    const good = holds(apart, bounds) && [own.host, own.guest].every((ms) => Math.abs(ms) <= OWN_MAX_MS);
    return [
      [
        ...[label + loaded(trials), sizes(apart), reach(apart), sizes(trials.flatMap(({ shown }) => shown))],
        ...[short(own.host), short(own.guest), `${sum('rateChanges')}, ${sum('seeks')}`],
        ...[
          short(Math.max(...trials.map(({ late }) => late))),
          `≤ ${bounds.median} / ≤ ${bounds.p95}`,
          good ? '✓' : '✗',
        ],
      ],
    ];
  });
  return [
    `${pair} (host, guest), ${network}; median / p95; own: picture ahead of sound, less what the browser does by itself`,
    ...columns([head, ...rows]),
    ...loadedNote(rows),
  ];
}

/** @param {readonly string[][]} rows */
const loadedNote = (rows) =>
  rows.some(([label]) => label?.endsWith('~')) ? ['~ the machine was at work with other things'] : [];

/** @param {readonly number[]} apart @param {{ median: number, p95: number }} bounds */
function holds(apart, bounds) {
  const { median, p95, missed } = spread(apart.map(Math.abs));
  return !missed && median <= bounds.median && p95 <= bounds.p95;
}

/**
 * @param {readonly Trial[]} trials
 * @param {'host' | 'guest'} whose
 * @param {BrowserName} browser
 * @returns {number} the middle of the trial that is furthest from what the browser does by itself
 */
function parting(trials, whose, browser) {
  const middles = trials.map(({ own }) => middle(own[whose] ?? []) - KNOWN[browser].ms).filter(Number.isFinite);
  return middles.reduce((worst, ms) => (Math.abs(ms) > Math.abs(worst) ? ms : worst), middles[0] ?? Number.NaN);
}

/** @param {BrowserName} browser @param {import('./alone.mjs').AloneResult} result @returns {string[]} lines */
export function aloneTable(browser, { version, rows }) {
  const known = KNOWN[browser];
  const lines = rows.map(({ label, trials = [], error }) => {
    if (error) return [label, `failed: ${error}`];
    const middles = trials.map(({ own }) => middle(own.guest ?? []));
    return [
      ...[label + loaded(trials), middles.map(short).join(', '), reach(trials.flatMap(({ own }) => own.guest ?? []))],
      short(middle(middles) - known.ms),
      trials.flatMap(({ missed }) => (missed === undefined ? [] : [short(missed)])).join(', '),
    ];
  });
  const told = rows.filter(({ label }) => SETTLED.includes(label));
  const kept = told.every(({ trials = [] }) => {
    return Math.abs(middle(trials.map(({ own }) => middle(own.guest ?? []))) - known.ms) <= known.withinMs;
  });
  return [
    `${version} alone: currentTime ahead of what is heard, each trial's median; how far a nudge overshot by currentTime`,
    ...columns([['', 'ms', 'all', `beside ${short(known.ms)}`, 'overshot'], ...lines]),
    ...(told.length > 0
      ? [
          `${told.map(({ label }) => label).join(', ')}: within ± ${known.withinMs} ms of ${short(known.ms)}, as ${known.versions}: ${kept ? '✓' : '✗ this browser behaves otherwise'}`,
        ]
      : []),
    ...loadedNote(lines),
  ];
}

/**
 * @param {BrowserName} browser
 * @param {Awaited<ReturnType<typeof import('./files.mjs').measureFiles>>} result
 * @returns {string[]} lines
 */
export function filesTable(browser, result) {
  const rows = Object.entries(result).map(([name, trials]) => {
    const good = trials.filter((trial) => 'start' in trial);
    const failed = trials.find((trial) => 'error' in trial);
    if (failed && good.length === 0) return [name, `failed: ${failed.error}`];
    const each = (/** @type {'start' | 'seek'} */ when) =>
      good.map((trial) => short(middle(trial[when].own.guest ?? []))).join(', ');
    return [name + loaded(good.flatMap(({ start, seek }) => [start, seek])), each('start'), each('seek')];
  });
  return [
    `${browser}, files: currentTime ahead of what is heard, each trial's median`,
    ...columns([['', 'after a start', 'after a seek'], ...rows]),
    ...loadedNote(rows),
  ];
}
