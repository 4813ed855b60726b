// @ts-check
/** What an installation left word of: for the next one, for the doctor, and for undoing it. */
import { isRecord } from '../frames.mjs';
import { kindOfId } from './content.mjs';
import { readJson } from './files.mjs';

/**
 * @typedef {object} InstallRecord
 * @property {string} version of the companion that was installed
 * @property {string[]} ids further ids, given with `--id`
 * @property {string[]} folders that it made, outermost first
 */

/**
 * @param {string} path
 * @returns {InstallRecord | undefined} undefined when there is none
 */
export function readRecord(path) {
  const value = readJson(path);
  if (!isRecord(value) || typeof value.version !== 'string') return undefined;
  return {
    version: value.version,
    ids: texts(value.ids).filter((id) => kindOfId(id) !== undefined),
    folders: texts(value.folders),
  };
}

/** @param {unknown} value @returns {string[]} */
const texts = (value) => (Array.isArray(value) ? value.filter((text) => typeof text === 'string') : []);
