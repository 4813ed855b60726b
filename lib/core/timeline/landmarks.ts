import { LANDMARKS_MAX, type Landmark } from '../time/playback';

/** A segment that this page has fetched. */
export interface Fetched {
  readonly name: number;
  /** Since when it has been here, local ms. */
  readonly at: number;
}

/** How far the player has buffered, as that was seen to grow. */
export interface BufferWatch {
  readonly growth: readonly { readonly at: number; readonly to: number }[];
}

export const noBuffer: BufferWatch = { growth: [] };

/** A buffer that is sound and picture grows a little before the second of the two has come, s. */
const GROWTH_MIN_S = 0.25;
/** The browser tells of a fetched segment a little after the player has had it, ms. */
const TOLD_WITHIN_MS = 400;
/** Sound and picture; of more at once, as a page begins, only the last is known to end where the buffer does. */
const AT_ONCE_MAX = 2;
/** Places that two segments say to be the same differ by less, s: a frame of sound at each end. */
const AGREE_S = 0.1;
const AGREEING_MIN = 2;

/** @param bufferedTo end of what is buffered where the player is, s; NaN: nothing @param now local ms */
export function watchBuffer(before: BufferWatch, bufferedTo: number, now: number): BufferWatch {
  const last = before.growth.at(-1);
  if (!Number.isFinite(bufferedTo)) return before;
  const seen = { at: now, to: bufferedTo };
  // The player is elsewhere, and has thrown away what it had.
  if (!last || bufferedTo < last.to - GROWTH_MIN_S) return { growth: [seen] };
  if (bufferedTo < last.to + GROWTH_MIN_S) return before;
  return { growth: [...before.growth, seen].slice(-LANDMARKS_MAX - 1) };
}

/** @param fetched the newest last @param now local ms @returns in own places, the newest last */
export function landmarksOf({ growth }: BufferWatch, fetched: readonly Fetched[], now: number): readonly Landmark[] {
  return growth
    .flatMap(({ at, to }, i): Landmark[] => {
      const before = growth[i - 1];
      if (!before || now - at < TOLD_WITHIN_MS) return [];
      const come = fetched.filter((one) => one.at > before.at && one.at <= at);
      const known = come.length <= AT_ONCE_MAX ? come : come.slice(-1);
      return known.map(({ name }) => ({ name, place: to }));
    })
    .slice(-LANDMARKS_MAX);
}

/**
 * How two viewers' places of one stream go together.
 * @returns seconds from theirs to ours; undefined while too few landmarks of both agree
 */
export function shiftBetween(ours: readonly Landmark[], theirs: readonly Landmark[]): number | undefined {
  const shifts = ours
    .flatMap(({ name, place }) => theirs.filter((one) => one.name === name).map((one) => place - one.place))
    .sort((a, b) => a - b);
  const around = (shift: number) => shifts.filter((one) => Math.abs(one - shift) < AGREE_S);
  const best = shifts.map(around).reduce((most, some) => (some.length > most.length ? some : most), []);
  if (best.length < AGREEING_MIN || 2 * best.length <= shifts.length) return undefined;
  return best[best.length >> 1];
}

/** A segment's name by its address: 32 bits FNV-1a of its file's name, in which servers and qualities do not differ. */
export function landmarkName(pathname: string): number {
  const file = pathname.slice(pathname.lastIndexOf('/') + 1);
  let hash = 0x811c9dc5;
  for (let i = 0; i < file.length; i++) hash = Math.imul(hash ^ file.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
