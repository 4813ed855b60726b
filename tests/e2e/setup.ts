import type { TestProject } from 'vitest/node';
import { builtExtension, QUIET } from '../helpers/built.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folders of the unpacked extensions. */
    chromeExtension: string;
    firefoxExtension: string;
  }
}

/** Beside `.output/chrome-mv3`, whose default server is another. */
const OUTPUT = '.output/e2e';
/** Nobody listens there: a test that forgets to name its own server fails, and reaches no public one. */
export const NOBODY = 'http://127.0.0.1:27182';

/** Builds both extensions for all end-to-end tests, unless nothing has changed since the last time. */
export default function setup(project: TestProject): void {
  const how = { output: OUTPUT, env: { ...QUIET, LOCKSTEP_SERVER: NOBODY } };
  project.provide('chromeExtension', builtExtension('chrome-mv3', how));
  project.provide('firefoxExtension', builtExtension('firefox-mv2', how));
}
