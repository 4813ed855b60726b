// @ts-check
/**
 * `npm test`: gets the machine ready, then runs everything, going on after a failure so that all of it is
 * reported. The last line is exactly `N passed, N failed`. `npm test -- unit e2e` runs just those steps.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, runMain, SetupError } from './run.mjs';
import { ensureBrowsers, ensureNode, ensureNpmPackages, ensureTestServers } from './setup.mjs';
import { countTests } from './vitest-report.mjs';

/** A step that takes longer hangs. The slowest, e2e, takes a few minutes. */
const STEP_TIMEOUT_MS = 30 * 60_000;

/** @typedef {{ passed: number, failed: number }} Counts */
/** @typedef {{ name: string, run: () => Counts }} Step */

/** @type {Step[]} */
const STEPS = [
  { name: 'lint', run: () => command('npx', ['biome', 'check', '.']) },
  { name: 'types', run: () => command('npm', ['run', '--silent', 'typecheck']) },
  { name: 'chrome', run: () => command('npx', ['wxt', 'build']) },
  { name: 'firefox', run: () => command('npx', ['wxt', 'build', '-b', 'firefox']) },
  { name: 'unit', run: () => vitest('unit', ['--coverage']) },
  { name: 'contract', run: () => vitest('contract') },
  { name: 'simulation', run: () => vitest('simulation') },
  { name: 'build', run: () => vitest('build') },
  { name: 'e2e', run: () => vitest('e2e') },
  { name: 'players', run: () => vitest('players', ['--reporter=./tests/players/table.mjs']) },
];

/** A command that counts as one test. @param {string} program @param {string[]} args @returns {Counts} */
function command(program, args) {
  return show(program, args) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** @param {string} project @param {string[]} [options] @returns {Counts} */
function vitest(project, options = []) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
  const reportPath = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
  const exitCode = show('npx', ['vitest', 'run', '--project', project, ...reporters, ...options]);
  const report = existsSync(reportPath) ? JSON.parse(readFileSync(reportPath, 'utf8')) : undefined;
  rmSync(folder, { recursive: true });
  return countTests(report, exitCode);
}

/** @param {string} program @param {string[]} args @returns {number | null} its exit code */
function show(program, args) {
  // npx is a .cmd file on Windows, which only a shell starts.
  const shell = process.platform === 'win32';
  return spawnSync(program, args, { cwd: ROOT, stdio: 'inherit', timeout: STEP_TIMEOUT_MS, shell }).status;
}

/** @param {string[]} names @returns {Step[]} */
function chosenSteps(names) {
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new SetupError(`No step ${unknown.join(', ')}. There are: ${STEPS.map((step) => step.name).join(', ')}.`);
  }
  return names.length > 0 ? STEPS.filter((step) => names.includes(step.name)) : STEPS;
}

/** @param {Step[]} steps @returns {Promise<boolean>} whether anything can be run at all */
async function prepare(steps) {
  try {
    ensureNode();
    await ensureNpmPackages();
  } catch (error) {
    complain(error);
    return false;
  }
  // A missing browser or server fails the tests that need one, not all the others.
  if (steps.some((step) => ['contract', 'build', 'e2e', 'players'].includes(step.name))) {
    await orComplain(() => ensureBrowsers({ firefox: true }));
  }
  if (steps.some((step) => ['contract', 'e2e'].includes(step.name))) await orComplain(ensureTestServers);
  return true;
}

/** @param {() => Promise<void>} get */
async function orComplain(get) {
  try {
    await get();
  } catch (error) {
    complain(error);
  }
}

/** @param {unknown} error */
function complain(error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\n  ${error.message}\n`);
}

await runMain(async () => {
  const steps = chosenSteps(process.argv.slice(2));
  if (!(await prepare(steps))) {
    process.exitCode = 1;
    console.log('0 passed, 1 failed');
    return;
  }

  const results = steps.map((step) => {
    console.log(`\n── ${step.name} ──`);
    const startedMs = performance.now();
    return { name: step.name, ...step.run(), seconds: (performance.now() - startedMs) / 1000 };
  });

  console.log('');
  for (const { name, passed, failed, seconds } of results) {
    const time = `${seconds.toFixed(1)} s`.padStart(8);
    console.log(`${failed > 0 ? '✗' : '✓'} ${name.padEnd(11)}${time}  ${passed} passed, ${failed} failed`);
  }
  const total = (/** @type {'passed' | 'failed'} */ kind) => results.reduce((sum, result) => sum + result[kind], 0);
  if (total('failed') > 0) process.exitCode = 1;
  console.log(`${total('passed')} passed, ${total('failed')} failed`);
});
