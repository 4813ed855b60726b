// @ts-check
import { readFileSync } from 'node:fs';

/** @type {{ version: string }} */
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** The version of this package. What it speaks with the extension has a version of its own (`messages.mjs`). */
export const COMPANION_VERSION = version;
