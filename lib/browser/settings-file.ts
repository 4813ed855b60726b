import { DEFAULTS, parseSettings, type Settings } from './settings';

/** Of a file of settings. Each list of addresses has its own bound; together they are far shorter. */
export const FILE_MAX = 65_536;
/** What the file calls itself, with the version of its form. */
const FORM = 1;

/** All settings as the text of a file, to be read again by this browser or another (SPEC SE-2). */
export function settingsText(settings: Settings): string {
  return `${JSON.stringify({ lockstepSettings: FORM, ...settings }, null, 2)}\n`;
}

/**
 * A file that anybody may have made.
 * @returns undefined: it is no file of settings. What it leaves out, or says wrongly, becomes the default
 */
export function readSettingsText(text: string): Settings | undefined {
  if (text.length > FILE_MAX) return undefined;
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof said !== 'object' || said === null || !('lockstepSettings' in said)) return undefined;
  if (said.lockstepSettings !== FORM) return undefined;
  const named = Object.entries(said).filter(([name]) => Object.hasOwn(DEFAULTS, name));
  return parseSettings(Object.fromEntries(named));
}
