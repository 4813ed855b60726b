import { describe, expect, it } from 'vitest';
import { iceConfig } from '../../../lib/transport/ice-servers';
import { peerOptions } from '../../../lib/transport/peerjs/server';
import type { RoomAddress } from '../../../lib/transport/transport';

describe('ICE servers (TR-26)', () => {
  it('are handed over as a browser takes them', () =>
    expect(
      iceConfig(() => [{ urls: 'stun:a' }, { urls: ['turn:b', 'turn:c'], username: 'u', credential: 'c' }]).iceServers,
    ).toEqual([{ urls: ['stun:a'] }, { urls: ['turn:b', 'turn:c'], username: 'u', credential: 'c' }]));

  it('are those of the moment in which PeerJS makes a connection', () => {
    let username = 'old';
    const address: RoomAddress = {
      rendezvousId: 'room',
      token: 'token',
      door: 'door',
      server: 'https://watch.example.org',
      get iceServers() {
        return [{ urls: 'turn:a', username, credential: 'c' }];
      },
    };
    const { config } = peerOptions(address, 'token');
    expect(config.iceServers[0].username).toBe('old');
    username = 'new';
    expect(config.iceServers[0].username).toBe('new');
  });
});
