/**
 * Where the live edge of a stream is, as this player's page shows it (SPEC LV-2). Everybody's element counts a live
 * stream from another zero; what they share is the edge. It is seen to move in steps, as each segment becomes known: its
 * line is laid through the tops of the steps.
 */
export interface EdgeWatch {
  /** What is shown is a live stream (SPEC LV-1): whatever its duration says is no film's length. */
  readonly isStream: boolean;
  /** Watched since then, local ms; `Infinity`: not yet. */
  readonly since: number;
  /** The duration grows with the time: a stream, although its length looks finite. */
  readonly grows: boolean;
  /** Durations as they grew. */
  readonly growth: readonly Edge[];
  readonly last: Edge | undefined;
  /** Where the edge was as it moved on, of the last half minute. */
  readonly advances: readonly Edge[];
}

interface Edge {
  /** Local ms. */
  readonly at: number;
  /** Own place, seconds. */
  readonly edge: number;
}

export const notLive: EdgeWatch = {
  isStream: false,
  since: Number.POSITIVE_INFINITY,
  grows: false,
  growth: [],
  last: undefined,
  advances: [],
};

/** What a stream is known by. Durations and places are in seconds, and not finite where nothing says. */
export interface LiveSigns {
  readonly duration: number;
  /** The end of what can be sought. */
  readonly seekableEnd: number;
  /** The site's own sign of a live stream. */
  readonly sign: boolean;
}

/** Segments are at most some ten seconds long: over three of them the tops are well known. */
const TOPS_MS = 30_000;
/** A stream without segments moves all the time: one top a second is enough. */
const TOP_EVERY_MS = 1_000;
/** What goes back by more is another stream. */
const OTHER_STREAM_S = 1;
/** So many growths are looked at… */
const GROWTHS = 4;
/** …over at least this long… */
const GROWTH_MS = 3_000;
/** …and as fast as the time, roughly: a film that is only being fetched grows faster, or by roundings. */
const SLOWEST = 0.4;
const FASTEST = 2.5;

/** @param now local ms */
export function watchLive(before: EdgeWatch, { duration, seekableEnd: edge, sign }: LiveSigns, now: number): EdgeWatch {
  const growth = addGrowth(before.growth, { at: now, edge: duration });
  const grows = before.grows || keepsPace(growth);
  const isStream = sign || grows || duration === Number.POSITIVE_INFINITY;
  const seen = { isStream, since: Math.min(before.since, now), growth, grows };
  const last = { at: now, edge: Number.isFinite(edge) ? edge : duration };
  if (!Number.isFinite(last.edge)) return { ...before, ...seen };
  const known = before.last;
  if (known && last.edge < known.edge - OTHER_STREAM_S) return { ...seen, last, advances: [] };
  const moved = known !== undefined && last.edge > known.edge;
  return { ...seen, last, advances: moved ? addAdvance(before.advances, last) : before.advances };
}

/**
 * The line of the edge: edge = lead + local time.
 * @param now local ms
 * @returns seconds; `sure`: laid through a top; undefined while nothing says where the edge is
 */
export function edgeOffsetOf(
  { advances, last }: EdgeWatch,
  now: number,
): { readonly s: number; readonly sure: boolean } | undefined {
  const seen = advances.filter(({ at }) => now - at < TOPS_MS).map(lead);
  if (seen.length > 0) return { s: Math.max(...seen), sure: true };
  return last && { s: lead(last), sure: false };
}

const lead = ({ at, edge }: Edge) => edge - at / 1000;

function addAdvance(advances: readonly Edge[], top: Edge): readonly Edge[] {
  const recent = advances.filter(({ at }) => top.at - at < TOPS_MS);
  const previous = recent.at(-1);
  if (!previous || top.at - previous.at >= TOP_EVERY_MS) return [...recent, top];
  return [
    ...recent.slice(0, -1),
    lead(top) > lead(previous) ? { at: previous.at, edge: lead(top) + previous.at / 1000 } : previous,
  ];
}

function addGrowth(growth: readonly Edge[], now: Edge): readonly Edge[] {
  const before = growth.at(-1);
  if (!Number.isFinite(now.edge) || now.edge <= 0) return growth;
  if (!before || now.edge < before.edge) return [now];
  return now.edge === before.edge ? growth : [...growth, now].slice(-GROWTHS);
}

function keepsPace(growth: readonly Edge[]): boolean {
  const [first] = growth;
  const last = growth.at(-1);
  if (!first || !last || growth.length < GROWTHS || last.at - first.at < GROWTH_MS) return false;
  // A film whose length is corrected a few times has had the same one for long before.
  const steady = growth.every((next, i) => i === 0 || paceOf(growth[i - 1] as Edge, next) >= SLOWEST);
  return steady && paceOf(first, last) <= FASTEST;
}

/** How much it has grown, s a second. */
const paceOf = (from: Edge, to: Edge) => ((to.edge - from.edge) * 1000) / (to.at - from.at);
