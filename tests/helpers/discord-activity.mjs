// @ts-check
/** What Discord says to an activity: the complaints were seen in public reports, the bounds are documented or likewise. */

/** @typedef {Record<string, any>} Activity */

const TYPES = [0, 2, 3, 5];
const FIELDS = new Set([
  ...['name', 'type', 'url', 'created_at', 'timestamps', 'application_id', 'status_display_type', 'details', 'state'],
  ...['details_url', 'state_url', 'party', 'assets', 'secrets', 'instance', 'flags', 'buttons', 'supported_platforms'],
]);

/**
 * @param {Activity | null | undefined} activity
 * @param {readonly string[]} unknownFields what this Discord does not know yet
 * @returns {string | undefined} why it is not taken
 */
export function complaintAbout(activity, unknownFields = []) {
  if (activity === null || activity === undefined) return undefined;
  const complaint = firstComplaint(activity, unknownFields);
  return complaint && `child "activity" fails because [${complaint}]`;
}

/** @param {Activity} activity @param {readonly string[]} unknownFields */
function firstComplaint(activity, unknownFields) {
  const { type, details, state, secrets, buttons, party, timestamps, assets } = activity;
  const unknown = Object.keys(activity).find((field) => !FIELDS.has(field) || unknownFields.includes(field));
  if (unknown) return `"${unknown}" is not allowed`;
  if (!TYPES.includes(type)) return '"type" must be one of [0, 2, 3, 5]';
  for (const [field, text, max] of /** @type {const} */ ([
    ['details', details, 128],
    ['state', state, 128],
    ['large_text', assets?.large_text, 128],
    ['join', secrets?.join, 128],
    ['id', party?.id, 128],
  ])) {
    const complaint = text === undefined ? undefined : complaintAboutText(field, text, max);
    if (complaint) return complaint;
  }
  if (buttons && secrets) return 'secrets cannot currently be sent with buttons';
  if (buttons?.some((/** @type {any} */ { label }) => Buffer.byteLength(label) > 32)) return '"label" is too long';
  if (secrets && secrets.join === party?.id) return 'secrets must be unique';
  if (party?.size && !(party.size[0] >= 1 && party.size[0] <= party.size[1])) return '"size" is not a size';
  const times = Object.values(timestamps ?? {});
  if (times.some((ms) => !Number.isSafeInteger(ms) || ms < 1e12)) return '"timestamps" must be in milliseconds';
  return undefined;
}

/** @param {string} field @param {unknown} text @param {number} max */
function complaintAboutText(field, text, max) {
  if (typeof text !== 'string') return `child "${field}" fails because ["${field}" must be a string]`;
  const min = field === 'id' ? 1 : 2;
  if (text.length < min)
    return `child "${field}" fails because ["${field}" length must be at least ${min} characters long]`;
  if (text.length > max) {
    return `child "${field}" fails because ["${field}" length must be less than or equal to ${max} characters long]`;
  }
  return undefined;
}
