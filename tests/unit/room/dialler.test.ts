import { describe, expect, test } from 'vitest';
import { Dialler } from '../../../lib/room/dialler';
import type { Way } from '../../../lib/transport/way';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';

const never = new AbortController().signal;

/** When each of these ways was opened, ms from the beginning; none leads anywhere. */
async function opened(ways: readonly Pick<Way, 'name' | 'startsAfterMs'>[]) {
  const time = new VirtualTime();
  const scheduler = trueScheduler(time);
  const at: Record<string, number> = {};
  const dialler = new Dialler({
    ways: ways.map((way) => ({ ...way, open: () => Promise.reject(new Error('not asked')) })),
    scheduler,
    open: ({ name }) => {
      at[name] = scheduler.now();
      return new Promise((_, reject) => scheduler.after(10_000, () => reject(new Error('nobody'))));
    },
    greet: () => Promise.reject(new Error('nobody')),
    changed: () => {},
  });
  const dialling = dialler.dial([0], never).catch(() => {});
  await time.run(60_000);
  await dialling;
  return at;
}

describe('TR-9: a better way has a head start', () => {
  const relay = { name: 'relay', startsAfterMs: 250 };

  test('before the next', async () => {
    const at = await opened([{ name: 'peerjs', startsAfterMs: 0 }, relay]);
    expect(at).toEqual({ peerjs: 0, relay: 250 });
  });

  test('and the first of all waits for nobody', async () => {
    const at = await opened([relay, { name: 'public-relay-1', startsAfterMs: 2_500 }]);
    expect(at).toEqual({ relay: 0, 'public-relay-1': 2_250 });
  });
});
