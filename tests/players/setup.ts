import type { TestProject } from 'vitest/node';
import { findProgram } from '../../scripts/find-browsers.mjs';
import { ensureStreams } from '../../scripts/make-streams.mjs';
import { SetupError } from '../../scripts/run.mjs';
import { aptInstall } from '../../scripts/setup.mjs';
import buildExtensions from '../e2e/setup';
import { missingForMediaKeys } from '../helpers/media-keys.mjs';
import { missingForDisplay } from '../helpers/x-display.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the film in segments. */
    streams: string;
    /** Why there is none; empty where there is. */
    noStreams: string;
  }
}

/** Without ffmpeg the pages that need streams fail, each with these words, and the others are tried. */
export default async function setup(project: TestProject): Promise<void> {
  buildExtensions(project);
  if (!findProgram('openssl')) await aptInstall(['openssl']);
  if (process.env.PLAYERS === 'all') {
    await aptInstall([...(missingForMediaKeys() ? ['dbus'] : []), ...(missingForDisplay() ? ['xvfb'] : [])]);
  }
  try {
    project.provide('streams', await ensureStreams());
    project.provide('noStreams', '');
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    project.provide('streams', '');
    project.provide('noStreams', error.message);
  }
}
