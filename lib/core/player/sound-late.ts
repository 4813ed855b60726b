/** Speakers that are later would be heard as an echo of everything else in the room as well. */
export const SOUND_LATE_MAX_MS = 500;

/** How late the person says that the sound is here: whole ms. @returns undefined for anything else */
export function parseSoundLate(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= SOUND_LATE_MAX_MS
    ? value
    : undefined;
}
