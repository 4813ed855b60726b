#!/usr/bin/env node
// @ts-check
/** `lockstep-companion host` is what browsers start, by the launcher; the rest is for people. */
import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { parseArgs } from 'node:util';
import { COMPANION_VERSION } from './version.mjs';

const HELP = `lockstep-companion ${COMPANION_VERSION}: shows a Lockstep party on Discord.

  lockstep-companion install [--browser NAME] [--id ID]   for the browsers that are here, or the one that is named
  lockstep-companion uninstall                            undoes all of it
  lockstep-companion doctor [--id ID]                     says what is missing

NAME: chrome, chromium, edge, brave, firefox. ID: that of Lockstep in chrome://extensions or about:debugging, if it
is another one. Both may be given several times.`;

/** Where a node lies that an upgrade replaces in place; the path that node has of itself may name its version. */
const STEADY_NODES = ['/usr/bin/node', '/usr/local/bin/node', '/opt/homebrew/bin/node', '/opt/local/bin/node'];

/** @returns {Promise<import('./install/places.mjs').Machine>} */
async function thisMachine() {
  const { windowsRegistry } = await import('./install/registry.mjs');
  const { env, platform: system } = process;
  const node = realpathSync(process.execPath);
  return {
    system,
    env,
    home: homedir(),
    uid: process.getuid?.(),
    root: '/',
    node: STEADY_NODES.find((path) => existsSync(path) && realpathSync(path) === node) ?? node,
    registry: system === 'win32' ? windowsRegistry(env) : undefined,
  };
}

/** @param {string} line */
const say = (line) => console.log(line);

/** @param {string[]} args */
async function main(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      browser: { type: 'string', multiple: true, default: [] },
      id: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean' },
      version: { type: 'boolean' },
    },
  });
  if (values.version) return say(COMPANION_VERSION);
  const [command] = positionals;
  if (values.help || command === undefined) return say(HELP);
  if (positionals.length > 1) throw new Error(`What is ${positionals[1]}?`);
  const { install, uninstall } = await import('./install/install.mjs');
  switch (command) {
    case 'install':
      return install(await thisMachine(), { browsers: values.browser, ids: values.id }, say);
    case 'uninstall':
      return uninstall(await thisMachine(), say);
    case 'doctor': {
      const { doctor } = await import('./install/doctor.mjs');
      if (!(await doctor(await thisMachine(), { ids: values.id }, say))) process.exitCode = 1;
      return;
    }
    default:
      throw new Error(`There is no command ${command}.`);
  }
}

if (process.argv[2] === 'host') {
  // What browsers add (an origin, a manifest's path) is not looked at: the manifest says who may start it.
  const { runHost } = await import('./host/host.mjs');
  await runHost();
} else {
  await main(process.argv.slice(2)).catch((/** @type {Error} */ error) => {
    console.error(`${error.message}\nSee lockstep-companion --help.`);
    process.exitCode = 1;
  });
}
