import { afterAll, describe, expect, it } from 'vitest';
import type { RoomAddress } from '../../lib/transport/transport';
import { openWindows } from '../../lib/transport/windows';
import { type Net, type Scenario, scenarios, starScenarios, watch } from './transport-scenarios';

/** Nobody introduces windows of one browser to each other: there is nothing to be taken away, and one host at a time. */
const OF_MEETING = [
  'no host: told within eight seconds',
  'the wrong door is not answered',
  'an abort ends the attempt',
];
const NAMES = [...Object.keys(starScenarios), ...OF_MEETING];

let rooms = 0;
const address = (): RoomAddress => ({
  rendezvousId: `windows-${++rooms}`,
  token: 'token',
  door: 'door',
  server: undefined,
  iceServers: [],
});
const nothing = async () => {};
const net: Net = { open: openWindows, address, stopSignalling: nothing, startSignalling: nothing };

describe('TR-1, TRY-2: between windows of one browser', () => {
  it.each(NAMES)('%s', (name) => (scenarios[name] as Scenario)(net));

  it('is direct, and hears nothing that is no word of ours', async () => {
    const { signal } = new AbortController();
    const at = address();
    const host = watch(await openWindows(at, 'host', signal));
    const guest = watch(await openWindows(at, 'guest', signal));
    expect(guest.transport.usesTurn?.(host.transport.self)).toBe(false);
    const air = new BroadcastChannel(`lockstep ${at.rendezvousId}`);
    const [from, to] = [guest.transport.self, host.transport.self];
    const odd = [
      ...[null, 'dial', {}, { kind: 'dial', from: 7 }, { kind: 'dial', from: 'x' }, { kind: 'taken', from }],
      ...[
        { kind: 'frame', from, to, frame: 'text' },
        { kind: 'frame', from, to, frame: new Uint8Array(20_000) },
      ],
      ...[
        { kind: 'frame', from: 'nobody', to, frame: new Uint8Array(1) },
        { kind: 'bye', from: 'nobody', to },
      ],
    ];
    for (const word of odd) air.postMessage(word);
    guest.transport.send(new Uint8Array([1]));
    await expect.poll(() => host.messages.length).toBe(1);
    expect(host.peers).toEqual([from]);
    air.close();
    host.transport.close();
    await expect.poll(() => guest.status).toEqual({ state: 'closed', reason: 'lost' });
  });
});

afterAll(() => expect(NAMES.length).toBeGreaterThan(7));
