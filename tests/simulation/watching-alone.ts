import type { Random } from '../helpers/virtual-random';
import type { World } from './world';

const LOOKS_AGAIN_MS = 100;

/** In some parties somebody watches alone for a while (SPEC RO-18); drawn apart, so that a seed stays its story. */
export function planWatchingAlone(world: World, random: Random, until: number) {
  if (!random.chance(0.2)) return;
  const at = random.between(0, until - world.time.now);
  const forMs = random.between(1_000, 20_000);
  world.time.after(at, () => {
    const guests = world.present.filter((member) => member.isUp && member.room && !member.room.powers);
    if (guests.length === 0) return;
    const member = random.pick(guests);
    const watch = (alone: boolean) => {
      member.trace(alone ? 'watches alone' : 'rejoins');
      member.service.perform({ type: 'watch-alone', alone });
    };
    watch(true);
    // It may have another room place by then, or be host. A press waits for a place that is being started again.
    const rejoin = () => {
      if (member.isPlaceDead) world.time.after(LOOKS_AGAIN_MS, rejoin);
      else if (!member.gone) watch(false);
    };
    world.trouble(forMs, rejoin);
  });
}
