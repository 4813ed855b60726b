import type { TestProject } from 'vitest/node';
import { ensureStreams } from '../../scripts/make-streams.mjs';
import { aptInstall, findProgram, SetupError } from '../../scripts/setup.mjs';
import buildExtensions from '../e2e/setup';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the film in segments. */
    streams: string;
    /** Why there is none; empty where there is. */
    noStreams: string;
  }
}

/** Without ffmpeg the pages that need streams fail, each with these words, and the others are tried. */
export default function setup(project: TestProject): void {
  buildExtensions(project);
  if (!findProgram('openssl')) aptInstall(['openssl']);
  try {
    project.provide('streams', ensureStreams());
    project.provide('noStreams', '');
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    project.provide('streams', '');
    project.provide('noStreams', error.message);
  }
}
