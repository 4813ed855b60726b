// @ts-check
/** One environment variable as a value, or what is wrong with it in words. Secrets are never repeated in the words. */

/**
 * @typedef {object} Reader
 * @property {(name: string) => string | undefined} text undefined: not set, or empty
 * @property {(name: string) => string | undefined} secret from the variable, or from the file that `<name>_FILE` names
 * @property {(name: string, range: { default: number, min: number, max: number }) => number} whole
 * @property {<T extends string>(name: string, words: readonly [T, ...T[]]) => T} oneOf the first word is the default
 * @property {(name: string, check: (entry: string) => boolean, what: string, fallback?: string[]) => string[]} list
 * @property {(name: string, check: (entry: string) => boolean, what: string) => string | undefined} one
 * @property {(problem: string) => void} complain
 */

const MAX_LIST = 16;

/**
 * @param {Record<string, string | undefined>} env
 * @param {(path: string) => string} readFile
 * @param {string[]} problems added to
 * @returns {Reader}
 */
export function createReader(env, readFile, problems) {
  /** @param {string} name */
  const text = (name) => env[name]?.trim() || undefined;
  /** @param {string} problem */
  const complain = (problem) => {
    problems.push(problem);
  };
  return {
    text,
    complain,
    secret(name) {
      const path = text(`${name}_FILE`);
      if (path === undefined) return text(name);
      if (text(name) !== undefined) complain(`Set ${name} or ${name}_FILE, not both.`);
      try {
        const held = readFile(path).trim();
        if (held === '') complain(`${name}_FILE names an empty file.`);
        return held || undefined;
      } catch {
        complain(`${name}_FILE names a file that cannot be read.`);
        return undefined;
      }
    },
    whole(name, { default: fallback, min, max }) {
      const given = text(name);
      if (given === undefined) return fallback;
      const value = /^\d+$/.test(given) ? Number(given) : Number.NaN;
      if (value >= min && value <= max) return value;
      complain(`${name} must be a number from ${min} to ${max}, not "${given}".`);
      return fallback;
    },
    oneOf(name, words) {
      const given = text(name);
      const word = given === undefined ? words[0] : words.find((known) => known === given);
      if (word === undefined) complain(`${name} must be ${inWords(words)}, not "${given}".`);
      return word ?? words[0];
    },
    list(name, check, what, fallback = []) {
      const entries = text(name)
        ?.split(/[\s,]+/)
        .filter((entry) => entry !== '');
      if (entries === undefined) return fallback;
      if (entries.length > MAX_LIST) complain(`${name} has more than ${MAX_LIST} entries.`);
      for (const entry of entries)
        if (!check(entry)) complain(`${name} must list ${what}; "${withoutPassword(entry)}" is none.`);
      return entries.filter(check);
    },
    one(name, check, what) {
      const given = text(name);
      if (given === undefined || check(given)) return given;
      complain(`${name} must be ${what}, not "${given}".`);
      return undefined;
    },
  };
}

/** @param {string} url */
const withoutPassword = (url) => url.replace(/\/\/[^@/]*@/, '//…@');
/** @param {readonly string[]} words */
const inWords = (words) => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/**
 * The name that somebody probably meant: one letter too many, one too few, another, or two swapped or an `S` forgotten.
 *
 * @param {string} name
 * @param {readonly string[]} known
 */
export function meantBy(name, known) {
  return known.find((other) => Math.abs(other.length - name.length) <= 2 && distance(name, other) <= 2);
}

/** Levenshtein's distance. @param {string} a @param {string} b */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
