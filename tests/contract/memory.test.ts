import { describe, expect, it } from 'vitest';
import type { RoomAddress } from '../../lib/transport/transport';
import { memoryNetwork, type Quality } from '../helpers/memory-network';
import { watch } from './transport-scenarios';
import { VirtualTime } from './virtual-time';

const never = new AbortController().signal;
const address: RoomAddress = { rendezvousId: 'room', token: 'token', door: 'door', server: undefined, iceServers: [] };

function seeded(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function room(quality: Quality = {}, seed = 1) {
  const time = new VirtualTime();
  const network = memoryNetwork({ scheduler: time, random: seeded(seed), quality: () => quality });
  const opening = network.open(address, 'host', never);
  await time.advance(50);
  const dialling = network.open(address, 'guest', never);
  await time.advance(50);
  const [host, guest] = [watch(await opening), watch(await dialling)];
  const say = (count: number) => {
    for (let i = 0; i < count; i++) guest.transport.send(new Uint8Array([i]));
  };
  const heard = () => host.messages.map(({ bytes }) => bytes[0]);
  return { time, network, host, guest, say, heard };
}

const inOrder = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('the memory network', () => {
  it('takes its time, in order', async () => {
    const { time, say, heard } = await room({ delayMs: 50, jitterMs: 50, resend: 0.2 });
    say(100);
    await time.advance(49);
    expect(heard()).toEqual([]);
    await time.advance(400);
    expect(heard()).toEqual(inOrder(100));
  });

  it('loses, doubles and reorders when told to, the same for the same seed', async () => {
    const run = async (seed: number) => {
      const { time, say, heard } = await room(
        { delayMs: 10, jitterMs: 20, drop: 0.2, duplicate: 0.2, reorder: 0.5 },
        seed,
      );
      say(100);
      await time.advance(100);
      return heard();
    };
    const [one, again, other] = [await run(1), await run(1), await run(2)];
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    const distinct = [...new Set(one)];
    expect(distinct.length).toBeGreaterThan(60);
    expect(distinct.length).toBeLessThan(95);
    expect(one.length).toBeGreaterThan(distinct.length);
    expect(distinct).not.toEqual([...distinct].sort((a, b) => Number(a) - Number(b)));
  });

  it('holds back what is sent over a cut, and delivers it late', async () => {
    const { time, network, host, guest, say, heard } = await room({ delayMs: 10 });
    say(1);
    network.cut(guest.transport.self);
    say(3);
    await time.advance(60_000);
    // What had left before the cut arrives; the rest waits.
    expect(heard()).toEqual([0]);
    expect([host.peers.length, guest.peers.length]).toEqual([1, 1]);
    network.heal(guest.transport.self);
    await time.advance(20);
    expect(heard()).toEqual([0, 0, 1, 2]);
    expect(host.status?.state).toBe('open');
  });

  it('lets a peer die without a word, and its place be taken again by the same token at once', async () => {
    const { time, network, host, guest, say, heard } = await room();
    network.kill(host.transport.self);
    say(1);
    await time.advance(5_000);
    expect([heard(), guest.peers.length, guest.status?.state]).toEqual([[], 1, 'open']);
    const nobody = expect(network.open(address, 'guest', never)).rejects.toMatchObject({ reason: 'host-not-found' });
    await time.advance(2_000);
    await nobody;
    const back = network.open(address, 'host', never);
    await time.advance(50);
    const dialling = network.open(address, 'guest', never);
    await time.advance(50);
    const [next, late] = [watch(await back), await dialling];
    late.send(new Uint8Array([9]));
    say(1);
    await time.advance(50);
    expect(next.messages.map(({ bytes }) => bytes[0])).toEqual([9]);
  });
});
