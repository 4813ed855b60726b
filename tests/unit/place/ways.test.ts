import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { waysOf } from '../../../lib/place/ways';
import { type RoomAddress, TransportError } from '../../../lib/transport/transport';

/** Addresses that each transport was opened with. */
const opened = vi.hoisted((): Record<string, RoomAddress[]> => ({ peerjs: [], relay: [], trystero: [] }));
vi.mock(import('../../../lib/transport/index'), () => {
  const transport = (name: string) => () => async (address: RoomAddress) => {
    opened[name]?.push(address);
    throw new TransportError('host-not-found');
  };
  return { transports: { peerjs: transport('peerjs'), relay: transport('relay'), trystero: transport('trystero') } };
});

const SERVER = 'https://a.example';
const OFFER = {
  name: 'lockstep',
  protocol: 1,
  peerjs: { path: '/peerjs' },
  relay: { path: '/mqtt' },
  iceServers: [{ urls: 'stun:a.example' }],
  nostr: ['wss://nostr.a.example/'],
};
const address: RoomAddress = {
  rendezvousId: 'id',
  token: 't',
  door: 'd',
  server: SERVER,
  iceServers: [],
  relay: { secret: 's', urls: [] },
  trystero: { room: 'r', password: 'p', trackers: [], relays: [] },
};

let answers: () => Response;
const asked = vi.fn(async () => answers());
beforeEach(() => {
  answers = () => Response.json(OFFER);
  asked.mockClear();
  vi.stubGlobal('fetch', asked);
  // Who keeps an offer looks when a browser wakes.
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('removeEventListener', () => {});
  for (const list of Object.values(opened)) list.length = 0;
});
afterEach(() => vi.unstubAllGlobals());

const names = (...of: Parameters<typeof waysOf>) =>
  waysOf(...of).list.map(({ name, atNeed }) => `${name}${atNeed ? ' at need' : ''}`);
const PUBLIC = ['trystero', 'public-relay-1', 'public-relay-2'];

function open(name: string, ...of: Parameters<typeof waysOf>) {
  const ways = waysOf(...of);
  const way = ways.list.find((each) => each.name === name);
  return way?.open(address, 'guest', new AbortController().signal).finally(ways.close);
}

describe('TR-29: the ways of a room', () => {
  test.each<[string, Parameters<typeof waysOf>, string[]]>([
    ['without a server of one’s own', [undefined], ['peerjs', ...PUBLIC.map((name) => `${name} at need`)]],
    ['with one', [SERVER], ['peerjs', 'relay', ...PUBLIC.map((name) => `${name} at need`)]],
    [
      'with a relay',
      [undefined, { relay: 'wss://r.example' }],
      ['peerjs', 'relay', ...PUBLIC.map((n) => `${n} at need`)],
    ],
    ['without others’ servers', [SERVER, { publicServers: false }], ['peerjs', 'relay']],
    ['always with others’ servers', [undefined, { alwaysPublic: true }], ['peerjs', ...PUBLIC]],
    ['over relays only', [SERVER, { relayOnly: true }], ['relay', 'public-relay-1 at need', 'public-relay-2 at need']],
    ['over others’ relays only', [undefined, { relayOnly: true }], ['public-relay-1', 'public-relay-2']],
    ['over TURN', [undefined, { relayOnly: true, publicServers: false, ice: 'turn:t.example a b' }], ['peerjs']],
    ['over no relay', [undefined, { relayOnly: true, publicServers: false }], ['relay']],
  ])('%s', (_, of, ways) => expect(names(...of)).toEqual(ways));

  test('where everything is switched off no path is the word', () =>
    expect(open('relay', undefined, { relayOnly: true, publicServers: false })).rejects.toThrow(
      expect.objectContaining({ reason: 'no-path' }),
    ));

  test('no server is asked before a way is opened', () => {
    waysOf(SERVER).close();
    expect(asked).not.toHaveBeenCalled();
  });
});

describe('TR-29: what a way is opened with', () => {
  test('the server’s relay', async () => {
    await expect(open('relay', SERVER)).rejects.toThrow('host-not-found');
    expect(opened.relay?.[0]?.relay).toEqual({ secret: 's', urls: ['wss://a.example/mqtt'] });
  });

  test('one’s own relay before the server’s', async () => {
    await expect(open('relay', SERVER, { relay: 'ws://r.example:1' })).rejects.toThrow('host-not-found');
    expect(opened.relay?.[0]?.relay).toEqual({ secret: 's', urls: ['ws://r.example:1/'] });
    expect(asked).not.toHaveBeenCalled();
  });

  test('a public relay, for a few', async () => {
    await expect(open('public-relay-1', undefined)).rejects.toThrow('host-not-found');
    expect(opened.relay?.[0]?.relay).toMatchObject({ secret: 's', guestsMax: 7 });
  });

  test('the server’s ICE servers', async () => {
    await expect(open('peerjs', SERVER)).rejects.toThrow('host-not-found');
    expect(opened.peerjs?.[0]?.iceServers).toEqual([{ urls: ['stun:a.example'] }]);
  });

  test('one’s own ICE servers before those', async () => {
    await expect(open('peerjs', SERVER, { relayOnly: true, ice: 'turn:t.example a b' })).rejects.toThrow();
    expect(opened.peerjs?.[0]).toMatchObject({ relayOnly: true, iceServers: [{ username: 'a' }] });
  });

  test('a server that does not answer holds nothing up', async () => {
    answers = () => new Response('', { status: 500 });
    await expect(open('peerjs', SERVER)).rejects.toThrow('host-not-found');
    expect(opened.peerjs?.[0]?.iceServers).toEqual([]);
    await expect(open('relay', SERVER)).rejects.toThrow(expect.objectContaining({ reason: 'server-unreachable' }));
  });

  test('a server of another kind has no relay, and is asked once', async () => {
    answers = () => Response.json({ name: 'other' });
    const ways = waysOf(SERVER);
    const relay = ways.list.find(({ name }) => name === 'relay');
    for (let i = 0; i < 3; i++) {
      const opening = relay?.open(address, 'host', new AbortController().signal);
      await expect(opening).rejects.toThrow(expect.objectContaining({ reason: 'server-unreachable' }));
    }
    expect(asked).toHaveBeenCalledTimes(1);
    ways.close();
  });

  test('a server that was unreachable is asked again', async () => {
    asked.mockRejectedValueOnce(new TypeError('failed to fetch'));
    const ways = waysOf(SERVER);
    const relay = ways.list.find(({ name }) => name === 'relay');
    const opening = () => relay?.open(address, 'host', new AbortController().signal);
    await expect(opening()).rejects.toThrow(expect.objectContaining({ reason: 'server-unreachable' }));
    await expect(opening()).rejects.toThrow('host-not-found');
    ways.close();
  });

  test('trackers and relays of one’s own', async () => {
    const reach = { trackers: 'ws://t.example', nostr: 'ws://n.example' };
    await expect(open('trystero', undefined, reach)).rejects.toThrow('host-not-found');
    expect(opened.trystero?.[0]?.trystero).toEqual({
      ...{ room: 'r', password: 'p', trackers: ['ws://t.example/'], relays: ['ws://n.example/'] },
    });
  });

  test('what introduces without a server has STUN servers of two operators', async () => {
    await expect(open('trystero', undefined)).rejects.toThrow('host-not-found');
    expect(opened.trystero?.[0]?.iceServers).toEqual([
      { urls: ['stun:stun.cloudflare.com:3478', 'stun:stun.l.google.com:19302'] },
    ]);
    expect(opened.trystero?.[0]?.trystero?.trackers.length).toBeGreaterThan(1);
  });
});
