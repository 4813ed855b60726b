import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type PlayerProfile, profileOf } from '../../../../lib/core/player/profile';
import { initialSync } from '../../../../lib/core/sync/state';
import { createPlayerMemory, type PlayerMemory } from '../../../../lib/media/player/player-memory';
import { trueScheduler, VirtualTime } from '../../../helpers/virtual-time';

const plain = profileOf(initialSync);
const lead = (seekLeadMs: number): PlayerProfile => ({ ...plain, seekLeadMs });

describe('CO-12: what is written of a player', () => {
  let time: VirtualTime;
  let life: AbortController;
  let written: number[];
  let memory: PlayerMemory;
  const begin = (read: () => Promise<PlayerProfile | undefined>) => {
    const write = async (profile: PlayerProfile) => void written.push(profile.seekLeadMs);
    memory = createPlayerMemory({ read, write }, trueScheduler(time), life.signal);
  };
  /** Ms go by. */
  const wait = (ms: number) => time.run(time.now + ms);

  beforeEach(() => {
    time = new VirtualTime();
    life = new AbortController();
    written = [];
  });

  test('at once what is first learned of a site, and then at most once in 10 s', async () => {
    begin(async () => undefined);
    memory.recall(() => expect.unreachable());
    await wait(0);
    for (let s = 0; s < 25; s++) {
      memory.learned(lead(100 + 100 * s));
      await wait(1_000);
    }
    expect(written).toEqual([100, 1_000, 2_000]);
  });

  test('as its video goes', async () => {
    begin(async () => lead(100));
    await wait(0);
    memory.learned(lead(200));
    memory.learned(lead(300));
    memory.detached();
    memory.detached();
    expect(written).toEqual([200, 300]);
  });

  test('nothing that hardly differs from what is stored', async () => {
    const known = vi.fn();
    begin(async () => lead(100));
    memory.recall(known);
    await wait(0);
    expect(known).toHaveBeenCalledExactlyOnceWith(lead(100));
    memory.learned(lead(110));
    await wait(20_000);
    memory.detached();
    expect(written).toEqual([]);
  });

  test('nothing before what is stored is known', async () => {
    let tell = (_: PlayerProfile) => {};
    begin(() => new Promise((resolve) => (tell = resolve)));
    memory.recall((profile) => memory.learned({ ...profile, startLagMs: 200 }));
    memory.learned(lead(900));
    memory.detached();
    await wait(20_000);
    expect(written).toEqual([]);
    tell(lead(700));
    await wait(0);
    expect(written).toEqual([700]);
  });

  test('nothing without its storage, and nothing later than the page', async () => {
    begin(async () => Promise.reject(new Error('gone')));
    memory.recall(() => expect.unreachable());
    memory.learned(lead(900));
    await wait(0);
    memory.detached();
    expect(written).toEqual([]);

    begin(async () => undefined);
    await wait(0);
    memory.learned(lead(900));
    memory.learned(lead(1_900));
    life.abort();
    memory.learned(lead(2_900));
    await wait(20_000);
    expect(written).toEqual([900]);
  });
});
