import type { SiteQuirks, VideoQuirks } from '../helpers/model-quirks';
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
interface OwnDoings {
  readonly site: SiteQuirks;
  readonly hopeless: boolean;
}
export const nothingOwn: OwnDoings = { site: {}, hopeless: false };

/** What pages do by themselves. Those that keep to it cannot be brought where the room is. */
const OWN_DOINGS: readonly OwnDoings[] = [
  { site: { gapJumpS: 0.1 }, hopeless: false },
  { site: { gapJumpS: 0 }, hopeless: false },
  { site: { waitsByRate: true }, hopeless: false },
  { site: { bookmark: { toS: 1_234, afterMs: 400 } }, hopeless: false },
  { site: { bookmark: { toS: 0, afterMs: 3_000 } }, hopeless: false },
  { site: { followsWindow: true }, hopeless: false },
  { site: { ownRate: 1.5 }, hopeless: true },
  { site: { ownRate: 0.75 }, hopeless: true },
  { site: { nagsAfterPlays: 1 }, hopeless: true },
];
const SHARE_OWN_DOINGS = 0.25;
const SHARE_STUBBORN = 0.12;
const SHARE_HOPELESS = 0.08;

/** How a member's page may resist, if it does. */
export function someOddity(random: Random): { readonly quirks: Partial<VideoQuirks>; readonly hopeless: boolean } {
  if (random.chance(SHARE_STUBBORN)) return { quirks: random.pick(STUBBORN), hopeless: false };
  if (random.chance(SHARE_HOPELESS)) return { quirks: random.pick(HOPELESS), hopeless: true };
  return { quirks: {}, hopeless: false };
}

/** What a member's page may do by itself on top; two of them may meet in one page. */
export function someOwnDoings(random: Random): OwnDoings {
  let all = nothingOwn;
  for (let i = 0; i < 2; i++) {
    if (!random.chance(SHARE_OWN_DOINGS)) continue;
    const { site, hopeless } = random.pick(OWN_DOINGS);
    all = { site: { ...all.site, ...site }, hopeless: all.hopeless || hopeless };
  }
  return all;
}
