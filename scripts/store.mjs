// @ts-check
/**
 * `npm run store`: makes the packages for the stores in .output, has Mozilla's linter look at Firefox's, and builds the
 * extension once more from the package of the sources alone, as Mozilla's reviewers do: every byte must be the same.
 * `npm run store -- --screenshots` takes the pictures of the listing into artifacts/store as well.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { ROOT, run, runMain, runSayingSo, SetupError } from './run.mjs';
import { unzip } from './unzip.mjs';

const LINTER = 'scripts/linter';
/** What a person downloads, kB: whoever needs more decides so here. */
const BUDGET_KB = { chrome: 500, firefox: 640 };
const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const packageOf = (/** @type {string} */ of) => join(ROOT, '.output', `${name}-${version}-${of}.zip`);

await runMain(async () => {
  for (const browser of ['chrome', 'firefox']) {
    const doing = `Making the package for ${browser === 'chrome' ? 'Chrome and Edge' : 'Firefox'}`;
    await runSayingSo(doing, 'npx', ['wxt', 'zip', '-b', browser], `wxt could not make the package (${browser}).`);
  }
  for (const [of, budgetKb] of Object.entries(BUDGET_KB)) weigh(of, budgetKb);
  await lint(packageOf('firefox'));
  await buildAgain();
  if (process.argv.includes('--screenshots')) {
    run('node', ['scripts/store-screenshots.mjs'], 'The screenshots could not be taken.');
  }
  for (const of of ['chrome', 'firefox', 'sources']) console.log(packageOf(of));
});

/** @param {string} of which package @param {number} budgetKb */
function weigh(of, budgetKb) {
  const kb = Math.ceil(statSync(packageOf(of)).size / 1_000);
  console.log(`The package for ${of} has ${kb} kB of ${budgetKb}.`);
  if (kb > budgetKb) throw new SetupError(`The package for ${of} is larger than ${budgetKb} kB.`);
}

/** @param {string} path */
async function lint(path) {
  if (!existsSync(join(ROOT, LINTER, 'node_modules/addons-linter'))) {
    const args = ['ci', '--prefix', LINTER, '--no-progress', '--loglevel=error'];
    await runSayingSo('Installing Mozilla’s linter', 'npm', args, `npm ci in ${LINTER} failed: is there a network?`);
  }
  const linter = join(ROOT, LINTER, 'node_modules/addons-linter/bin/addons-linter');
  run('node', [linter, path], 'Mozilla’s linter finds an error.');
}

/** The packages from npm are those of the lockfile, here as there. */
async function buildAgain() {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-sources-'));
  try {
    for (const [path, bytes] of unzip(readFileSync(packageOf('sources')))) {
      const to = resolve(folder, path);
      if (!to.startsWith(folder + sep)) throw new Error(`${path} leads out of its package.`);
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, bytes);
    }
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const build = ['wxt', 'build', folder, '-b', 'firefox'];
    await runSayingSo('Building from the sources alone', 'npx', build, 'The sources alone do not build.');
    compare(unzip(readFileSync(packageOf('firefox'))), join(folder, '.output/firefox-mv2'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {Map<string, Buffer>} packed what goes to the store @param {string} folder what the sources give */
function compare(packed, folder) {
  const differ = [...packed].flatMap(([path, bytes]) => {
    const again = join(folder, path);
    return existsSync(again) && readFileSync(again).equals(bytes) ? [] : [path];
  });
  if (differ.length > 0) {
    throw new SetupError(`The sources build to something else: ${differ.join(', ')}`);
  }
  console.log(`${packed.size} files built from the sources alone are the same, to the byte.`);
}
