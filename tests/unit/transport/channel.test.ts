import { expect, it, vi } from 'vitest';
import { channelOver, FRAME_MAX_BYTES } from '../../../lib/transport/channel';

/** A data channel whose other end takes nothing. */
class Stuck extends EventTarget {
  readyState = 'open';
  binaryType = '';
  bufferedAmount = 0;
  send(message: Uint8Array) {
    this.bufferedAmount += message.byteLength;
  }
  close() {}
}

it('TR-1: an end that takes nothing is parted from before its share fills the memory', () => {
  const data = new Stuck();
  const connection = Object.assign(new EventTarget(), { connectionState: 'connected' });
  const end = vi.fn();
  const gone = vi.fn();
  const channel = channelOver(connection as unknown as RTCPeerConnection, data as unknown as RTCDataChannel, end);
  channel.onClose(gone);
  for (let at = 0; at < 1_000; at++) channel.send(new Uint8Array(FRAME_MAX_BYTES));
  expect(data.bufferedAmount).toBeLessThanOrEqual(256 * 1024);
  expect(data.bufferedAmount).toBeGreaterThan(200 * 1024);
  expect([end, gone].map((told) => told.mock.calls.length)).toEqual([1, 1]);
});
