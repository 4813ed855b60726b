// @ts-check
/** How long a friend who opens the link waits, in a browser as it comes: without leave to start sound. */
import { launchGuest, openInvite } from './lockstep.mjs';
import { collect, forget, pause, track } from './member.mjs';
import { nowMs } from './page-clock.mjs';
import { driftSeries, settledAt, spread } from './statistics.mjs';

const IN_SYNC_MS = 50;
const STAYS_MS = 200;
const LOCK_MS = 5;
const LOCKED_FOR_MS = 1_000;
const GIVE_UP_MS = 20_000;

/**
 * @param {import('./lockstep.mjs').Setting} setting
 * @param {import('./member.mjs').Member} host in a room, playing
 * @param {string} invite
 * @param {number} times
 */
export async function measureJoining(setting, host, invite, times) {
  const joins = [];
  for (let i = 0; i < times; i++) joins.push(await joinOnce(setting, host, invite));
  return {
    join: spread(joins.map(({ inSync }) => inSync)),
    joinFromCanPlay: spread(joins.map(({ fromCanPlay }) => fromCanPlay)),
    lock: spread(joins.map(({ lock }) => lock)),
    joinedMuted: { value: joins.filter(({ muted }) => muted).length },
  };
}

/** @param {import('./lockstep.mjs').Setting} setting @param {import('./member.mjs').Member} host @param {string} invite */
async function joinOnce(setting, host, invite) {
  const guest = await launchGuest(setting, { autoplay: false });
  try {
    await forget([host]);
    const opened = nowMs();
    await openInvite(guest, invite);
    let lock = Number.NaN;
    let points = driftSeries([], []);
    while (Number.isNaN(lock) && nowMs() - opened < GIVE_UP_MS) {
      await pause(1_000);
      await collect([host]);
      // Its page may just be loading itself again.
      await collect([guest]).catch(() => {});
      points = driftSeries(track(host), track(guest), opened);
      lock = settledAt(points, LOCK_MS, LOCKED_FOR_MS);
    }
    const inSync = settledAt(points, IN_SYNC_MS, STAYS_MS);
    const canPlay = guest.events.find(({ type, at }) => type === 'canplay' && at >= opened)?.at ?? Number.NaN;
    return {
      inSync: inSync - opened,
      fromCanPlay: inSync - canPlay,
      lock: lock - opened,
      muted: guest.samples.at(-1)?.muted ?? false,
    };
  } finally {
    await guest.browser.close();
  }
}
