import type { Quality } from '../helpers/memory-network';
import { chromium, type VideoQuirks } from '../helpers/model-quirks';
import type { Member, MemberOptions } from './member';
import { World } from './world';

/** A member without faults, but for those that a test names. */
export function plain(
  name: string,
  {
    quirks = {},
    up = { delayMs: 40 },
    down = up,
    ...rest
  }: Partial<Omit<MemberOptions, 'quirks'>> & { quirks?: Partial<VideoQuirks>; up?: Quality } = {},
): MemberOptions {
  const machine = { offsetMs: 0, wallOffsetMs: 0, skewPpm: 0, clockRunsAsleep: true };
  return { name, machine, quirks: { ...chromium, ...quirks }, up, down, ...rest };
}

/** A room in which the host's film plays and the others have come, 12 s after it was made. */
export async function playing(
  seed: number,
  host: MemberOptions,
  ...guests: MemberOptions[]
): Promise<[World, Member, ...Member[]]> {
  const world = new World(seed);
  const first = world.add(host);
  first.create();
  first.video.by('person', (video) => video.play().catch(() => {}));
  await world.run(2_000);
  const others = guests.map((options) => world.add(options));
  for (const guest of others) guest.join(world.code);
  await world.run(10_000);
  return [world, first, ...others];
}
