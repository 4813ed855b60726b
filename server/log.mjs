// @ts-check
/**
 * What the server says of itself: lines for people, or JSON for a collector. No line holds an address, an id, a room or
 * a code: callers hand in fixed words, counts, and reasons of this file's callers only.
 */

/** @typedef {Record<string, string | number>} Fields */
/** @typedef {{ info(message: string, fields?: Fields): void, warn(message: string, fields?: Fields): void }} Log */

/**
 * @param {'plain' | 'json'} format
 * @param {{ out: (line: string) => void, err: (line: string) => void }} [to] each is given one line without its end
 * @param {() => Date} [wallClock]
 * @returns {Log}
 */
export function createLog(format, to = { out: console.log, err: console.error }, wallClock = () => new Date()) {
  /** @param {'info' | 'warn'} level @param {string} message @param {Fields} fields */
  const line = (level, message, fields) =>
    format === 'json'
      ? JSON.stringify({ time: wallClock().toISOString(), level, message, ...fields })
      : [message, ...Object.entries(fields).map(([name, value]) => `${name}=${value}`)].join(' ');
  return {
    info: (message, fields = {}) => to.out(line('info', message, fields)),
    warn: (message, fields = {}) => to.err(line('warn', message, fields)),
  };
}
