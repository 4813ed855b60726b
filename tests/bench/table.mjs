// @ts-check
/** The results as plain text. */
import { LARGE_PAGE_MAX, METRICS, reaches, SCOUT_MAX_GZIP_BYTES } from './metrics.mjs';

/** @typedef {import('./metrics.mjs').Figure} Figure */
/** @typedef {import('./metrics.mjs').Figures} Figures */
/** @typedef {import('./metrics.mjs').Target} Target */

/** The one that the targets are for, and whom it is compared with. */
export const PRODUCT = 'lockstep';

/** @param {number} value */
const short = (value) => (Number.isNaN(value) ? '–' : Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(1));

/** @param {Figure | undefined} figure */
function figureText(figure) {
  if (!figure) return '';
  if ('error' in figure) return 'failed';
  if ('value' in figure) return short(figure.value);
  const missed = figure.missed ? ` (never: ${figure.missed})` : '';
  return `${short(figure.median)} / ${short(figure.p95)} / ${short(figure.max)}${missed}`;
}

/** @param {Target} target */
function targetText({ median, p95, max, value, atLeast }) {
  if (value !== undefined) return `≤ ${short(value)}`;
  if (atLeast !== undefined) return `≥ ${short(atLeast)}`;
  const bounds = [median, p95, max].map((bound) => (bound === undefined ? '–' : `≤ ${short(bound)}`));
  while (bounds.at(-1) === '–') bounds.pop();
  return bounds.join(' / ');
}

/** @param {string[][]} rows the first is the head @returns {string[]} lines */
export function columns(rows) {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/**
 * @param {object} results over one network
 * @param {Record<string, Figures>} results.products
 * @param {string[]} results.errors
 * @param {Omit<import('./metrics.mjs').Conditions, 'figures'>} conditions
 * @returns {string[]} lines
 */
export function profileTable({ products, errors }, conditions) {
  const names = Object.keys(products);
  const figures = products[PRODUCT] ?? {};
  const measured = Object.entries(METRICS).filter(([id]) => names.some((name) => products[name]?.[id]));
  const rows = measured.map(([id, { label, unit, target }]) => {
    const asked = figures[id] && target ? target({ ...conditions, figures }) : {};
    const wanted = Object.keys(asked).length > 0 ? asked : undefined;
    const own = figures[id];
    const mark = wanted && own ? (reaches(own, wanted) ? '✓' : '✗') : '';
    const what = unit ? `${label}, ${unit}` : label;
    return [what, ...names.map((name) => figureText(products[name]?.[id])), wanted ? targetText(wanted) : '', mark];
  });
  return [
    conditions.profile.label,
    ...columns([['(median / p95 / max)', ...names, 'target', ''], ...rows]),
    ...errors.map((error) => `  failed: ${error}`),
  ];
}

/** @param {Record<string, import('./sizes.mjs').Size>} sizes @returns {string[]} lines */
export function sizeTable(sizes) {
  const rows = Object.entries(sizes).map(([name, { raw, gzip }]) => {
    const target =
      name === 'scout' ? [`≤ ${SCOUT_MAX_GZIP_BYTES}`, gzip <= SCOUT_MAX_GZIP_BYTES ? '✓' : '✗'] : ['', ''];
    return [name, String(raw), String(gzip), ...target];
  });
  return columns([['what is loaded, bytes', 'raw', 'gzip', 'target', ''], ...rows]);
}

/** @param {import('./large-page.mjs').LargePageCost[]} costs @returns {string[]} lines */
export function largePageTable(costs) {
  const rows = costs.map(({ label, alone, added }) => [
    ...[label, short(alone), added.toFixed(2)],
    ...[`≤ ${LARGE_PAGE_MAX}`, added <= LARGE_PAGE_MAX ? '✓' : '✗'],
  ]);
  return columns([['20 changes a second, % of a core', 'the page alone', 'added by a room', 'target', ''], ...rows]);
}
