import { afterEach, describe, expect, test, vi } from 'vitest';
import { lookAtNetwork } from '../../../lib/transport/gather';
import { turnWatch } from '../../../lib/transport/turn';

const HOST = 'candidate:1 1 udp 2122260223 192.168.1.7 50000 typ host';
const seen = (port: number) =>
  `candidate:2 1 udp 1686052607 203.0.113.9 ${port} typ srflx raddr 192.168.1.7 rport 50000`;
const STUN = [{ urls: ['stun:a.example', 'stun:b.example'] }];

/** A browser that finds these addresses. */
function finds(lines: readonly string[], ends = true) {
  const made: RTCConfiguration[] = [];
  class Connection extends EventTarget {
    constructor(config: RTCConfiguration) {
      super();
      made.push({ ...config, iceServers: config.iceServers ?? [] });
    }
    createDataChannel() {}
    createOffer = async () => ({});
    async setLocalDescription() {
      const tell = (candidate: object | null) =>
        this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate }));
      for (const candidate of lines) tell({ candidate });
      // The end of one generation, as Firefox tells it.
      tell({ candidate: '' });
      if (ends) tell(null);
    }
    close() {}
  }
  vi.stubGlobal('RTCPeerConnection', Connection);
  return made;
}
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('DR-2: a look at the network', () => {
  test('reads what the browser finds', async () => {
    finds([HOST, seen(40_000), seen(40_001)]);
    expect(await lookAtNetwork(STUN, false)).toBe('symmetric-nat');
    finds([HOST, seen(40_000)]);
    expect(await lookAtNetwork(STUN, false)).toBeUndefined();
    finds([HOST]);
    expect(await lookAtNetwork([], false)).toBeUndefined();
    finds([]);
    expect(await lookAtNetwork(STUN, false)).toBe('no-candidates');
  });

  test('takes what it has after 2.5 s', async () => {
    vi.useFakeTimers();
    finds([HOST], false);
    const looking = lookAtNetwork(STUN, false);
    await vi.advanceTimersByTimeAsync(2_500);
    expect(await looking).toBe('stun-silent');
  });

  test('makes no connection where only relays may be used and there is no TURN server', async () => {
    const made = finds([HOST]);
    expect(await lookAtNetwork(STUN, true)).toBeUndefined();
    expect(made).toEqual([]);
    finds([]);
    expect(await lookAtNetwork([{ urls: 'turn:t.example', username: 'a', credential: 'b' }], true)).toBe('turn-silent');
  });

  test('says that WebRTC is off', async () => {
    vi.stubGlobal('RTCPeerConnection', undefined);
    expect(await lookAtNetwork(STUN, false)).toBe('webrtc-off');
  });
});

describe('whether a path goes over TURN', () => {
  const connection = (entries: readonly object[]) => ({
    getStats: vi.fn(async () => new Map(entries.map((entry, at) => [at, entry])) as unknown as RTCStatsReport),
  });
  const local = (candidateType: string) => ({ id: 'l', type: 'local-candidate', candidateType });
  const remote = (candidateType: string) => ({ id: 'r', type: 'remote-candidate', candidateType });
  const pair = { id: 'p', type: 'candidate-pair', localCandidateId: 'l', remoteCandidateId: 'r' };
  const transport = { id: 't', type: 'transport', selectedCandidatePairId: 'p' };
  const other = { id: 'q', type: 'candidate-pair', localCandidateId: 'x', remoteCandidateId: 'y' };

  test.each<[string, readonly object[], boolean | undefined]>([
    ['direct', [other, pair, transport, local('host'), remote('srflx')], false],
    ['relayed here', [other, pair, transport, local('relay'), remote('srflx')], true],
    ['relayed there, in Firefox', [other, { ...pair, selected: true }, local('host'), remote('relay')], true],
    ['no pair yet', [other], undefined],
  ])('%s', async (_, entries, uses) => {
    const watch = turnWatch(connection(entries), () => 0);
    expect(watch()).toBeUndefined();
    await vi.waitFor(() => expect(watch()).toBe(uses));
  });

  test('is looked at anew after five seconds, and not before', async () => {
    let now = 0;
    const looked = connection([pair, transport, local('host'), remote('host')]);
    const watch = turnWatch(looked, () => now);
    watch();
    await vi.waitFor(() => expect(watch()).toBe(false));
    expect(looked.getStats).toHaveBeenCalledOnce();
    now = 5_000;
    looked.getStats.mockRejectedValueOnce(new Error('closed'));
    expect(watch()).toBe(false);
    expect(looked.getStats).toHaveBeenCalledTimes(2);
  });
});
