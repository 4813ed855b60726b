import { Peer } from 'peerjs';
import { expect, test } from 'vitest';
import { keepNoStrangers } from '../../../lib/transport/peerjs/bounded';

/** What PeerJS has inside, and does what its server says. */
interface Inside {
  _lostMessages: Map<string, unknown>;
  _connections: Map<string, unknown[]>;
  _handleMessage(message: object): void;
  emit(event: string, connection: object): void;
}

/** A `Peer` without a server. */
function peer(): Inside {
  const made = Object.assign(Object.create(Peer.prototype), { _lostMessages: new Map(), _connections: new Map() });
  // What its base class begins with.
  made._events = {};
  made._eventsCount = 0;
  return made;
}
const candidateFor = (connectionId: string) => ({ type: 'CANDIDATE', src: 'stranger', payload: { connectionId } });

test('TR-38: PeerJS keeps nothing that comes for a connection which nobody has offered', () => {
  const [usual, bounded] = [peer(), peer()];
  keepNoStrangers(bounded as unknown as Peer);
  for (let i = 0; i < 1_000; i++) for (const each of [usual, bounded]) each._handleMessage(candidateFor(`dc_${i}`));
  // Where this is 0 as well, PeerJS has mended it.
  expect(usual._lostMessages.size).toBe(1_000);
  expect(bounded._lostMessages.size).toBe(0);
});

test('TR-38: and no list of the connections of peers that have none', () => {
  const bounded = peer();
  keepNoStrangers(bounded as unknown as Peer);
  bounded._connections.set('friend', [{}]);
  for (let i = 0; i < 1_000; i++) {
    bounded._connections.set(`stranger-${i}`, []);
    bounded.emit('connection', { peer: `stranger-${i}` });
  }
  expect([...bounded._connections.keys()]).toEqual(['friend', 'stranger-999']);
});
