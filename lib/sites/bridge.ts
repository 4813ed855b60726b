/**
 * What is said between our part of a page and `entrypoints/page.ts`, which runs in the page's own world because a
 * site's player lives there (SPEC ST-3). A call is an event on the video, and its answer comes within it: there is
 * nothing to wait for, and whoever does not answer at once does not answer. The page can read, forge and swallow all
 * of it; it learns nothing that its own player does not tell it.
 */

/** Sites whose own player has to be asked; each has a part in `page/`. */
export type BridgeName = 'netflix' | 'disneyplus';
const NAMES: ReadonlySet<unknown> = new Set<BridgeName>(['netflix', 'disneyplus']);

export interface BridgeCall {
  readonly site: BridgeName;
  /** Where to go, seconds of the film; absent: only say where it is. */
  readonly seekS?: number;
}

export interface BridgeAnswer {
  /** Seconds of the film. */
  readonly positionS: number;
  /** Absent where the player does not say. */
  readonly durationS?: number;
}

/** The answer to a call is an event of this name. */
export const answerTo = (channel: string) => `${channel}!`;

/** The page script is in place within this, or the site is worked without it (SPEC ST-11). */
export const BRIDGE_TIMEOUT_MS = 1_500;
/** A new name for each load, so that no two pages, and nothing that listens blindly, meet on one. */
export const CHANNEL = /^[a-z]{24}$/;
const LONGEST = 200;
/** A year: no film is longer. */
const MAX_S = 31_536_000;

export const write = (message: BridgeCall | BridgeAnswer): string => JSON.stringify(message);

export function parseCall(text: unknown): BridgeCall | undefined {
  const { site, seekS } = parse(text);
  if (!NAMES.has(site)) return undefined;
  if (seekS === undefined) return { site: site as BridgeName };
  return isTime(seekS) ? { site: site as BridgeName, seekS } : undefined;
}

export function parseAnswer(text: unknown): BridgeAnswer | undefined {
  const { positionS, durationS } = parse(text);
  if (!isTime(positionS)) return undefined;
  return isTime(durationS) && durationS > 0 ? { positionS, durationS } : { positionS };
}

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= MAX_S;

function parse(text: unknown): Record<string, unknown> {
  if (typeof text !== 'string' || text.length > LONGEST) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
