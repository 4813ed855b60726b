// @ts-check
/** Starts the launcher as a browser does, and asks for one answer. Only the doctor does so. */
import { spawn } from 'node:child_process';
import { createFrameReader, isRecord, parseJson } from '../frames.mjs';
import { encodeMessage, NATIVE_FORMAT } from '../host/port.mjs';
import { PROTOCOL } from '../messages.mjs';

/** Node starts within a second or two; another companion is waited for up to 3 s. */
const ANSWER_MS = 10_000;

/**
 * @param {string} launcher
 * @param {NodeJS.Platform} system
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} why it does not work
 */
export function tryLauncher(launcher, system, env) {
  return new Promise((resolve) => {
    // A batch file is started by a shell.
    const isBatch = system === 'win32';
    const child = spawn(isBatch ? `"${launcher}"` : launcher, { env, shell: isBatch, stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    const timer = setTimeout(() => finish(`it did not answer within ${ANSWER_MS / 1000} s`), ANSWER_MS);
    /** @param {string} [why] */
    const finish = (why) => {
      clearTimeout(timer);
      child.stdin.end();
      child.kill();
      resolve(why);
    };
    const reader = createFrameReader(
      NATIVE_FORMAT,
      (_, body) => {
        const message = parseJson(body);
        if (!isRecord(message) || message.v !== PROTOCOL) finish('it speaks another version');
        // One that is refused because another one runs works as well.
        else if (message.type === 'pong' || message.reason === 'busy') finish();
        else if (message.type === 'bye') finish(String(message.words));
      },
      () => finish('it does not speak as a companion does'),
    );
    child.stdout.on('data', (chunk) => reader.push(chunk));
    child.stderr.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-500);
    });
    child.stdin.on('error', () => {});
    child.on('error', (error) => finish(error.message));
    child.on('close', (code) => finish(`it ended with ${code}. ${said.trim().split('\n').at(-1) ?? ''}`.trim()));
    child.stdin.write(encodeMessage({ v: PROTOCOL, type: 'ping' }));
  });
}
