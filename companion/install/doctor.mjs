// @ts-check
/** `lockstep-companion doctor`: one line for each thing that has to be right, and what to do about the others. */
import { existsSync } from 'node:fs';
import { lockFolderOf, lockHolder } from '../host/lock.mjs';
import { TIMES } from '../times.mjs';
import { COMPANION_VERSION } from '../version.mjs';
import { checkBrowsers, INSTALL } from './check-browsers.mjs';
import { checkDiscord } from './check-discord.mjs';
import { EXTENSION, kindOfId, nodeIn } from './content.mjs';
import { readText } from './files.mjs';
import { placesOf } from './places.mjs';
import { readRecord } from './record.mjs';
import { tryLauncher } from './try-launcher.mjs';

/** @typedef {{ isRight: boolean, words: string, todo?: string }} Finding */

/**
 * @param {import('./places.mjs').Machine} machine
 * @param {{ ids?: readonly string[] }} options ids that the extension has in the browsers, besides the known ones
 * @param {(line: string) => void} say
 * @returns {Promise<boolean>} whether all is right
 */
export async function doctor(machine, { ids = [] }, say) {
  const places = placesOf(machine, EXTENSION.host);
  const record = readRecord(places.record);
  const own = [...(record?.ids ?? []), ...ids.filter((id) => kindOfId(id) !== undefined)];
  const findings = [
    ...(await checkProgram(machine, places, record?.version)),
    ...checkBrowsers(machine, places, own),
    ...(await checkDiscord(machine)),
    checkRunning(machine),
  ];
  for (const { isRight, words, todo } of findings) {
    say(`${isRight ? '✓' : '✗'} ${words}`);
    if (todo !== undefined) say(`    → ${todo}`);
  }
  return findings.every(({ isRight }) => isRight);
}

/**
 * @param {import('./places.mjs').Machine} machine
 * @param {import('./places.mjs').Places} places
 * @param {string | undefined} version the installed one
 * @returns {Promise<Finding[]>}
 */
async function checkProgram(machine, { folder, launcher }, version) {
  const wrong = (/** @type {string} */ words) => [{ isRight: false, words, todo: INSTALL }];
  const script = readText(launcher);
  if (version === undefined || script === undefined) return wrong(`The companion is not installed in ${folder}.`);
  if (version !== COMPANION_VERSION) {
    return wrong(`Companion ${version} is installed, and this is ${COMPANION_VERSION}.`);
  }
  const node = nodeIn(script);
  if (node === undefined) return wrong(`${launcher} is not what the installer wrote.`);
  if (!existsSync(node)) return wrong(`Node has moved: ${node} is no longer there.`);
  const problem = await tryLauncher(launcher, machine.system, machine.env);
  if (problem !== undefined) return wrong(`${launcher} does not work: ${problem}.`);
  return [{ isRight: true, words: `Companion ${version} starts and answers (${launcher}, node ${node}).` }];
}

/** @param {import('./places.mjs').Machine} machine @returns {Finding} */
function checkRunning(machine) {
  const holder = lockHolder(lockFolderOf(machine), TIMES.lockStaleMs);
  const words = holder ? `A companion is running (process ${holder.pid}).` : 'No companion is running at the moment.';
  return { isRight: true, words };
}
