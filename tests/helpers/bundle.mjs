// @ts-check
import { build } from 'vite';

/**
 * A module and all that it imports as one script for a plain page.
 *
 * @param {string} entry its file
 * @returns {Promise<string>}
 */
export async function bundle(entry) {
  const outputs = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'suite', fileName: 'suite' } },
  });
  const [output] = [outputs].flat();
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (chunk?.type !== 'chunk') throw new Error(`${entry} could not be bundled`);
  return chunk.code;
}
