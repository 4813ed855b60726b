import type { Unsubscribe } from './transport';

const TICK_MS = 10_000;
/** A tick that comes so late was slept through: a busy page is seconds late, not half a minute. */
const ASLEEP_MS = 30_000;

/**
 * Calls when the machine has slept or the network is back: connections to servers that look open are dead then. The wall
 * clock is asked since a browser's monotonic clock stands still while the machine sleeps.
 */
export function onWake(listener: () => void): Unsubscribe {
  let seenAt = Date.now();
  const ticking = setInterval(() => {
    const late = Date.now() - seenAt - TICK_MS;
    seenAt = Date.now();
    if (late > ASLEEP_MS) listener();
  }, TICK_MS);
  globalThis.addEventListener('online', listener);
  return () => {
    clearInterval(ticking);
    globalThis.removeEventListener('online', listener);
  };
}
