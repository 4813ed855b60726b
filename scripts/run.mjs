// @ts-check
/** Running programs, and saying so. Imported before any package is installed, so it imports from node alone. */
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A person who sees nothing for this long begins to wonder. */
const SAY_EVERY_MS = 10_000;
/** Of a program that failed, so much of what it said last is shown. */
const TAIL_LINES = 30;
const LINE_MAX = 100;

/** Something a person has to do before this can go on; the message says what. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

// npm and npx are .cmd files on Windows, which only a shell starts.
const shell = process.platform === 'win32';

/**
 * Runs a program in the repository and shows all that it says.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {string} complaint what to say when it fails
 * @param {NodeJS.ProcessEnv} [env]
 * @throws {SetupError} with the complaint
 */
export function run(program, args, complaint, env = process.env) {
  const { status } = spawnSync(program, args, { cwd: ROOT, env, stdio: 'inherit', shell });
  if (status !== 0) throw new SetupError(complaint);
}

/**
 * Runs a program that may take minutes: says what is being done, how long it has taken and the program's last line every
 * 10 s, and how long it took. What the program says in full is shown only if it fails.
 *
 * @param {string} doing "Installing npm packages"
 * @param {string} program
 * @param {string[]} args
 * @param {string} complaint what to say when it fails
 * @param {NodeJS.ProcessEnv} [env]
 * @throws {SetupError} with the complaint
 */
export async function runSayingSo(doing, program, args, complaint, env = process.env) {
  const startedMs = performance.now();
  const elapsed = () => `${((performance.now() - startedMs) / 1000).toFixed(0)} s`;
  /** @type {string[]} */
  const lines = [];
  console.log(`${doing} …`);
  const timer = setInterval(
    () => console.log(`  … ${elapsed()}${lines.length > 0 ? `: ${lines.at(-1)?.slice(0, LINE_MAX)}` : ''}`),
    SAY_EVERY_MS,
  );
  try {
    const status = await new Promise((resolve, reject) => {
      const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'], shell });
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => keep(lines, String(chunk)));
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (status !== 0) {
      console.error(lines.map((line) => `  ${line}`).join('\n'));
      throw new SetupError(complaint);
    }
    console.log(`  done in ${elapsed()}`);
  } finally {
    clearInterval(timer);
  }
}

/** Keeps the last lines of what a program says. @param {string[]} lines @param {string} chunk */
function keep(lines, chunk) {
  lines.push(...chunk.split(/[\r\n]+/).flatMap((line) => line.trim() || []));
  lines.splice(0, lines.length - TAIL_LINES);
}

/**
 * Runs a script's main function; a `SetupError` ends it with its sentence rather than with a stack.
 *
 * @param {() => void | Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n  ${error.message}\n`);
    process.exitCode = 1;
  }
}
