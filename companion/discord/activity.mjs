// @ts-check
/** A party's presence in Discord's words. */
import { presenceText } from '../text.mjs';

/** @typedef {import('../presence.mjs').Presence} Presence */

/**
 * Discord's activity, as SET_ACTIVITY takes it.
 *
 * @typedef {object} Activity
 * @property {number} type
 * @property {string} [details]
 * @property {string} [details_url]
 * @property {string} [state]
 * @property {{ start: number, end?: number }} [timestamps] ms since 1970
 * @property {{ id: string, size: [number, number] }} [party]
 * @property {{ join: string }} [secrets]
 * @property {{ large_image: string, large_text?: string }} [assets]
 * @property {{ label: string, url: string }[]} [buttons]
 * @property {number} [status_display_type]
 * @property {string[]} [supported_platforms]
 * @property {boolean} instance
 */

const WATCHING = 3;
/** The list of members shows `details`, the title. */
const SHOW_DETAILS = 2;
/** A start that moved by less is the same start: a party's clock is corrected all the time, its presence must not be. */
const SAME_TIME_MS = 2_000;

/**
 * Fields of which an older Discord, or one that thinks better of it, may say "is not allowed". The presence is shown
 * without them.
 *
 * @type {readonly (keyof Activity)[]}
 */
export const DISPENSABLE = ['supported_platforms', 'status_display_type', 'details_url', 'assets'];

/**
 * @param {Presence} presence
 * @param {{ canAsk: boolean }} how without `canAsk` nobody hears a request to join, and no ticket is shown
 * @returns {Activity}
 */
export function activityOf({ title, titleUrl, state, party, secret, playing, image, button }, { canAsk }) {
  const details = presenceText(title ?? '');
  const stateText = presenceText(state ?? '');
  const imageText = presenceText(image?.text ?? '');
  return {
    type: WATCHING,
    ...(details ? { details, status_display_type: SHOW_DETAILS } : {}),
    ...(details && titleUrl ? { details_url: titleUrl } : {}),
    ...(stateText ? { state: stateText } : {}),
    ...(playing ? { timestamps: timestampsOf(playing) } : {}),
    ...(party ? { party: { id: party.id, size: [party.size, party.max] } } : {}),
    ...(secret && canAsk ? { secrets: { join: secret }, supported_platforms: ['desktop'] } : {}),
    ...(image ? { assets: { large_image: image.url, ...(imageText ? { large_text: imageText } : {}) } } : {}),
    ...(button ? { buttons: [{ label: button.label, url: button.url }] } : {}),
    instance: false,
  };
}

/** @param {NonNullable<Presence['playing']>} playing */
const timestampsOf = ({ startMs, endMs }) =>
  endMs === undefined ? { start: startMs } : { start: startMs, end: endMs };

/**
 * Whether showing `b` after `a` would tell nobody anything new.
 *
 * @param {Activity | undefined} a
 * @param {Activity | undefined} b
 */
export function isSameActivity(a, b) {
  if (!a || !b) return a === b;
  return (
    JSON.stringify({ ...a, timestamps: null }) === JSON.stringify({ ...b, timestamps: null }) &&
    isSameTime(a.timestamps?.start, b.timestamps?.start) &&
    isSameTime(a.timestamps?.end, b.timestamps?.end)
  );
}

/** @param {number | undefined} a @param {number | undefined} b */
function isSameTime(a, b) {
  if (a === undefined || b === undefined) return a === b;
  return Math.abs(a - b) < SAME_TIME_MS;
}

/**
 * @param {Activity} activity
 * @param {ReadonlySet<string>} fields
 * @returns {Partial<Activity>}
 */
export const without = (activity, fields) =>
  Object.fromEntries(Object.entries(activity).filter(([field]) => !fields.has(field)));
