// @ts-check
/** What can be asked of the benchmark. */
import { parseArgs } from 'node:util';
import { SetupError } from '../../scripts/run.mjs';
import { PROFILES } from './profiles.mjs';

export const PARTS = ['steady', 'actions', 'join', 'cost', 'sizes', 'large-page', 'rivals'];
const BROWSERS = ['firefox-guest', 'firefox-host'];
export const ACTIONS = /** @type {const} */ (['pause-play', 'seek']);
export const RIVALS = /** @type {const} */ (['tutorial', 'timingsrc']);

export const HELP = `npm run bench -- [options]

  --only LIST      of ${PARTS.join(', ')}; default: all
  --profile LIST   of ${Object.keys(PROFILES).join(', ')}; default: all
  --seconds N      of steady play (default 60)
  --times N        each action (default 20)
  --actions LIST   of ${ACTIONS.join(', ')}; default: both
  --rivals LIST    of ${RIVALS.join(', ')}; default: both
  --joins N        friends that join, rooms that are created (default 5)
  --guests N       1 or 2 (default 1)
  --browser WHICH  ${BROWSERS.join(' or ')}; default: Chromium only
  --busy           with a program that spins on each core
  --quick          a few seconds of each: whether it works at all
  --json FILE      writes the figures there`;

/** @param {string[]} argv @throws {SetupError} for what is not understood */
export function readOptions(argv) {
  const { values } = parse(argv);
  const quick = values.quick ?? false;
  return {
    help: values.help ?? false,
    json: values.json,
    wanted: new Set(list('only', values.only, PARTS)),
    profiles: /** @type {import('./profiles.mjs').ProfileName[]} */ (
      list('profile', values.profile, Object.keys(PROFILES))
    ),
    seconds: count('seconds', values.seconds, quick ? 5 : 60),
    times: count('times', values.times, quick ? 1 : 20),
    actions: new Set(list('actions', values.actions, [...ACTIONS])),
    rivals: /** @type {(typeof RIVALS)[number][]} */ (list('rivals', values.rivals, [...RIVALS])),
    joins: count('joins', values.joins, quick ? 1 : 5),
    settleSeconds: quick ? 3 : 10,
    costSeconds: quick ? 3 : 20,
    guests: count('guests', values.guests, 1, 2),
    browser: /** @type {'firefox-guest' | 'firefox-host' | undefined} */ (
      values.browser === undefined ? undefined : list('browser', values.browser, BROWSERS)[0]
    ),
    busy: values.busy ?? false,
  };
}

/** @param {string[]} argv */
function parse(argv) {
  const string = /** @type {const} */ ({ type: 'string' });
  const boolean = /** @type {const} */ ({ type: 'boolean' });
  try {
    return parseArgs({
      args: argv,
      options: {
        ...{ only: string, profile: string, seconds: string, times: string, joins: string, guests: string },
        ...{ actions: string, rivals: string, browser: string, json: string },
        ...{ busy: boolean, quick: boolean, help: boolean },
      },
    });
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  }
}

/** @param {string} name @param {string | undefined} given @param {string[]} known @throws {SetupError} for another */
export function list(name, given, known) {
  if (given === undefined) return known;
  const named = given.split(',').map((each) => each.trim());
  const unknown = named.find((each) => !known.includes(each));
  if (unknown !== undefined) throw new SetupError(`--${name} knows ${known.join(', ')}, not "${unknown}".`);
  return named;
}

/**
 * @param {string} name
 * @param {string | undefined} given
 * @param {number} usual
 * @param {number} [most]
 * @throws {SetupError} for anything but a whole number
 */
export function count(name, given, usual, most = 3600) {
  const value = given === undefined ? usual : Number(given);
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new SetupError(`--${name} is a whole number from 1 to ${most}, not "${given}".`);
  }
  return value;
}
