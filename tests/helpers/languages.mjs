// @ts-check
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The languages that the extension speaks, as its folders are named: `pt_BR`. */
export const LANGUAGES = readdirSync(fileURLToPath(new URL('../../public/_locales', import.meta.url))).sort();
