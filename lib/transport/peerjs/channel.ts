import type { DataConnection } from 'peerjs';
import { MESSAGE_MAX_BYTES } from '../../core/wire/protocol';
import { turnWatch } from '../turn';

/** A sealed message is a little longer than what it holds: its counter, its tag, a signature. */
const FRAME_MAX_BYTES = MESSAGE_MAX_BYTES + 256;
/**
 * Who has not taken this much is gone or frozen: at a room's 400 bytes a second it is ten minutes' worth.
 * Without a bound its share would pile up in our memory.
 */
const UNSENT_MAX_BYTES = 256 * 1024;
/** What a goodbye may take to leave before the connection is torn down, ms. */
const FLUSH_MS = 1_000;

/** Bytes over one PeerJS connection. PeerJS's own events miss most ways of dying: heartbeats are above. */
export interface Channel {
  /** Whether it goes over a TURN server; undefined: not known yet. */
  usesTurn(): boolean | undefined;
  send(message: Uint8Array<ArrayBuffer>): void;
  /** Lets what was sent leave, hears nothing more, then closes. */
  close(): void;
}

/** Wires up a connection that is open. `onClose` is called once, not for our own `close`. */
export function openChannel(
  connection: DataConnection,
  onMessage: (message: Uint8Array<ArrayBuffer>) => void,
  onClose: () => void,
): Channel {
  let closed = false;
  const ended = () => {
    if (closed) return;
    closed = true;
    onClose();
  };
  connection.on('data', (data) => {
    // Text, blobs and what is too long come from nobody we know.
    if (closed || !(data instanceof ArrayBuffer) || data.byteLength > FRAME_MAX_BYTES) return;
    onMessage(new Uint8Array(data));
  });
  connection.on('close', ended);

  return {
    usesTurn: turnWatch(connection.peerConnection, () => performance.now()),
    send(message) {
      if (closed || !connection.open) return;
      if (connection.dataChannel.bufferedAmount + message.byteLength > UNSENT_MAX_BYTES) {
        connection.close();
        return;
      }
      connection.send(message);
    },
    close() {
      if (closed) return;
      closed = true;
      // Closing the connection throws away what has not left; closing its data channel does not.
      connection.dataChannel?.close();
      setTimeout(() => connection.close(), FLUSH_MS);
    },
  };
}
