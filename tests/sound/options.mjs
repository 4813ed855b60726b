// @ts-check
/** What can be asked of the measurement of sound. */
import { parseArgs } from 'node:util';
import { SetupError } from '../../scripts/run.mjs';
import { count, list } from '../bench/options.mjs';
import { PROFILES } from '../bench/profiles.mjs';
import { ROWS } from './rows.mjs';

export const PARTS = ['alone', 'files', 'pairs'];
/** Host and guest. */
export const PAIRS = /** @type {const} */ ([
  'chromium-chromium',
  'chromium-firefox',
  'firefox-chromium',
  'firefox-firefox',
]);
const BROWSERS = /** @type {const} */ (['chromium', 'firefox']);

/** @typedef {typeof PAIRS[number]} Pair */
/** @typedef {typeof BROWSERS[number]} BrowserName */

const ROW_IDS = ROWS.map(({ id }) => id);

export const HELP = `npm run sound -- [options]

  --only LIST      of ${PARTS.join(', ')}; default: all
  --pairs LIST     host and guest, of ${PAIRS.join(', ')}; default: all
  --rows LIST      what is done to a pair, of ${ROW_IDS.join(', ')}; default: all
  --label TEXT     of one browser alone only what has this in its label
  --browsers LIST  alone and with files: ${BROWSERS.join(', ')}; default: both
  --profile NAME   the network, of ${Object.keys(PROFILES).join(', ')} (default 40)
  --times N        each of these (default 3)
  --minutes N      of the long row (default 10, at most 12)
  --device-rate N  what browsers are told that the device runs at, Hz (default 48000)
  --quick          each once, and one minute: whether it works at all
  --json FILE      writes the figures there`;

/** The film ends after 15 minutes. */
const MINUTES_MAX = 12;

/** @param {string[]} argv @throws {SetupError} for what is not understood */
export function readOptions(argv) {
  const { values } = parse(argv);
  const quick = values.quick ?? false;
  return {
    help: values.help ?? false,
    json: values.json,
    label: values.label ?? '',
    wanted: new Set(list('only', values.only, PARTS)),
    pairs: /** @type {Pair[]} */ (list('pairs', values.pairs, [...PAIRS])),
    rows: new Set(list('rows', values.rows, ROW_IDS)),
    browsers: /** @type {BrowserName[]} */ (list('browsers', values.browsers, [...BROWSERS])),
    profile: /** @type {import('../bench/profiles.mjs').ProfileName} */ (
      list('profile', values.profile ?? '40', Object.keys(PROFILES))[0]
    ),
    times: count('times', values.times, quick ? 1 : 3),
    minutes: count('minutes', values.minutes, quick ? 1 : 10, MINUTES_MAX),
    deviceRate: count('device-rate', values['device-rate'], 48_000, 192_000),
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
        ...{ only: string, pairs: string, rows: string, browsers: string, profile: string, times: string },
        ...{ minutes: string, 'device-rate': string, label: string, json: string, quick: boolean, help: boolean },
      },
    });
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  }
}
