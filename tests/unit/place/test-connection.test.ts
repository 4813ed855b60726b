import { describe, expect, test, vi } from 'vitest';
import type { Cause } from '../../../lib/core/doctor/check';
import type { Tested } from '../../../lib/core/ports/check-schema';
import { testConnection } from '../../../lib/place/test-connection';
import {
  type OpenTransport,
  type RoomAddress,
  type Transport,
  TransportError,
  type TransportFailure,
} from '../../../lib/transport/transport';

const address: RoomAddress = { rendezvousId: 'r', token: 't', door: 'd', server: undefined, iceServers: [] };
const never = new AbortController().signal;

/** Each end of a way: opens, or why it does not. */
function way(name: string, ends: { readonly host?: TransportFailure; readonly guest?: TransportFailure } = {}) {
  const close = vi.fn();
  const open = vi.fn<OpenTransport>(async (_, role) => {
    const failure = ends[role];
    if (failure) throw new TransportError(failure);
    return { close } as unknown as Transport;
  });
  return { name, startsAfterMs: 0, open, close };
}

async function tested(
  list: readonly ReturnType<typeof way>[],
  more: { readonly network?: Cause; readonly server?: TransportFailure | 'works' } = {},
  signal = never,
) {
  const told: Tested[] = [];
  const { network, server } = more;
  const askServer = async () => {
    if (server !== 'works') throw new TransportError(server ?? 'server-unreachable');
    return {} as never;
  };
  const ways = { list, close: () => {}, lookAtNetwork: async () => network };
  const parts = { askServer: server && askServer, ways, address, now: () => 0 };
  await testConnection(parts, (now) => told.push(now), signal);
  return told;
}

describe('DR-5: a test of the connection', () => {
  test('has a row for the server, the network and each way, and says when all is known', async () => {
    const told = await tested([way('peerjs'), way('relay'), way('public-relay-1')], { server: 'works' });
    expect(told.map(({ done }) => done)).toEqual([false, false, false, false, false, true]);
    expect(told.at(-1)?.checks).toEqual(
      [
        { subject: 'server' },
        { subject: 'network' },
        { subject: 'peerjs' },
        { subject: 'relay' },
        { subject: 'public-relay', number: 1 },
      ].map((of) => ({ ...of, tookMs: 0 })),
    );
  });

  test('a host and a guest meet on each way, and part again', async () => {
    const [peerjs, trystero] = [way('peerjs'), way('trystero')];
    await tested([peerjs, trystero]);
    expect(peerjs.open.mock.calls.map(([, role]) => role)).toEqual(['host', 'guest']);
    expect(peerjs.close).toHaveBeenCalledTimes(2);
    // Two ends in one page are one to Trystero.
    expect(trystero.open.mock.calls.map(([, role]) => role)).toEqual(['host']);
  });

  test.each<[string, ReturnType<typeof way>, Cause | undefined, Cause]>([
    ['a relay that refuses', way('relay', { host: 'refused' }), undefined, 'relay-refuses'],
    ['a relay that passes nothing on', way('relay', { guest: 'host-not-found' }), undefined, 'nobody-there'],
    ['trackers that say nothing', way('trystero', { host: 'signalling-silent' }), undefined, 'trackers-silent'],
    ['no path, and what the network does', way('peerjs', { guest: 'no-path' }), 'tcp-only', 'tcp-only'],
    ['a way that never answers', way('peerjs', { guest: 'aborted' }), undefined, 'no-path'],
  ])('%s', async (_, failing, network, cause) => {
    const told = await tested([failing], network ? { network } : {});
    expect(told.at(-1)?.checks.at(-1)?.cause).toBe(cause);
  });

  test.each([
    ['server-unreachable', 'server-unreachable'],
    ['refused', 'server-other'],
  ] as const)('a server: %s is %s', async (failure, cause) => {
    const told = await tested([], { server: failure });
    expect(told.at(-1)?.checks[0]).toEqual({ subject: 'server', tookMs: 0, cause });
  });

  test('one that is broken off says nothing more', async () => {
    expect(await tested([way('peerjs')], {}, AbortSignal.abort())).toEqual([]);
  });
});
