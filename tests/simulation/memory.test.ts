import { describe, expect, test } from 'vitest';
import { parseKept } from '../../lib/core/kept/kept-list';
import { profileList } from '../../lib/core/player/kept-profiles';
import type { VideoQuirks } from '../helpers/model-quirks';
import type { Member } from './member';
import { plain, playing } from './people';
import type { World } from './world';

const RELOADED_MS = 12_000;

/** A guest with such a page, and what its browser has kept of it. */
async function watching(quirks: Partial<VideoQuirks>) {
  const [world, host, guest] = await playing(21, plain('host'), plain('guest', { quirks }));
  if (!guest) throw new Error('nobody came');
  const kept = () => parseKept(profileList, JSON.parse(guest.profiles))[0]?.[1];
  return { world, host, guest, kept };
}

const written = ({ video }: Member, kind: 'seek' | 'rate') =>
  video.writes.filter(({ by, what }) => by === 'lockstep' && what === kind).length;

async function jumpAbout(world: World, host: Member) {
  for (const place of [500, 2_000, 900, 3_000, 1_500]) {
    host.video.by('person', (video) => (video.currentTime = place));
    await world.run(15_000);
  }
}

describe('CO-12: a page that is loaded again', () => {
  test('with slow seeks is aimed from the first one on', async () => {
    const seeks = async (remembers: boolean) => {
      const { world, host, guest, kept } = await watching({ seekMs: [1_400, 1_500] });
      await jumpAbout(world, host);
      expect(kept()?.seekLeadMs).toBeGreaterThan(1_300);
      expect(kept()?.seekTookMs).toBeGreaterThan(1_300);
      if (!remembers) guest.profiles = '[]';
      guest.reloadPage();
      await world.run(RELOADED_MS);
      expect(Math.abs(guest.video.truePosition - host.video.truePosition)).toBeLessThan(0.015);
      return written(guest, 'seek');
    };
    expect(await seeks(true)).toBe(1);
    expect(await seeks(false)).toBeGreaterThan(1);
  });

  test('and refuses every rate is nudged once, not three times again', async () => {
    const { world, guest, kept } = await watching({ rateFixed: true, mediaPpm: 200 });
    /** Until now; each is followed by the rate that was there before. */
    const nudges = (loadedAt: number) =>
      guest.video.writes.filter(
        ({ by, what, value, at }) => by === 'lockstep' && what === 'rate' && value !== 1 && at > loadedAt,
      );
    await world.run(300_000);
    expect(nudges(0).length).toBeGreaterThanOrEqual(3);
    expect(kept()?.nudgesRefused).toBe(true);
    const reloadedAt = world.time.now;
    guest.reloadPage();
    await world.run(300_000);
    // What is tried while the player gets going, and the first one that is put back, say nothing more.
    const settledAt = reloadedAt + 5_000;
    expect(nudges(settledAt).length).toBeLessThanOrEqual(1);
    expect(kept()?.nudgesRefused).toBe(true);
  });

  test('and bears nudges by now is nudged like any other', async () => {
    const { world, guest, kept } = await watching({ mediaPpm: 200 });
    const [[site, profile] = []] = parseKept(profileList, JSON.parse(guest.profiles));
    guest.profiles = JSON.stringify([[site, { ...profile, nudgesRefused: true }]]);
    guest.reloadPage();
    await world.run(120_000);
    expect(kept()?.nudgesRefused).toBe(false);
    expect(written(guest, 'rate')).toBeGreaterThan(4);
  });
});
