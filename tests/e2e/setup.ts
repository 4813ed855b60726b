import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ROOT, run } from '../../scripts/setup.mjs';

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

/** Builds both extensions once for all end-to-end tests. */
export default function setup(project: TestProject): void {
  const env = { ...process.env, LOCKSTEP_SERVER: NOBODY, LOCKSTEP_OUT: OUTPUT };
  run('npx', ['wxt', 'build'], 'The extension could not be built.', env);
  run('npx', ['wxt', 'build', '-b', 'firefox'], 'The extension could not be built for Firefox.', env);
  project.provide('chromeExtension', join(ROOT, OUTPUT, 'chrome-mv3'));
  project.provide('firefoxExtension', join(ROOT, OUTPUT, 'firefox-mv2'));
}
