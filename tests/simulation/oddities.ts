import type { VideoQuirks } from '../helpers/model-quirks';
import type { Random } from '../helpers/virtual-random';

/** Pages that resist, but can be brought where the room is. */
const STUBBORN: readonly Partial<VideoQuirks>[] = [
  { site: { snapBack: { afterMs: [50, 500], times: 2 } } },
  { site: { rateReset: { laterMs: 700 } } },
  { site: { startsOnSeek: true } },
];
/** Pages that can’t. */
const HOPELESS: readonly Partial<VideoQuirks>[] = [
  { site: { snapBack: { afterMs: [50, 500], times: Number.POSITIVE_INFINITY } } },
  { seeksWhenPlayed: true },
  { lateSeekMs: [900, 1_000] },
  { lateSeekMs: [500, 5_000] },
  { seekMs: [4_000, 5_000] },
  { autoplay: 'none' },
];
const SHARE_STUBBORN = 0.12;
const SHARE_HOPELESS = 0.08;

/** How a member's page may resist, if it does. */
export function someOddity(random: Random): { readonly quirks: Partial<VideoQuirks>; readonly hopeless: boolean } {
  if (random.chance(SHARE_STUBBORN)) return { quirks: random.pick(STUBBORN), hopeless: false };
  if (random.chance(SHARE_HOPELESS)) return { quirks: random.pick(HOPELESS), hopeless: true };
  return { quirks: {}, hopeless: false };
}
