import { describe, expect, it, vi } from 'vitest';
import type { Channel } from '../../../lib/transport/channel';
import { star } from '../../../lib/transport/star';

/** One end of nothing: what a star does with a channel is all that counts here. */
function channel() {
  const ways = { close: () => {}, message: (_: Uint8Array<ArrayBuffer>) => {} };
  const calls = { send: vi.fn(), close: vi.fn() };
  const made: Channel = {
    ...calls,
    onMessage(listener) {
      ways.message = listener;
    },
    onClose(listener) {
      ways.close = listener;
    },
  };
  return { ...calls, made, lose: () => ways.close(), hear: (bytes: number[]) => ways.message(Uint8Array.from(bytes)) };
}

describe('a star of channels (TR-1)', () => {
  it('lists who is there, and speaks to one or to all', () => {
    const host = star('host', 'host');
    const [one, two] = [channel(), channel()];
    host.add('one', one.made);
    host.add('two', two.made);
    const peers = vi.fn();
    host.transport.onPeers(peers);
    expect(peers).toHaveBeenLastCalledWith(['one', 'two']);
    host.transport.send(Uint8Array.of(1));
    host.transport.send(Uint8Array.of(2), 'two');
    host.transport.send(Uint8Array.of(3), 'nobody');
    expect([one.send.mock.calls.length, two.send.mock.calls.length]).toEqual([1, 2]);
    one.lose();
    expect(peers).toHaveBeenLastCalledWith(['two']);
    host.transport.disconnect('two');
    expect(peers).toHaveBeenLastCalledWith([]);
    expect(two.close).toHaveBeenCalledTimes(1);
    expect(host.count()).toBe(0);
  });

  it('has one channel a peer, and none once it is closed', () => {
    const host = star('host', 'host');
    const [one, again, late] = [channel(), channel(), channel()];
    host.add('one', one.made);
    host.add('one', again.made);
    expect(again.close).toHaveBeenCalled();
    expect(one.close).not.toHaveBeenCalled();
    const status = vi.fn();
    host.transport.onStatus(status);
    host.transport.close();
    host.transport.close();
    expect(one.close).toHaveBeenCalledTimes(1);
    expect(status).toHaveBeenLastCalledWith({ state: 'closed', reason: 'aborted' });
    expect(host.over.aborted).toBe(true);
    host.add('late', late.made);
    expect(late.close).toHaveBeenCalled();
  });

  it('ends with its only ray, where it is a guest’s', () => {
    const guest = star('guest', 'guest');
    const one = channel();
    guest.add('host', one.made);
    const status = vi.fn();
    const heard = vi.fn();
    guest.transport.onStatus(status);
    guest.transport.onMessage(heard);
    one.hear([7]);
    expect(heard).toHaveBeenCalledWith(Uint8Array.of(7), 'host');
    one.lose();
    expect(status).toHaveBeenLastCalledWith({ state: 'closed', reason: 'lost' });
    one.hear([8]);
    expect(heard).toHaveBeenCalledTimes(1);
  });
});
