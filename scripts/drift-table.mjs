// @ts-check
/** The table that `npm start` shows, as text. */

/** @typedef {import('../tests/helpers/party.mjs').Reading} Reading */

/** @param {number} position in s @returns {string} `0:01:02.345` */
export function timecode(position) {
  const ms = Math.max(0, Math.round(position * 1000));
  const digits = (/** @type {number} */ value, /** @type {number} */ count) => String(value).padStart(count, '0');
  const minutes = Math.floor(ms / 60_000);
  return `${Math.floor(minutes / 60)}:${digits(minutes % 60, 2)}:${digits(Math.floor(ms / 1000) % 60, 2)}.${digits(ms % 1000, 3)}`;
}

/**
 * The size of the drift, whichever way it goes.
 *
 * @param {readonly number[]} drifts in ms
 * @returns {{ median: number, p95: number, max: number } | undefined} in ms; undefined when there are none
 */
export function summarise(drifts) {
  const sizes = drifts.map(Math.abs).sort((one, other) => one - other);
  const at = (/** @type {number} */ share) => sizes[Math.ceil(share * sizes.length) - 1] ?? 0;
  return sizes.length > 0 ? { median: at(0.5), p95: at(0.95), max: at(1) } : undefined;
}

/** @param {readonly number[]} drifts in ms */
export function summaryText(drifts) {
  const summary = summarise(drifts);
  if (!summary) return 'no drift measured yet';
  const { median, p95, max } = summary;
  return `median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, max ${max.toFixed(1)} ms (${drifts.length} readings)`;
}

/**
 * @param {{ host: Reading | undefined, guest: Reading | undefined, drift: number | undefined }} now
 * @returns {string[]} lines
 */
export function tableLines({ host, guest, drift }) {
  const shown = drift === undefined ? '' : `${drift < 0 ? '−' : '+'}${Math.abs(drift).toFixed(1)} ms`;
  return [
    '         position     state      rate   sound      drift',
    row('host', host, ''),
    row('guest', guest, shown),
  ];
}

/** @param {string} who @param {Reading | undefined} reading @param {string} drift */
function row(who, reading, drift) {
  if (!reading) return `${who.padEnd(9)}(no video on the page)`;
  const { position, paused, rate, muted } = reading;
  const columns = [
    who.padEnd(9),
    timecode(position).padEnd(13),
    (paused ? 'paused' : 'playing').padEnd(11),
    `${rate.toFixed(2)}×`.padEnd(7),
    (muted ? 'muted' : 'on').padEnd(7),
    drift.padStart(9),
  ];
  return columns.join('').trimEnd();
}
